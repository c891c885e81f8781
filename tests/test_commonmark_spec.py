"""The 652 examples of CommonMark 0.31.2 have no wrong span, and no wrong link, image, heading or code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from invariants import violations
from markdown_oracle import by_markdown_it, by_postlint, filled
from postlint.document import Document

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "commonmark-0.31.2.json").read_text(encoding="utf-8")
)
# What stands first may be front matter to a blog; these begin with a thematic break.
LEAD = "Start.\n\n"


def test_all_examples_are_here() -> None:
    assert [example["example"] for example in EXAMPLES] == list(range(1, 653))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("path", ["post.md", "post.mdx", "post.html"])
def test_spans_are_exact(path: str, line_end: str) -> None:
    wrong = {
        example["example"]: found
        for example in EXAMPLES
        if (found := violations(Document(example["markdown"].replace("\n", line_end), path)))
    }
    assert wrong == {}


def test_another_parser_finds_the_same() -> None:
    wrong = {}
    for example in EXAMPLES:
        doc = Document(LEAD + example["markdown"])
        text = filled(doc)
        ours, theirs = by_postlint(doc, text), by_markdown_it(text)
        if ours != theirs:
            wrong[example["example"]] = ours, theirs
    assert wrong == {}


def test_counts_are_those_of_the_html() -> None:
    """What the specification itself says comes out."""
    wrong = []
    for example in EXAMPLES:
        doc = Document(LEAD + example["markdown"])
        expected = example["html"]
        raw = sum("<" in doc.source[tag.span] for tag in doc.tags)
        counts = {
            "</a>": sum(link.kind not in ("bare", "html") for link in doc.links),
            "<img src=": len(doc.images),
            "</h": len(doc.headings),
            "</code>": len(doc.code),
        }
        if raw == 0 and any(expected.count(mark) != count for mark, count in counts.items()):
            wrong.append((example["example"], counts, expected))
    assert wrong == []
