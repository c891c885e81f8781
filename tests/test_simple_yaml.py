"""The short way through simple front matter gives the very nodes of the full parser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.data import Node
from postlint.data.from_yaml import parse_yaml
from postlint.data.node import Origin
from postlint.data.simple_yaml import parse_simple, simple_comments
from postlint.data.yaml_events import comment_spans
from postlint.files import find_posts, read_text

CORPORA = Path(__file__).parent.parent.parent / "shared" / "corpora"


def plain(node: Node) -> Any:
    """All that a node is, its parts too."""
    return (
        node.kind,
        node.span,
        type(node.value),
        node.value,
        node.text,
        node.style,
        node.error,
        node.content_span,
        [(plain(entry.key), plain(entry.value), *entry[2:]) for entry in node.entries],
        [plain(item) for item in node.items],
    )


def agree(text: str, base: int = 7) -> bool:
    """Whether the short way reads a text; where it does, both give the same."""
    origin = Origin(text, base, "yaml")
    simple = parse_simple(origin)
    if simple is not None:
        assert plain(simple) == plain(parse_yaml(origin)), text
        assert simple_comments(origin) == list(comment_spans(text)), text
    return simple is not None


SIMPLE = [
    "title: A post\n",
    "title:   A post   \r\nauthors: [ada,  bob , C++]\r\n\r\nempty:\r\nlast: x",
    "tags:\n  - one\n  -   two words\n  - 'three'\nmore: \"four\"\n",
    "tags:\n- one\n- 2\n",
    "a: 2024-01-31\nb: 12\nc: 0\nd: true\ne: No\nf: NULL\ng: 10 ways to win\nh: nope\n",
    "a: it's C# and x:y, z\nb: https://example.com/a#b\n",
    'a: \'say "it"\'\nb: "it\'s"\nc: \'\'\nd: ""\n',
    "a: []\nb: [ ]\n",
    "a: x\na: y\n",
    "a: ümläut 日本\n",
    "a: wide\u00a0blank\u200b\n",
    "# why\na: x\n#\nb: [y]\r\n# the end \r\n",
    "a: >\n  one\n  two \n\nb: >-\n    # three\n    four: 'five'\nc: |\r\n six\r\n seven\r\nd: |-\n  - eight",
    "a: >\n  one\n\n\n# why\nb: x\n",
    "a: >\n  one \n  two: ",
    "cSpell:ignore: one two\na:b: c\na:b:\n- c\n",
    "a: [x, 'y', \"z\"]\n",
    "a: 2024-01-31 10:00:00\nb: 2021-04-23 06:46:13.732+00\nc: 2018-06-05T22:01:37.684Z\n",
    "a: 2018-06-05t22:01:37\nb: 2018-06-05 22:01:37 -07:30\n",
    "c: 2018-06-05T22:01:37.1234567+05:30\nd: 2018-06-05T22:01:37.\n",
]
NOT_SIMPLE = [
    "",
    "# only a comment\n",
    "a: x # why\n",
    "a: x\n  y\n",
    "a:\n  b: c\n",
    "a: &x y\n",
    "a: *x\n",
    "a: b: c\n",
    "a: it:\n",
    "on: x\n",
    "a: 012\n",
    "a: 1.10\n",
    "a: 12:30\n",
    "a: 2024-13-45\n",
    "a: 2024-01-31 10:00\n",
    "a: 2024-01-31 25:00:00\n",
    "a: 2024-01-31 10:00:00+2\n",
    "a: 2024-01-31 10:00:00+24:00\n",
    "a: 2024-1-31 10:00:00\n",
    "a: >\n",
    "a: >\nb: x\n",
    "a: >\n  one\n\n  two\n",
    "a: >\n  one\n   two\n",
    "a: >\n  two\n one\n",
    "a: >\n  one\n# why\n  two\n",
    "a: >\n  one\n   \nb: x\n",
    "a: >\n- x\n",
    "a: >+\n  x\n",
    "a: >2\n  x\n",
    "a: x\n  # why\n",
    "a:: x\n",
    "a: ['x, y']\n",
    "a: ['x''y']\n",
    "a: .5\n",
    "a: -x\n",
    "a: ~\n",
    "a: <<\n",
    "a: 'it''s'\n",
    'a: "x\\n"\n',
    "a: 'open\n",
    'a: "x" y\n',
    "a: [x,]\n",
    "a: [[x]]\n",
    "a: [x\n",
    "- x\n",
    "a: x\n- y\n",
    "a:\n- x: y\n",
    "a:\n- - x\n",
    "a:\n  - x\n - y\n",
    "a:\n  - x\n   - y\n",
    "a:\n  -\n",
    "a:\n  - x\n    y\n",
    "a: x\n---\nb: y\n",
    "a:\tx\n",
    "a: x\u2028y\n",
    "a: x\u0085y\n",
    "a: x\ry\n",
    "a b: c\n",
    "'a': c\n",
    "a:b\n",
]


@pytest.mark.parametrize("text", SIMPLE)
def test_what_is_simple_is_read_the_short_way(text: str) -> None:
    assert agree(text)


@pytest.mark.parametrize("text", NOT_SIMPLE)
def test_what_is_not_simple_is_left_to_the_full_parser(text: str) -> None:
    assert not agree(text)


WORDS = (
    "a title on no True 12 012 2024-01-31 1e3 0x1f 0b1 1_000 1h 2k-x 1e3x é 'x' \"y\" '' "
    "./a &a *a ! ? ' \" \\ % @ ` ~ << = . + , - | > # : { } [ ]"
)
BLOCKS = ">\n  |>-\n |\n  x\n|# x\n|2024-01-31 10:00:00|+01"
BREAKS = ": |\n|\r\n|\n- |\n  - |\n  | |  |, | #|- |? |x y|---\n|...\n|\t|\u00a0".split("|")
PIECES = st.sampled_from([*WORDS.split(), *BREAKS, *BLOCKS.split("|")])


@given(st.lists(PIECES, max_size=14).map("".join))
def test_made_texts_read_the_same(text: str) -> None:
    agree(text)


PAIRS = st.tuples(
    st.sampled_from(["a", "b", "c-d", "e_f"]), st.sampled_from([": ", ":  ", ":\n- ", ":\n  - "]), PIECES, PIECES
)


@given(st.lists(PAIRS, max_size=5))
def test_made_pairs_read_the_same(pairs: list[tuple[str, str, str, str]]) -> None:
    agree("\n".join("".join(pair) for pair in pairs))


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here")
def test_real_front_matter_reads_the_same() -> None:
    from postlint.document.frontmatter import read
    from postlint.text import Source

    counts = {True: 0, False: 0}
    for path in find_posts(str(CORPORA), str(CORPORA)):
        front_matter = read(Source(read_text(path, str(CORPORA))))
        if front_matter.format != "yaml" or front_matter.root is None:
            continue
        source = read_text(path, str(CORPORA)).lstrip("\ufeff")
        inner = source[front_matter.fence.end : front_matter.body].strip("\r\n").rpartition("---")[0]
        counts[agree(inner)] += 1
    assert counts[True] > 500, counts
