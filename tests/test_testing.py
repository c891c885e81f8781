"""Rules run by their own examples: what carets say, and what is told where an example does not come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from postlint.diagnostic import Edit, Finding, Fix, Severity
from postlint.document import Document
from postlint.house import House
from postlint.registry import load
from postlint.rule import Bad, Case, Hit, Rule, option, rule, site_rule
from postlint.site import Site
from postlint.testing import Outcome, annotated, dedented, run_bad, run_good
from postlint.text import Span

RULES = load().rules


@rule(
    why="It is a test.",
    needles=("foo", "foo bar"),
    options={"loud": option(False, "Say it loudly.")},
)
def foo(doc: Document, hits: Sequence[Hit], options: Mapping[str, Any]) -> Iterator[Finding]:
    """No foo is left."""
    for hit in hits:
        span = doc.prose.span(hit.start, hit.end)
        fix = Fix("Write 'x'", (Edit(span, "x"),)) if doc.source[span] == "foo" else None
        yield Finding(span, "FOO!" if options["loud"] else "Foo.", fix=fix)


FOO = foo._replace(id="test/foo")


def bad(case: Case | str, of: Rule = FOO) -> Outcome:
    return run_bad(of, Bad(case) if isinstance(case, str) else case, {**RULES, of.id: of})


def good(case: Case | str, of: Rule = FOO) -> Outcome:
    return run_good(of, Case(case) if isinstance(case, str) else case, {**RULES, of.id: of})


# Carets


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A foo here.\n  ^^^ Foo.\n", [(2, 5, "Foo.")]),
        ("A foo, foo.\n  ^^^ Foo.\n       ^^^ Foo.\n", [(2, 5, "Foo."), (7, 10, "Foo.")]),
        ("foo\n^^^\n", [(0, 3, "")]),
        ("foo\n^^^   Foo.  \nand\n", [(0, 3, "Foo.")]),
        ("\tfoo\n\t^^^ Foo.\n", [(1, 4, "Foo.")]),
        ("😀 é foo\n    ^^^ Foo.\n", [(4, 7, "Foo.")]),
        ("foo\r\n^^^ Foo.\r\nfoo\r\n^^^ Foo.\r\n", [(0, 3, "Foo."), (5, 8, "Foo.")]),
        ("foo\r^^^ Foo.\rfoo", [(0, 3, "Foo.")]),
        # Neither of these ends a line, so that columns stay right.
        ("a\x0b\u2028 foo\n    ^^^ Foo.\n", [(4, 7, "Foo.")]),
        ("A foo\n  ^^^…\nbar here\n^^^ Foo.\n", [(2, 9, "Foo.")]),
        ("A foo\n  ^^^...\nand\nbar\n^^^ Foo.\n", [(2, 13, "Foo.")]),
        ("a foo bar\n  ^^^ Inner.\n  ^^^^^^^ Outer.\n", [(2, 5, "Inner."), (2, 9, "Outer.")]),
        ("x^2 ^ y\n", []),
    ],
)
def test_carets(text: str, expected: list[tuple[int, int, str]]) -> None:
    plain, found = annotated(text)
    assert [(*one.span, one.message) for one in found] == expected
    assert "^^" not in plain


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("^^^ Foo.\nfoo\n", "the first line is a line of carets"),
        ("foo\n ^^^ Foo.\n", "'^^^ Foo.' points beyond the end of its line"),
        ("foo\n^^^^ Foo.\n", "points beyond the end of its line"),
        ("foo\n   ^…\nbar\n^^^ Foo.\n", "points beyond the end of its line"),
        ("foo\n^^^…\nbar\n", "goes on (^…) has no other after it"),
        ("foo\n^^^…\nbar\n^^^…\nx\n^ Foo.\n", "begins a place before the one above it ends"),
        ("foo\n", "a bad example says with a line of carets what is wrong with it"),
    ],
)
def test_carets_that_point_nowhere(text: str, problem: str) -> None:
    outcome = bad(text)
    assert not outcome.passed
    assert problem in outcome.problem
    assert problem in outcome.explained()


def test_examples_are_dedented() -> None:
    assert dedented("\n    a\n      b\n    ") == "a\n  b\n"
    assert dedented("\n    a\n\n    b") == "a\n\nb\n"
    assert dedented("  a\n b") == "  a\n b"
    assert annotated("\n        - foo\n          ^^^ Foo.\n    ")[1][0].span == Span(2, 5)


# Outcomes


def test_what_comes_out_passes() -> None:
    outcome = bad("A foo here.\n  ^^^ Foo.\n")
    assert outcome.passed
    assert outcome.explained() == ""
    assert good("A bar here.").passed


def test_missing() -> None:
    outcome = bad("A foo here, but no bar.\n  ^^^ Foo.\n                   ^^^ Bar.\n")
    assert [one.message for one in outcome.missing] == ["Bar."]
    assert not outcome.noisy
    assert outcome.explained() == "not found: line 1, column 20, 'bar': Bar."


def test_noisy() -> None:
    outcome = bad("A foo here.\n  ^^^ Foo.\n\nAnd foo.\n")
    assert [one.span for one in outcome.noisy] == [Span(17, 20)]
    assert outcome.explained() == "found and not expected: line 3, column 5, 'foo': Foo."
    assert good("A foo").explained() == "found and not expected: line 1, column 3, 'foo': Foo."


@pytest.mark.parametrize(
    "text",
    [
        "A foo here.\n ^^^ Foo.\n",
        "A foo here.\n  ^^ Foo.\n",
        "A foo here.\n  ^^^ Foo!\n",
        "A foo\n  ^^^…\nbar.\n^^ Foo.\n",
    ],
)
def test_misplaced_and_misworded(text: str) -> None:
    outcome = bad(text)
    assert len(outcome.missing) == len(outcome.noisy) == 1


def test_over_several_lines() -> None:
    assert bad("A foo\n  ^^^…\n*bar* here.\n^^^^ Foo.\n").passed


def test_a_good_example_may_hold_carets() -> None:
    outcome = good("^^^ is no foo.\n^^^^^^^^^^^^^^\n")
    assert outcome.noisy[0].span == Span(10, 13)
    assert "line 1, column 11, 'foo'" in outcome.explained()


# Fixes


def test_the_fixed_text() -> None:
    assert bad(Bad("A foo.\n  ^^^ Foo.\n", fixed="A x.\n")).passed
    assert bad(Bad("\n    A foo.\n      ^^^ Foo.\n    ", fixed="\n    A x.\n    ")).passed
    outcome = bad(Bad("A foo.\n  ^^^ Foo.\n", fixed="A y.\n"))
    assert outcome.problem == "the fixes give 'A x.\\n', and the example says 'A y.\\n'"


def test_what_is_not_fixed_is_left() -> None:
    assert bad(Bad("A foo bar.\n  ^^^^^^^ Foo.\n", fixed="A foo bar.\n")).passed


def test_a_fix_that_must_be_fixed_again() -> None:
    @rule(why="It is a test.")
    def growing(doc: Document) -> Iterator[Finding]:
        """It grows."""
        yield Finding(Span(0, 1), "More.", fix=Fix("Write more", (Edit(Span(0, 1), "aa"),)))

    outcome = bad(Bad("a\n^ More.\n", fixed="aa\n"), growing._replace(id="test/growing"))
    assert outcome.problem == "the fixed text has something to fix again: Write more"


# The world of an example


def test_options_of_an_example() -> None:
    assert bad(Bad("foo\n^^^ FOO!\n", options={"loud": True})).passed
    outcome = bad(Bad("foo\n^^^ FOO!\n", options={"lood": True}))
    assert outcome.problem == "the rule has no option 'lood'. Did you mean 'loud'?"
    assert good(Case("bar", options={"lood": True})).problem


def test_house_today_path_and_files() -> None:
    @site_rule(why="It is a test.", severity=Severity.HINT)
    def worldly(doc: Document, site: Site, house: House, today: Any) -> Iterator[Finding]:
        """It knows the world."""
        others = site.posts_titled("Other")
        yield Finding(Span(0, 1), f"{doc.path} {others} {house.name} {today.isoformat()}")

    case = Bad(
        "x\n^ blog/x.mdx ('blog/y.md',) Acme 2024-02-29\n",
        path="blog/x.mdx",
        house={"name": "Acme"},
        today="2024-02-29",
        files={"blog/y.md": "\n    ---\n    title: Other\n    ---\n    "},
    )
    worldly = worldly._replace(id="test/worldly")
    assert bad(case, worldly).explained() == ""
    assert "day is out of range" in bad(case._replace(today="2024-02-30"), worldly).problem


def test_a_rule_that_fails_does_not_pass() -> None:
    def check(doc: Document) -> Iterator[Finding]:
        """It fails."""
        raise RuntimeError("oh")
        yield

    failing = rule(why="It is a test.")(check)._replace(id="test/failing")
    assert "failed (RuntimeError: oh)" in good("x", failing).explained()
    assert "failed (RuntimeError: oh)" in bad("x\n^ No.\n", failing).explained()


def test_every_rule_of_the_engine_sees_suppressions_of_others() -> None:
    unused = RULES["postlint/unused-allow"]
    assert good("![](x.png) <!-- postlint-allow images/missing-alt: fine -->", unused).passed
