"""Rules run by their own examples: what carets say, and what is told where an example does not come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from postlint.diagnostic import Edit, Finding, Fix, Severity
from postlint.document import Document
from postlint.house import House
from postlint.packs import load as load_pack
from postlint.registry import load
from postlint.rule import Bad, Case, Hit, Rule, option, rule, site_rule
from postlint.site import Site
from postlint.testing import Outcome, results_of, run_bad, run_good
from postlint.testing.examples import NO_CARETS
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


@rule(why="It is a test.", needles=("foo",))
def foo_in_prose(doc: Document, hits: Sequence[Hit]) -> Iterator[Finding]:
    """No foo is left but in quotes."""
    for hit in hits:
        if doc.prose.block_at(hit.start).is_prose:
            yield Finding(doc.prose.span(hit.start, hit.end), "Foo.")


FOO_IN_PROSE = foo_in_prose._replace(id="test/foo-in-prose")


def written_rule(folder: Path, text: str) -> Rule:
    """The rule that a file makes."""
    (folder / "house").mkdir(exist_ok=True)
    (folder / "house" / "made.yml").write_text(f"summary: Be.\nwhy: Because.\nmessage: Not so.\n{text}")
    (made,) = load_pack(str(folder / "house"))
    return made


def bad(case: Case | str, of: Rule = FOO) -> Outcome:
    return run_bad(of, Bad(case) if isinstance(case, str) else case, {**RULES, of.id: of})


def good(case: Case | str, of: Rule = FOO) -> Outcome:
    return run_good(of, Case(case) if isinstance(case, str) else case, {**RULES, of.id: of})


# Outcomes


def told(outcome: Outcome) -> list[tuple[str, str, int | None]]:
    return [tuple(problem) for problem in outcome.problems]


def test_what_comes_out_passes() -> None:
    outcome = bad("A foo here.\n  ^^^ Foo.\n")
    assert outcome.passed
    assert outcome.explained() == ""
    assert good("A bar here.").passed
    assert bad("A foo\n  ^^^…\n*bar* here.\n^^^^ Foo.\n").passed


def test_missing() -> None:
    outcome = bad("A foo here, but no bar.\n  ^^^ Foo.\n                   ^^^ Bar.\n")
    assert told(outcome) == [("missing", "Nothing is found at 'bar'. The example says: Bar.", 54)]
    assert outcome.right == "A foo here, but no bar.\n  ^^^ Foo.\n"
    assert outcome.explained() == (
        "missing: Nothing is found at 'bar'. The example says: Bar.\n"
        "The example would be right as\nA foo here, but no bar.\n  ^^^ Foo.\n"
    )


def test_nothing_at_all_is_found() -> None:
    outcome = bad("A bar.\n  ^^^\n")
    assert told(outcome) == [("missing", "Nothing is found at 'bar'.", 9)]
    assert outcome.right is None
    assert told(bad("A bar.")) == [("missing", "The rule finds nothing in this bad example.", None)]


def test_noisy() -> None:
    outcome = bad("A foo here.\n  ^^^ Foo.\n\nAnd foo.\n")
    assert told(outcome) == [("noisy", "'foo' is found, and no carets stand under it: Foo.", 28)]
    assert outcome.right == "A foo here.\n  ^^^ Foo.\n\nAnd foo.\n    ^^^ Foo.\n"
    outcome = good("A foo")
    assert told(outcome) == [("noisy", "'foo' is found, and this example should pass: Foo.", 2)]
    assert outcome.right == "A foo\n  ^^^ Foo.\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("A foo here.\n ^^^ Foo.\n", ("misplaced", "The carets stand under 'fo', and 'foo' is found: Foo.", 13)),
        ("A foo here.\n  ^^ Foo.\n", ("misplaced", "The carets stand under 'fo', and 'foo' is found: Foo.", 14)),
        (
            "A foo\n  ^^^…\nbar.\n^^ Foo.\n",
            ("misplaced", "The carets stand under 'foo ba', and 'foo bar' is found: Foo.", 18),
        ),
        ("A foo here.\n  ^^^ Foo!\n", ("misworded", 'At \'foo\' the rule says "Foo." and the example "Foo!"', 14)),
        ("A foo here.\n  ^^^\n", ("misworded", "The carets under 'foo' lack the message: Foo.", 14)),
    ],
)
def test_misplaced_and_misworded(text: str, problem: tuple[str, str, int]) -> None:
    outcome = bad(text)
    assert told(outcome) == [problem]
    assert outcome.right is not None
    assert bad(outcome.right).passed


def test_carets_under_the_same_words_elsewhere_are_not_misplaced() -> None:
    outcome = bad("> A foo.\n    ^^^ Foo.\n\nA foo.\n", FOO_IN_PROSE)
    assert [problem.name for problem in outcome.problems] == ["missing", "noisy"]


def test_what_is_misplaced_is_paired_with_the_nearest() -> None:
    outcome = bad("foo, foo, foo\n          ^^ Foo.\n^^^ Foo.\n     ^^ Foo.\n")
    assert told(outcome) == [
        ("misplaced", "The carets stand under 'fo', and 'foo' is found: Foo.", 24),
        ("misplaced", "The carets stand under 'fo', and 'foo' is found: Foo.", 46),
    ]


def test_mistakes_of_carets() -> None:
    outcome = bad("A foo.\n      ^^^ Foo.\n\nfoo\n")
    assert told(outcome) == [
        ("carets", "The carets of '^^^ Foo.' go past the end of 'A foo.', the line above them.", 13)
    ]
    assert outcome.right == "A foo.\n  ^^^ Foo.\n\nfoo\n^^^ Foo.\n"


def test_a_bad_example_without_carets() -> None:
    outcome = bad("A foo here.")
    (problem,) = outcome.problems
    assert problem == ("carets", NO_CARETS, None)
    assert outcome.right == "A foo here.\n  ^^^ Foo.\n"


def test_a_good_example_may_hold_carets() -> None:
    assert told(good("^^^ is no foo.\n^^^^^^^^^^^^^^\n")) == [
        ("noisy", "'foo' is found, and this example should pass: Foo.", 10)
    ]


def test_long_words_are_cut() -> None:
    @rule(why="It is a test.")
    def whole(doc: Document) -> Iterator[Finding]:
        """It finds all, and an empty place."""
        yield Finding(Span(0, len(doc.source.text)), "All.")
        yield Finding(Span(0, 0), "None.")

    outcome = good("word " * 40, whole._replace(id="test/whole"))
    assert [problem.message for problem in outcome.problems] == [
        "line 1 is found, and this example should pass: None.",
        f"'{('word ' * 40)[:39]}…' is found, and this example should pass: All.",
    ]
    assert outcome.right is None


# Why nothing is found


@pytest.mark.parametrize(
    ("keys", "text", "reason"),
    [
        (
            "",
            "Say `foo`.\n     ^^^ x\n",
            "It is no prose there, which code, link targets and HTML are not, or only part of a word.",
        ),
        (
            "",
            "Say food.\n    ^^^ x\n",
            "It is no prose there, which code, link targets and HTML are not, or only part of a word.",
        ),
        ("", "> Say foo.\n      ^^^ x\n", "It stands in a quote: see whether 'in' of the rule names that place."),
        (
            "in: headings\n",
            "Say foo.\n    ^^^ x\n",
            "It stands in a paragraph: see whether 'in' of the rule names that place.",
        ),
        (
            "in: quotes\n",
            "## Say foo\n       ^^^ x\n",
            "It stands in a heading: see whether 'in' of the rule names that place.",
        ),
        ("unless: foo fighters\n", "The foo fighters.\n    ^^^ x\n", "Something under 'unless' excuses it."),
        (
            "unless-sentence: fighters\n",
            "The foo of fighters.\n    ^^^ x\n",
            "Something under 'unless-sentence' excuses it.",
        ),
        ("", "A foo bar.\n  ^^^ x\n", "The rule finds 'foo bar' there, which overlaps it."),
        ("", "A bar.\n  ^^^ x\n", ""),
    ],
)
def test_why_nothing_is_found(tmp_path: Path, keys: str, text: str, reason: str) -> None:
    made = written_rule(tmp_path, f"forbid: [foo, foo bar]\n{keys}")
    missing = next(problem for problem in bad(text, made).problems if problem.name == "missing")
    assert missing.message.removeprefix("Nothing is found at ") in {
        f"'{word}'.{reason and ' '}{reason} The example says: x" for word in ("foo", "bar")
    }


def test_why_nothing_is_found_without_a_house(tmp_path: Path) -> None:
    made = written_rule(tmp_path, "forbid: ['try {offers}']\n")
    text = "Now try Acme Cloud.\n    ^^^^^^^^^^^^^^ Not so.\n"
    (problem,) = bad(text, made).problems
    assert "The rule looks for {offers}, of which this example's 'house' has none." in problem.message
    assert bad(Bad(text, house={"offers": [{"name": "Acme Cloud"}]}), made).passed


# Fixes


def test_the_fixed_text() -> None:
    assert bad(Bad("A foo.\n  ^^^ Foo.\n", fixed="A x.\n")).passed
    assert bad(Bad("\n    A foo.\n      ^^^ Foo.\n    ", fixed="\n    A x.\n    ")).passed
    assert bad(Bad("A foo.\n  ^^^ Foo.\n", fixed="A x.")).passed, "its last line end does not matter"
    outcome = bad(Bad("A foo.\n  ^^^ Foo.\n", fixed="A y.\n"))
    assert told(outcome) == [("fixed", "What the fixes give is not what 'fixed' says.", None)]
    assert outcome.right_fixed == "A x.\n"
    assert "The fixed text would be right as\nA x.\n" in outcome.explained()


def test_a_fixed_text_of_what_is_not_fixed() -> None:
    outcome = bad(Bad("A foo bar.\n  ^^^^^^^ Foo.\n", fixed="A foo bar.\n"))
    assert told(outcome) == [("fixed", "The rule has no fix here; leave 'fixed' out.", None)]


@pytest.mark.parametrize("fixed", [None, "aa\n"])
def test_a_fix_that_must_be_fixed_again(fixed: str | None) -> None:
    @rule(why="It is a test.")
    def growing(doc: Document) -> Iterator[Finding]:
        """It grows."""
        yield Finding(Span(0, 1), "More.", fix=Fix("Write more", (Edit(Span(0, 1), "aa"),)))

    outcome = bad(Bad("a\n^ More.\n", fixed=fixed), growing._replace(id="test/growing"))
    assert told(outcome) == [("unsettled", "The fixed text has something to fix again: Write more.", None)]


# The world of an example


def test_options_of_an_example() -> None:
    assert bad(Bad("foo\n^^^ FOO!\n", options={"loud": True})).passed
    outcome = bad(Bad("foo\n^^^ FOO!\n", options={"lood": True}))
    assert told(outcome) == [("broken", "The rule has no option 'lood'. Did you mean 'loud'?", None)]
    assert not good(Case("bar", options={"lood": True})).passed


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
    assert "day is out of range" in bad(case._replace(today="2024-02-30"), worldly).explained()


@pytest.mark.parametrize(
    ("house", "told"),
    [
        ({"nam": "Acme"}, "house knows no 'nam'; it takes name, hosts"),
        ({"projects": "Acme"}, "a project knows no 'A'"),
        ({"names": 3}, "'int' object is not iterable"),
        ({"projects": [{"name": "x", "license": [{"since": "2024-01-01"}]}]}, "'spdx'"),
    ],
)
def test_a_house_that_is_not_as_in_a_config(house: dict[str, Any], told: str) -> None:
    explained = good(Case("x", house=house)).explained()
    assert explained.startswith("broken: The 'house' of this example is not written as in a config: ")
    assert told in explained


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


# Rules in Python

SHOUT = '''\
from postlint.diagnostic import Finding
from postlint.rule import rule


@rule(
    why="Capitals are read as shouting.",
    needles=("stop",),
    bad=(
        """
            ## STOP
            ^^ 'STOP' shouts.
        """,
        "## GO",
    ),
    good="## Stop",
)
def shouted(doc, hits):
    """No heading shouts."""
    for heading in doc.headings:
        if heading.text.isupper():
            yield Finding(heading.text_span, f"'{heading.text}' shouts.")
'''


def test_a_rule_in_python_is_told_at_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "shouted.py"
    path.write_text(SHOUT)
    names: dict[str, Any] = {}
    exec(compile(SHOUT, str(path), "exec"), names)
    shouted = names["shouted"]._replace(id="test/shouted")
    found = results_of(shouted, {**RULES, shouted.id: shouted})
    assert [(result.example, result.place[:2], result.passed) for result in found.results] == [
        ("bad 1", (9, 9), False),
        ("bad 2", (13, 9), False),
        ("good 1", (15, 10), True),
    ]
    first, second, _ = found.results
    assert [(one.name, one.place[:2]) for one in first.failures] == [("misplaced", (11, 13))]
    assert first.pastes[0].lines == ("            ## STOP", "               ^^^^ 'STOP' shouts.")
    assert second.pastes == ()
