"""An explicit anchor that stands twice."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Finding, Related
from postlint.document import Document
from postlint.rule import Bad, rule
from postlint.text import Span


@rule(
    why="A link to an anchor goes to the first one of that name, so the second can never be reached.",
    needs="anchors",
    bad=(
        Bad("""
            ## Writes {#path}

            ## Reads {#path}
                       ^^^^ The anchor 'path' already stands in line 1.
        """),
        Bad("""
            <div id="demo">First</div>

            <section id="demo">Second</section>
                         ^^^^ The anchor 'demo' already stands in line 1.
        """),
    ),
    good="""
        ## Writes {#write-path}

        ## Reads {#read-path}

        <a id="more"></a>
    """,
)
def repeated_anchor(doc: Document) -> Iterator[Finding]:
    """Each anchor has a name of its own."""
    seen: dict[str, Span] = {}
    for name, span in sorted(anchors(doc), key=lambda anchor: anchor[1]):
        first = seen.setdefault(name, span)
        if first != span:
            line = doc.source.position(first.start).line
            yield Finding(
                span,
                f"The anchor '{name}' already stands in line {line}.",
                help="Give it another name.",
                related=(Related(doc.path, first, f"'{name}' stands here first"),),
            )


def anchors(doc: Document) -> Iterator[tuple[str, Span]]:
    """The explicit anchors: those of headings and the ids of HTML tags, not the props of components."""
    found = set()
    for heading in doc.headings:
        if heading.anchor and heading.anchor_span:
            found.add((heading.anchor, heading.anchor_span))
    for tag in doc.tags:
        attribute = tag.attribute("id") if not tag.closing and not tag.is_component else None
        if attribute is not None and attribute.value and attribute.value_span:
            found.add((attribute.value, attribute.value_span))
    yield from found
