"""An alt text that says what the caption says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from postlint.diagnostic import Finding, Severity
from postlint.document import MASK, Block, Document, Image, Shortcode
from postlint.rule import Bad, rule

MARKS = " .:;!*_\n"


@rule(
    severity=Severity.HINT,
    why="Screen readers read both, so that listeners hear the same words twice and learn nothing of the image.",
    needs="images",
    bad=(
        Bad("""
            {{< figure src="index.png" alt="How an index works" caption="How an index works." >}}
                                            ^^^^^^^^^^^^^^^^^^ The alt text says what the caption says.
        """),
        Bad("""
            ![How an index works](index.png)
              ^^^^^^^^^^^^^^^^^^ The alt text says what the caption says.
            *How an index works.*
        """),
        Bad("""
            <figure>
              <img src="index.png" alt="How an index works">
                                        ^^^^^^^^^^^^^^^^^^ The alt text says what the caption says.
              <figcaption>How an index works</figcaption>
            </figure>
        """),
    ),
    good=(
        '{{< figure src="index.png" alt="A tree of three levels" caption="How an index works." >}}',
        "![A tree of three levels](index.png)\n*How an index works.*",
        "![How an index works](index.png)\n\nThis is how an index works.",
    ),
)
def alt_repeats_caption(doc: Document) -> Iterator[Finding]:
    """Alt texts say what is to be seen, captions what it means."""
    images = [image for image in doc.images if image.alt and image.alt.strip(MARKS) and MASK not in image.alt]
    if not images:
        return
    blocks: list[tuple[int, Block]] = []
    for block in doc.prose.blocks:
        if block.is_prose:
            spans = doc.prose.spans(block.start, block.end)
            if spans:
                blocks.append((spans[0].start, block))
    blocks.sort(key=lambda placed: placed[0])
    for image in images:
        if _plain(image.alt or "") in _captions(doc, image, blocks):
            yield Finding(
                image.alt_span,
                "The alt text says what the caption says.",
                help="Say in the alt text what is to be seen.",
            )


def _captions(doc: Document, image: Image, blocks: list[tuple[int, Block]]) -> Iterator[str]:
    """What may be the caption: a parameter, and the text that comes next."""
    if isinstance(image.tag, Shortcode) and (caption := image.tag.parameter("caption")) is not None:
        yield _plain(caption.value or "")
    at = bisect_left(blocks, image.span.end, key=lambda placed: placed[0])
    if at == len(blocks):
        return
    start, block = blocks[at]
    between = doc.source.text[image.span.end : min(start, image.span.end + 500)]
    is_near = start - image.span.end < 500 and len(between.split("\n\n")) <= 2
    text = doc.prose.text[block.start : min(block.end, block.start + 1000)]
    if is_near and ("caption" in block.scopes or between.rstrip().endswith(("*", "_", "<em>", "<i>"))):
        yield _plain(text)


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(MARKS).casefold()
