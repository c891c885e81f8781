"""Documents of real posts: every span is exact, and an independent parser finds the same nodes.

markdown-it-py reads each post with its template tags filled up alike. Where both differ, the difference belongs to a
class of ``DIFFERENCES``; the test fails when a class grows or a new one comes up.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import frontmatter
import pytest

from invariants import violations
from markdown_oracle import Found, by_markdown_it, by_postlint, filled
from postlint.document import Document

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
POSTS = 1612
DIFFERENCES = {
    # markdown-it-py knows no footnotes: it takes `[^1]: word` for a link definition, so that references become links,
    # and what is indented below a footnote for indented code, where a fence or links may stand in fact.
    "footnote": 20,
}
MOST_DIFFERENCES = 0.005
TAGS = {
    "a": re.compile(r"<a\s(?=[^>]*?\bhref\s*=)", re.I),
    "img": re.compile(r"<img\b", re.I),
    "h": re.compile(r"<h[1-6]\b", re.I),
}
# Tags that no document has, by a search that knows nothing but code and comments: one stands in a template string.
TAGS_IN_EXPRESSIONS = 1

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here")


def posts() -> list[Path]:
    found = [*CORPORA.rglob("*.md"), *CORPORA.rglob("*.mdx")]
    return sorted(path for path in found if path.is_file())


@cache
def document(path: Path) -> Document:
    with open(path, encoding="utf-8", newline="") as file:
        return Document(file.read(), path.relative_to(CORPORA).as_posix())


def test_all_posts_are_here() -> None:
    assert len(posts()) == POSTS


def test_every_span_is_exact() -> None:
    wrong = [f"{path}: {what}" for path in posts() for what in violations(document(path))]
    assert wrong == []


@pytest.mark.slow
def test_another_parser_finds_the_same() -> None:
    nodes = 0
    differences: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for path in posts():
        doc = document(path)
        text = filled(doc)
        ours, theirs = by_postlint(doc, text), by_markdown_it(text)
        if doc.path.endswith(".mdx"):
            ours, theirs = _without_indented_code(doc, ours), _without_indented_code(doc, theirs)
        nodes += sum(map(len, theirs))
        for what, here, there in _differences(ours, theirs):
            kind = "footnote" if doc.footnotes and what in ("links", "code") else what
            differences[kind] += max(len(here), len(there))
            examples.setdefault(kind, f"{path}: {what} {here} instead of {there}")
    assert {
        kind: (count, examples[kind]) for kind, count in differences.items() if count > DIFFERENCES.get(kind, 0)
    } == {}
    assert sum(differences.values()) <= MOST_DIFFERENCES * nodes
    assert nodes > 39_000


def _differences(ours: Found, theirs: Found) -> Iterator[tuple[str, list[str], list[str]]]:
    for what, here, there in zip(Found._fields, ours, theirs, strict=True):
        if here == there:
            continue
        for kind, start, end, their_start, their_end in difflib.SequenceMatcher(None, here, there, False).get_opcodes():
            if kind != "equal":
                yield what, here[start:end], there[their_start:their_end]


def _without_indented_code(doc: Document, found: Found) -> Found:
    """MDX has no indented code, and what stands in it are links and images of HTML there."""
    fenced = {re.sub(r"[\s>]+", "", doc.source[code.content_span]).replace("\\|", "|") for code in doc.code}
    return found._replace(code=[code for code in found.code if code in fenced])


def test_every_html_link_image_and_heading_is_found() -> None:
    """Against a search for tags that knows nothing but where code and comments are."""
    missed = []
    for path in posts():
        doc = document(path)
        unread = [node.span for node in (*doc.code, *doc.comments)]
        found = {
            "a": {link.span.start for link in doc.links},
            "img": {image.span.start for image in doc.images},
            "h": {heading.span.start for heading in doc.headings},
        }
        for name, tag in TAGS.items():
            for match in tag.finditer(doc.source.text, doc.front_matter.body):
                start = match.start()
                if start not in found[name] and not any(span.start <= start < span.end for span in unread):
                    missed.append(f"{path}: {doc.source.text[start : start + 60]!r}")
    assert len(missed) <= TAGS_IN_EXPRESSIONS, missed


def test_every_front_matter_string_leads_back() -> None:
    """A string that is written as it reads is found where it stands."""
    for path in posts():
        doc = document(path)
        for block in doc.prose.blocks_of("front-matter"):
            span = doc.prose.span(block.start, block.end)
            assert doc.front_matter.span.contains(span), path


def test_front_matter_has_the_values_that_python_frontmatter_reads() -> None:
    """Two classes of difference: where the other refuses a whole post for one impossible day, we keep its text; and
    where text stands right behind the closing fence, the other sees none."""
    impossible = unclosed = 0
    for path in posts():
        doc = document(path)
        try:
            expected, _ = frontmatter.parse(doc.source.text)
        except ValueError:
            assert doc.front_matter.root is not None
            assert any(entry.value.error for entry in doc.front_matter.root.entries), path
            impossible += 1
            continue
        if any(error.problem == "not-closed" for error in doc.front_matter.errors):
            assert expected == {}, path
            unclosed += 1
            continue
        assert doc.front_matter.data == expected, path
    assert (impossible, unclosed) == (1, 1)
