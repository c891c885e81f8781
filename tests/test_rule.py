"""How a rule is declared, and what is told where that is done wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from postlint.diagnostic import Finding, Severity
from postlint.rule import PARAMETERS, Bad, Case, Needle, Pattern, engine_rule, option, rule, site_rule
from postlint.text import Span

HERE = Span(0, 1)


def finding(**told: Any) -> Finding:
    return Finding(HERE, "This is so.", **told)


def test_function_and_decorator_make_the_rule() -> None:
    @rule(
        why="Because.",
        severity=Severity.HINT,
        options={"most": option(3, "How many.", choices=(1, 2, 3))},
        needles=("in order to", Needle("API", case_sensitive=True), Pattern("a+b")),
        bad="One.",
        good=("Two.", Bad("Three.", path="x.mdx")),
        value="no-hype",
        language="en",
    )
    def long_way(doc: Any, options: Any, hits: Any) -> Iterator[Finding]:
        """Take the
        short way."""
        yield finding()

    assert (long_way.id, long_way.summary, long_way.why) == ("long-way", "Take the short way.", "Because.")
    assert long_way.parameters == ("doc", "options", "hits")
    assert long_way.needles == (Needle("in order to"), Needle("API", True), Pattern("a+b"))
    assert long_way.bad == (Case("One."),)
    assert long_way.good == (Case("Two."), Case("Three.", path="x.mdx"))
    assert long_way.options["most"].choices == (1, 2, 3)
    assert (long_way.value, long_way.language, long_way.site, long_way.on) == ("no-hype", "en", False, True)
    assert long_way.file == __file__
    assert long_way.check is not None
    assert list(long_way.check(doc=None, options={}, hits=())) == [finding()]


def test_keyword_only_parameters_are_parameters() -> None:
    @rule(why="Because.")
    def fine(doc: Any, *, today: Any) -> Iterator[Finding]:
        """Be fine."""
        local = doc
        yield from (local, today)

    assert fine.parameters == ("doc", "today")


def test_all_parameters_can_be_named() -> None:
    for name in PARAMETERS:
        scope: dict[str, Any] = {}
        exec(f"def made({name}):\n    'Be fine.'\n    yield", scope)
        declared = {"options": {"x": option(1, "One.")}} if name == "options" else {}
        needles = ("x",) if name == "hits" else ()
        assert rule(why="Because.", needles=needles, **declared)(scope["made"]).parameters == (name,)


def declared(source: str, **keys: Any) -> Any:
    scope: dict[str, Any] = {}
    exec(source, scope)
    return rule(**{"why": "Because.", **keys})(scope["made"])


@pytest.mark.parametrize(
    ("source", "keys", "message"),
    [
        ("def made(document):\n 'Be.'\n yield", {}, "rules get no document; they may name doc, fields, hits, house"),
        ("def made(doc, optons):\n 'Be.'\n yield", {}, "Did you mean 'options'"),
        ("def made(network):\n 'Be.'\n yield", {}, "rules get no network"),
        ("def made(doc, *more):\n 'Be.'\n yield", {}, "names each of its parameters"),
        ("def made(**more):\n 'Be.'\n yield", {}, "names each of its parameters"),
        ("def made(doc, /):\n 'Be.'\n yield", {}, "names each of its parameters"),
        ("def made(doc):\n yield", {}, "says in its docstring"),
        ("def made(doc):\n '  '\n yield", {}, "says in its docstring"),
        ("made = 3", {}, "a rule is a function"),
        ("def made(doc):\n 'Be.'\n yield", {"why": " "}, "a rule says why"),
        ("def made(hits):\n 'Be.'\n yield", {}, "takes 'hits' names its needles"),
        ("def made(hits):\n 'Be.'\n yield", {"needles": "todo"}, "needles are a list of phrases"),
        ("def made(hits):\n 'Be.'\n yield", {"needles": ["todo", " "]}, "a needle is empty"),
        ("def made(doc, options):\n 'Be.'\n yield", {}, "takes 'options' if it declares some"),
        ("def made(doc):\n 'Be.'\n yield", {"options": {"x": option(1, "One.")}}, "takes 'options' if it"),
        ("def made(doc):\n 'Be.'\n yield", {"severity": {}}, "the ladder of severities has no step"),
    ],
)
def test_what_does_not_fit_together_is_told(source: str, keys: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("(", r"\(")):
        declared(source, **keys)


def test_site_rules_take_site() -> None:
    @site_rule(why="Because.")
    def fine(doc: Any, site: Any) -> Iterator[Finding]:
        """Be fine."""
        yield finding()

    assert fine.site
    with pytest.raises(ValueError, match="a site rule takes 'site'"):

        @site_rule(why="Because.")
        def not_fine(doc: Any) -> Iterator[Finding]:
            """Be fine."""
            yield finding()


def test_severity_is_one_or_that_of_the_step() -> None:
    plain = declared("def made(doc):\n 'Be.'\n yield", severity=Severity.HINT)
    ladder = declared("def made(doc):\n 'Be.'\n yield", severity={"urgent": Severity.ERROR, "asks": Severity.WARNING})
    assert plain.severity_of(finding()) is Severity.HINT
    assert plain.severity_of(finding(severity=Severity.ERROR)) is Severity.ERROR
    assert ladder.steps == ("urgent", "asks")
    assert ladder.severity_of(finding(step="urgent")) is Severity.ERROR
    assert ladder.severity_of(finding(step="asks", severity=Severity.HINT)) is Severity.HINT
    with pytest.raises(ValueError, match="yields the step 'ask', and its ladder has urgent, asks"):
        ladder.severity_of(finding(step="ask"))
    with pytest.raises(ValueError, match="yields no step, and its ladder has urgent, asks"):
        ladder.severity_of(finding())
    with pytest.raises(ValueError, match="yields the step 'asks', and it has no ladder"):
        plain.severity_of(finding(step="asks"))


def test_a_rule_is_fixable_if_an_example_is_fixed() -> None:
    source = "def made(doc):\n 'Be.'\n yield"
    assert not declared(source, bad=Bad("a")).fixable
    assert declared(source, bad=(Bad("a"), Bad("b", fixed="c"))).fixable


def test_engine_rules_have_no_check() -> None:
    made = engine_rule("Be fine.", why="Because.", bad="x", good=Bad("y"))
    assert made.check is None
    assert (made.bad, made.good) == ((Case("x"),), (Case("y"),))
    assert made._replace(id="postlint/made").pack == "postlint"
