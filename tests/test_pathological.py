"""Shapes that make careless parsers quadratic: a document of twice the size takes about twice the time.

The shapes are those of the pathological tests of cmark, cmark-gfm and commonmark.js, and some of our own for HTML,
template tags, bare URLs and front matter.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from postlint.document import Document

SIZE = 20_000
"""Characters, more or less, of the smaller of two documents."""

MOST_SECONDS = 3.0
MOST_RATIO = 3.0
TOO_SHORT_TO_COMPARE = 0.03
ATTEMPTS = 5  # what else the machine does spoils one comparison, and not all of them


def repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    return lambda size: before + unit * (size // len(unit)) + after


def nested(opening: str, inner: str, closing: str) -> Callable[[int], str]:
    return lambda size: opening * (size // len(opening + closing)) + inner + closing * (size // len(opening + closing))


def lines(unit: str, **places: str) -> Callable[[int], str]:
    return repeated(unit + "\n", **places)


def by_depth(unit: str, most: int = 400) -> Callable[[int], str]:
    """Each line a level deeper: the text itself grows with the square of its lines."""
    return lambda size: "\n".join(unit * depth + "a" for depth in range(int((2 * size / len(unit)) ** 0.5)))


def front_matter(unit: Callable[[int], str]) -> Callable[[int], str]:
    return lambda size: "---\n" + unit(size) + "\n---\n\nText.\n"


SHAPES: dict[str, Callable[[int], str]] = {
    "nested strong emph": nested("*a **a ", "b", " a** a*"),
    "many emph closers with no openers": repeated("a_ "),
    "many emph openers with no closers": repeated("_a "),
    "many link closers with no openers": repeated("a]"),
    "many link openers with no closers": repeated("[a"),
    "mismatched openers and closers": repeated("*a_ "),
    "issue 389": lambda size: "*a " * (size // 8) + "_a*_ " * (size // 8),
    "openers and closers multiple of 3": lambda size: "a**b" + "c* " * (size // 3),
    "link openers and emph closers": repeated("[ a_"),
    "pattern [ (]( repeated": repeated("[ (]("),
    "pattern ![[]() repeated": repeated("![[]()"),
    "hard link/emph case": repeated("**x [a*b**c*](d) "),
    "nested brackets": nested("[", "a", "]"),
    "nested images": nested("![", "a", "](b)"),
    "nested block quotes": lambda size: "> " * (size // 2) + "a",
    "nested block quotes, a line each": by_depth("> "),
    "deeply nested lists": by_depth("  * "),
    "U+0000 in input": repeated("abc\0xyz\0"),
    "backticks": lambda size: "".join("e" + "`" * count for count in range(int((2 * size) ** 0.5))),
    "unclosed links A": repeated("[a](<b"),
    "unclosed links B": repeated("[a](b"),
    "unclosed comments": repeated("</p>\n<!-- "),
    "unclosed comments in a line": repeated("a <!-- "),
    "unclosed comments in blocks": repeated("<div><!-- a\n\n"),
    "empty lines in deeply nested lists": lambda size: "- " * 400 + "x" + "\n" * size,
    "empty lines in lists in a quote": lambda size: "> " + "- " * 400 + "x\n" + ">\n" * (size // 2),
    "emph in deep block quote": lambda size: "> " * (size // 4) + "a*" * (size // 4),
    "reference collisions": lambda size: "".join(f"[a{n}]: u\n\n" for n in range(size // 12)) + "[a]\n" * (size // 8),
    "many references": lambda size: "".join(f"[{n}]: u\n" for n in range(size // 16)) + "[0] " * (size // 8),
    "one label defined again and again": lines("[a]: b"),
    "tables": lambda size: "a|b\n-|-\n" + "a|b\n" * (size // 4),
    "cells that are missing": lambda size: "|x" * 100 + "\n" + "|-" * 100 + "\n" + "a\n" * (size // 2),
    "a wide table": lambda size: "|x" * (size // 8) + "\n" + "|-" * (size // 8) + "\n" + "|y" * (size // 4),
    "escaped brackets": repeated("\\[", before="["),
    "a title of backslashes": repeated("\\", before='[t](\\u "', after='")'),
    "a label of backslashes": repeated("\\", before="[a", after="]: b\n"),
    "unclosed <?": repeated("<?"),
    "unclosed <? in blocks": repeated("<div><?\n\n"),
    "unclosed <![CDATA[": repeated("<![CDATA["),
    "unclosed <!A": repeated("<!A"),
    "unclosed attribute": repeated("<a b='"),
    "unclosed tags over lines": repeated("<a \n"),
    "unclosed tags with an expression": repeated("<a {"),
    "attributes": repeated("a ", before="<a ", after=">"),
    "attributes over lines": repeated("a=b\n", before="<a ", after=">"),
    "blanks in a tag": repeated(" ", before="<a", after="b"),
    "entities": repeated("&"),
    "real entities": repeated("&amp;"),
    "real entities in HTML": repeated("&amp;", before="<div>"),
    "www.": repeated("www."),
    "www. with blanks": repeated("www. "),
    "bare URLs": repeated("https://a.b/c "),
    "bare URLs without a host": repeated("https://,"),
    "bare URLs of brackets": repeated("[", before="https://a.b/"),
    "bare URLs with an end of parentheses": repeated(")", before="https://a.b/"),
    "bare URLs with an end of entities": repeated("&a;", before="https://a.b/"),
    "bare URLs side by side": repeated("https://a.b/c,"),
    "mail addresses": repeated("a@"),
    "hard breaks": repeated("a  \n"),
    "unclosed strikethrough": repeated("~~a "),
    "setext candidates": repeated("a\n- "),
    "setext headings": lines("a\n="),
    "headings": lines("# a"),
    "tags": repeated("<b>"),
    "nested tags": nested("<div>", "a", "</div>"),
    "nested quotes of HTML": nested("<blockquote>a", "a", "</blockquote>"),
    "nested elements that are not read": nested("<pre>", "a", "</pre>"),
    "elements that are not read, closed by others": nested("<pre>", "a", "</code>"),
    "code elements in paragraphs": lines("<code>a\n"),
    "unread elements in paragraphs": lines("<svg>a\n"),
    "unclosed <script>": repeated("<script>"),
    "unclosed <script> in blocks": lines("<script>a\n"),
    "unclosed <textarea>": repeated("<textarea>\n"),
    "<plaintext>": repeated("a ", before="<plaintext>"),
    "anchors that are not closed": repeated('<a href="b">c '),
    "one anchor around all": lambda size: '<a href="b">' + "c *d* " * (size // 6) + "</a>",
    "headings of HTML that are not closed": repeated("<h1>a "),
    "tags over lines in a quote": lines("> <b\n> c='d'>\n"),
    "blocks of HTML in quotes": lines("> <div\n> c='d'>\n> e</div>\n"),
    "shortcodes in a line": repeated("{{< a >}} "),
    "shortcodes, unclosed": repeated("{{< a "),
    "shortcodes without a name": repeated("{{< ", after=">}}"),
    "shortcodes that are code": repeated("{{< highlight >}} "),
    "shortcodes with escaped quotes": repeated('\\"', before='{{< a "', after=" >}}"),
    "shortcodes with quotes": repeated('" ', before="{{< a ", after=">}}"),
    "shortcode parameters": repeated('a="b" ', before="{{< c ", after=">}}"),
    "Liquid tags, unclosed": repeated("{% "),
    "Liquid tags without a name": repeated("{% ", after="%}"),
    "Liquid output": repeated("{{ a }} "),
    "Liquid output, unclosed": repeated("{{ a "),
    "Liquid comments, unclosed": repeated("{% comment %}"),
    "braces": repeated("{"),
    "braces in pairs": nested("{", "a", "}"),
    "braced attributes": repeated("<A b={", after="}"),
    "braced attributes with strings": repeated('\\"', before='<A b={"'),
    "braced attributes with many strings": repeated('<A b={"\\"'),
    "spread attributes": repeated("<A {...b} />"),
    "JSX comments, unclosed": repeated("{/* "),
    "directives": lines(":::note"),
    "imports": lines("import a from 'b'"),
    "fences in a line": repeated("```a "),
    "fences that are not closed": lines("```a"),
    "fences of growing length": lambda size: "\n".join("`" * (3 + n) for n in range(int((2 * size) ** 0.5))),
    "code of one tick in paragraphs": lines("`a\n"),
    "footnotes": lambda size: "".join(f"[^{n}]: a\n\n[^{n}]\n\n" for n in range(size // 20)),
    "alerts": lines("> [!NOTE]\n> a\n"),
    "not ASCII": repeated("é 日本 🎉 *a* "),
    "blanks": repeated(" \t", before="a", after="b"),
    "no-break spaces in a heading": lines("# \xa0"),
    "heading attributes": lines("# a {#b}"),
    "braces in a heading": repeated("{", before="# a "),
    "comments of front matter": front_matter(lines("# a")),
    "keys of front matter": front_matter(lambda size: "\n".join(f"k{n}: v" for n in range(size // 8))),
    "one string of front matter": front_matter(repeated('\\"', before='k: "', after='"')),
    "a folded string of front matter": front_matter(repeated("  a b\n\n", before="k: >\n")),
    "nested front matter": front_matter(repeated("[")),
    "front matter that is not closed": lines("a: b", before="---\n"),
    "fences of front matter": lines("---"),
    "JSON front matter": lambda size: '{\n"a": [' + "1, " * (size // 3) + "1]\n}\n",
}


def seconds(text: str, path: str, times: int) -> float:
    best = float("inf")
    for _ in range(times):
        started = time.process_time()
        doc = Document(text, path)
        _ = doc.prose, doc.comments, doc.outline, doc.front_matter
        best = min(best, time.process_time() - started)
        if best < TOO_SHORT_TO_COMPARE or best > MOST_SECONDS:
            break
    return best


def grows_linearly(shape: str, path: str, times: int) -> bool:
    return seconds(SHAPES[shape](2 * SIZE), path, times) < MOST_RATIO * seconds(SHAPES[shape](SIZE), path, times)


@pytest.mark.slow
@pytest.mark.parametrize("path", ["post.md", "post.mdx", "post.html"])
@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_size(shape: str, path: str) -> None:
    gc.disable()
    try:
        twice = seconds(SHAPES[shape](2 * SIZE), path, 1)
        assert twice < MOST_SECONDS or seconds(SHAPES[shape](2 * SIZE), path, 3) < MOST_SECONDS
        # Only what seems too slow is worth a second look, of which the least of several times counts.
        if twice > TOO_SHORT_TO_COMPARE and twice > MOST_RATIO * seconds(SHAPES[shape](SIZE), path, 1):
            assert any(grows_linearly(shape, path, 3) for _ in range(ATTEMPTS))
    finally:
        gc.enable()


@pytest.mark.parametrize("shape", SHAPES)
def test_spans_are_exact(shape: str) -> None:
    from invariants import violations

    for path in ("post.md", "post.mdx", "post.html"):
        assert violations(Document(SHAPES[shape](600), path))[:5] == []
