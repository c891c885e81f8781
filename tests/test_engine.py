"""The engine: rules that fail, take too long or find too much, and what it makes of findings."""

from __future__ import annotations

import gc
import sys
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

import pytest

from postlint.diagnostic import Diagnostic, Edit, Finding, Fix, Related, Severity
from postlint.document import Document
from postlint.engine import MOST_FINDINGS, Engine
from postlint.house import House
from postlint.reading import Reading
from postlint.registry import load
from postlint.rule import Habit, Pattern, Rule, option, rule
from postlint.site import CONVENTIONS, Site, index
from postlint.site.once import once
from postlint.text import Span

RULES = load().rules


class On(NamedTuple):
    rule: Rule
    options: Mapping[str, Any] = {}
    is_named: bool = True

    def severity_of(self, finding: Finding) -> Severity:
        return self.rule.severity_of(finding)


def named(name: str, check: Callable[..., Any], **declared: Any) -> Rule:
    check.__doc__ = "A rule of this test."
    return rule(why="It is a test.", **declared)(check)._replace(id=f"test/{name}")


def run(*rules: Rule, text: str = "We utilize it.\n", path: str = "post.md") -> list[Diagnostic]:
    known = {**RULES, **{one.id: one for one in rules}}
    active = {
        id: On(known[id], {name: option.default for name, option in known[id].options.items()})
        for id in [*(one.id for one in rules), *(id for id in RULES if RULES[id].check is None)]
    }
    doc = Document(text, path)
    site = Site([index(doc, CONVENTIONS["plain"])])
    return Engine(known, active, house=House()).check(doc, site, active)


def steady(doc: Document) -> Iterator[Finding]:
    yield Finding(Span(0, 2), "Here.")


def crashes(doc: Document) -> Iterator[Finding]:
    yield Finding(Span(0, 1), "Before the crash.")
    raise RuntimeError("::error::it broke")


def exits(doc: Document) -> Iterator[Finding]:
    sys.exit(0)
    yield


def recurses(doc: Document) -> Iterator[Finding]:
    yield from recurses(doc)


def points_outside(doc: Document) -> Iterator[Finding]:
    yield Finding(Span(0, 10_000), "Far out.")


def yields_text(doc: Document) -> Iterator[Any]:
    yield "a finding, or so it thinks"


def stops_the_generator(doc: Document) -> Iterator[Finding]:
    raise StopIteration
    yield


def fills_the_memory(doc: Document) -> Iterator[Finding]:
    raise MemoryError
    yield


def gives_nothing(doc: Document) -> Any:
    return None


def points_backwards(doc: Document) -> Iterator[Finding]:
    yield Finding(Span(2, 1), "Back.")


def points_with_text(doc: Document) -> Iterator[Any]:
    yield Finding(("a", "b"), "Where?")  # type: ignore[arg-type]


def says_nothing(doc: Document) -> Iterator[Any]:
    yield Finding(Span(0, 1), "")


def says_a_number(doc: Document) -> Iterator[Any]:
    yield Finding(Span(0, 1), 3)  # type: ignore[arg-type]


def fixes_outside(doc: Document) -> Iterator[Finding]:
    yield Finding(Span(0, 1), "Fix it.", fix=Fix("Fix", (Edit(Span(0, 10_000), ""),)))


def fixes_twice(doc: Document) -> Iterator[Finding]:
    yield Finding(Span(0, 1), "Fix it.", fix=Fix("Fix", (Edit(Span(0, 3), ""), Edit(Span(2, 4), ""))))


def fixes_nothing(doc: Document) -> Iterator[Finding]:
    yield Finding(Span(0, 1), "Fix it.", fix=Fix("Fix", ()))


def relates_outside(doc: Document) -> Iterator[Finding]:
    yield Finding(Span(0, 1), "See there.", related=(Related(doc.path, Span(5, 10_000), "There."),))


def gives_a_list_of_reasons(doc: Document) -> Iterator[Any]:
    yield Finding(Span(0, 1), "Why?", reasons=3)  # type: ignore[arg-type]


EVIL = [
    *(crashes, exits, recurses, points_outside, yields_text, stops_the_generator, fills_the_memory, gives_nothing),
    *(points_backwards, points_with_text, says_nothing, says_a_number, fixes_outside, fixes_twice, fixes_nothing),
    *(relates_outside, gives_a_list_of_reasons),
]


@pytest.mark.parametrize("evil", EVIL)
def test_a_rule_that_fails_is_named_and_the_others_finish(evil: Callable[..., Any]) -> None:
    found = run(named("evil", evil), named("steady", steady))
    assert [one.rule for one in found] == ["test/steady", "postlint/crashed-rule"]
    assert "'test/evil'" in found[1].message
    assert found[1].severity is Severity.ERROR


def test_what_a_crash_says_stands_on_one_line() -> None:
    def shouts(doc: Document) -> Iterator[Finding]:
        raise ValueError("one\ntwo\n\n  three" + "x" * 1000)
        yield

    (found,) = run(named("shouts", shouts))
    assert "(ValueError: one two threexxx" in found.message
    assert len(found.message) < 400


def test_an_interrupt_is_let_through() -> None:
    def interrupted(doc: Document) -> Iterator[Finding]:
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        run(named("interrupted", interrupted))


def test_the_other_findings_are_what_they_were_without_the_rule_that_fails() -> None:
    others = [RULES["images/missing-alt"], RULES["plain-english/doubled-word"], RULES["structure/second-h1"]]
    text = "# One\n\nPaste the the key. ![](x.png)\n\n# Two\n"
    expected = run(*others, text=text)
    assert len(expected) == 3
    for evil in EVIL:
        found = run(*others, named("evil", evil), text=text)
        assert [one for one in found if one.rule != "postlint/crashed-rule"] == expected
        assert len(found) == 4


def test_a_failure_can_never_be_allowed() -> None:
    allow = "<!-- postlint-allow-file test/evil test postlint postlint/crashed-rule: all is well -->\n\nText.\n"
    found = run(named("evil", crashes), text=allow)
    assert [one.rule for one in found] == [
        "postlint/crashed-rule",
        "postlint/unknown-allow",
        "postlint/unknown-allow",
    ]
    front_matter = "---\npostlint: {allow: [test/evil]}\n---\nText.\n"
    assert [one.rule for one in run(named("evil", crashes), text=front_matter)] == ["postlint/crashed-rule"]


def test_a_rule_that_failed_cannot_tell_whether_a_suppression_is_needed() -> None:
    text = "<!-- postlint-allow test/steady: fine -->\n\nText.\n"
    assert "postlint/unused-allow" in [one.rule for one in run(named("steady", steady), text=text)]
    assert [one.rule for one in run(named("steady", crashes), text=text)] == ["postlint/crashed-rule"]


def test_a_parser_that_panics_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        pass

    def panic(document: Document) -> Any:
        raise Panic("attempt to subtract with overflow")

    monkeypatch.setattr(Document, "prose", property(panic))
    (found,) = run(named("steady", steady))
    assert found.rule == "postlint/crashed-parser"
    assert "(Panic: attempt to subtract with overflow)" in found.message


def test_half_a_surrogate_pair_harms_nothing() -> None:
    text = '{\n"title": "\\ud800"\n}\nWe utilize it.\n'
    assert [one.rule for one in run(named("woken", steady, needles=("utilize",)), text=text)] == ["test/woken"]


def test_a_rule_that_takes_too_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postlint.engine.SECONDS_PER_RULE", 0.05)

    def slow(doc: Document) -> Iterator[Finding]:
        while True:
            time.sleep(0.01)
            yield Finding(Span(0, 1), "Still at it.")

    found = run(named("slow", slow), named("steady", steady))
    assert [one.rule for one in found] == ["test/steady", "postlint/exhausted-rule"]
    assert "'test/slow'" in found[1].message


def test_what_is_made_of_all_posts_is_no_work_of_the_rule_that_asks_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postlint.engine.SECONDS_PER_RULE", 0.05)
    runs = []

    def busy() -> int:
        end = time.thread_time() + 0.1
        while time.thread_time() < end:
            pass
        return 1

    class Model:
        first = once(lambda model: busy())
        second = once(lambda model: busy())

    model = Model()

    def asks(doc: Document) -> Iterator[Finding]:
        runs.append(1)
        yield Finding(Span(0, model.first), "First.")
        yield Finding(Span(1, 1 + model.second), "Second.")

    def is_busy_itself(doc: Document) -> Iterator[Finding]:
        yield Finding(Span(0, busy()), "Too late.")

    found = run(named("asks", asks), named("busy", is_busy_itself))
    assert [one.message for one in found[::2]] == ["First.", "Second."]
    assert [one.rule for one in found] == ["test/asks", "postlint/exhausted-rule", "test/asks"]
    assert len(runs) == 3


def test_what_is_left_out_of_a_flood_is_counted() -> None:
    def flood(doc: Document) -> Iterator[Finding]:
        for number in range(MOST_FINDINGS + 5):
            yield Finding(Span(number, number + 1), "One of many.")

    found = run(named("flood", flood), text="x" * 2 * MOST_FINDINGS)
    assert len(found) == MOST_FINDINGS + 1
    assert "5 more places" in found[-1].message


def test_one_more_than_the_most_is_one_more() -> None:
    def flood(doc: Document) -> Iterator[Finding]:
        for number in range(MOST_FINDINGS + 1):
            yield Finding(Span(number, number + 1), "One of many.", step="loud")

    found = run(named("flood", flood, severity={"loud": Severity.HINT}), text="x" * 2 * MOST_FINDINGS)
    assert found[-1].message == "1 more place like the 1,000 before, from here on, is left out of the report."
    assert (found[-1].severity, found[-1].step, found[-1].start.offset) == (Severity.HINT, "loud", MOST_FINDINGS)

    def just_fits(doc: Document) -> Iterator[Finding]:
        for number in range(MOST_FINDINGS):
            yield Finding(Span(number, number + 1), "One of many.")

    assert len(run(named("fits", just_fits), text="x" * 2 * MOST_FINDINGS)) == MOST_FINDINGS


def test_a_regex_without_end_is_named_and_the_others_finish() -> None:
    slow = named("slow", steady, needles=(Pattern("(a|a)*$"),))
    fast = named("fast", steady, needles=("utilize",))
    started = time.monotonic()
    found = run(slow, fast, text="We utilize " + "a" * 5000 + "!\n")
    assert [one.rule for one in found] == ["test/fast", "postlint/exhausted-rule"]
    assert time.monotonic() - started < 3


def test_diagnostics_are_in_order_and_none_stands_twice() -> None:
    def twice(doc: Document) -> Iterator[Finding]:
        for start in (5, 0, 5, 3):
            yield Finding(Span(start, start + 1), "Here.")
        yield Finding(Span(3, 4), "And here.")
        yield Finding(Span(3, 5), "Longer.")

    found = run(named("b", twice), named("a", twice))
    assert found == sorted(found, key=lambda one: (one.start.offset, one.end.offset, one.rule, one.message))
    assert len(found) == len(set(found)) == 10


def test_what_differs_only_beside_the_order_keeps_the_order_of_the_rule() -> None:
    def unsure(doc: Document) -> Iterator[Finding]:
        for number in range(20):
            yield Finding(Span(0, 1), "Here.", help=f"Advice {number}.")

    assert [one.help for one in run(named("unsure", unsure))] == [f"Advice {number}." for number in range(20)]


def test_rules_get_what_they_name() -> None:
    import datetime

    def curious(*, doc: Any, options: Any, house: Any, site: Any, today: Any, hits: Any) -> Iterator[Finding]:
        told = (doc.path, dict(options), house.name, site.title(doc.path), today.isoformat(), len(hits))
        yield Finding(Span(0, 1), repr(told))

    one = named("curious", curious, needles=("utilize",), options={"most": option(3, "How many.")})
    doc = Document("---\ntitle: T\n---\nWe utilize and utilize.\n", "blog/x.md")
    site = Site([index(doc, CONVENTIONS["plain"])])
    engine = Engine({**RULES, one.id: one}, [one.id], house=House(name="Acme"), today=datetime.date(2024, 2, 29))
    (found,) = engine.check(doc, site, {one.id: On(one, {"most": 5})})
    assert found.message == repr(("blog/x.md", {"most": 5}, "Acme", "T", "2024-02-29", 2))


def test_a_post_is_let_go_of_as_soon_as_it_is_checked() -> None:
    def thorough(reading: Reading) -> Iterator[Finding]:
        for name, member in vars(Reading).items():
            if isinstance(member, cached_property):
                getattr(reading, name)
        yield Finding(Span(0, 1), "Read.")

    one = named("thorough", thorough, habit=Habit("are read"))
    engine = Engine({**RULES, one.id: one}, [one.id], house=House())
    doc = Document("We utilize it, as Acme Corp does.\n")
    site = Site([index(doc, CONVENTIONS["plain"])])
    gc.disable()
    try:
        assert [found.message for found in engine.check(doc, site, {one.id: On(one)})] == ["Read."]
        assert engine.failed_habits(doc, site, {one.id: On(one)}) == (one.id,)
        gone = weakref.ref(doc)
        del doc
        assert gone() is None
    finally:
        gc.enable()


def test_questions_to_the_site_are_noted_with_their_answers() -> None:
    first = Document("---\ntitle: Same\n---\nText.\n", "a.md")
    second = Document("---\ntitle: same\n---\nText.\n", "b.md")
    conventions = CONVENTIONS["plain"]
    whole = Site([index(first, conventions), index(second, conventions)], conventions)
    asked = whole.for_post()
    duplicate = RULES["frontmatter/duplicate-title"]
    engine = Engine(RULES, [duplicate.id], house=House())
    (found,) = engine.check(first, asked, {duplicate.id: On(duplicate)})
    assert found.related[0].path == "b.md"
    assert not whole.questions
    titled = [answer for question, answer in asked.questions.items() if question[0] == "posts_titled"]
    assert titled == [("a.md", "b.md")]
    assert all(whole.ask(question) == answer for question, answer in asked.questions.items())


def test_a_fix_and_what_is_related_get_positions() -> None:
    def helpful(doc: Document) -> Iterator[Finding]:
        related = (Related(doc.path, Span(6, 8), "Here."), Related("other.md", Span(0, 0), "There."))
        yield Finding(Span(4, 5), "So.", fix=Fix("Do", (Edit(Span(4, 6), "x"),), safe=False), related=related)

    (found,) = run(named("helpful", helpful), text="One\ntwo\nthree\n")
    assert found.fix is not None
    assert (found.fix.safe, found.fix.edits[0].start, found.fix.edits[0].end.offset) == (False, (2, 1, 4), 6)
    assert [(one.path, one.start[:2], one.end[:2]) for one in found.related] == [
        ("post.md", (2, 3), (3, 1)),
        ("other.md", (1, 1), (1, 1)),
    ]


def test_needles_wake_a_rule() -> None:
    woken = named("woken", steady, needles=("utilize",))
    assert run(woken)
    assert not run(woken, text="We use it.\n")


def test_a_step_that_the_ladder_lacks_is_a_fault_of_the_rule() -> None:
    def stepped(doc: Document) -> Iterator[Finding]:
        yield Finding(Span(0, 1), "Up.", step="roof")

    found = run(named("stepped", stepped, severity={"ground": Severity.HINT}))
    assert [one.rule for one in found] == ["postlint/crashed-rule"]


def test_english_rules_never_meet_another_language() -> None:
    english = named("english", steady, language="en")
    assert run(english, path="content/en/post.md")
    assert run(english, path="content/post.md")
    assert not run(english, path="content/zh/post.md")
