"""Entries of rules that can never match, or are mended again: what testing a rule finds beside its examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint.matching.patterns import compiled
from postlint.matching.samples import samples
from postlint.packs import load as load_pack
from postlint.registry import load
from postlint.rule import Pattern, Rule
from postlint.testing.entries import Entries, tried

RULES = load().rules


@pytest.fixture
def entries_of(tmp_path: Path):
    """The entries of a rule file, as they come out when they are tried."""

    def entries(text: str, *, reads_front_matter: bool = False) -> Entries:
        rule = made(tmp_path, text)
        return tried(rule, {**RULES, rule.id: rule}, reads_front_matter=reads_front_matter)

    return entries


def made(folder: Path, text: str) -> Rule:
    (folder / "house").mkdir(exist_ok=True)
    (folder / "house" / "made.yml").write_text(
        f"summary: Be.\nwhy: Because.\nmessage: Not so.\n{text}", encoding="utf-8"
    )
    (rule,) = load_pack(str(folder / "house"))
    return rule


NOT_READ = "posts are read without Markdown, HTML, code and URLs; give the words alone."


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("forbid: ['**free**']", [("unreachable", f"'**free**' is never found: {NOT_READ}")]),
        ("forbid: ['`foo`', '<b>foo</b>', '[foo](bar)']", [("unreachable", None)] * 3),
        ("forbid: ['https://example.com/foo']", [("unreachable", None)]),
        (
            "forbid:\n  - regex: '\\*\\*(?:free|gratis)\\*\\*'",
            [("unreachable", f"'\\*\\*(?:free|gratis)\\*\\*', which matches '**free**', is never found: {NOT_READ}")],
        ),
        (
            "forbid:\n  - regex: 'leverag\\w+'\n  - leveraging",
            [
                (
                    "shadowed",
                    "'leveraging' is never found, because 'leverag\\w+' always takes its words; leave one of them out.",
                )
            ],
        ),
        (
            "forbid:\n  - regex: '.*utilize.*'\n  - phrase: utilize",
            [
                (
                    "shadowed",
                    "'utilize' is never found, because '.*utilize.*' always takes its words; leave one of them out.",
                )
            ],
        ),
        (
            "forbid: [circle back, circle]\nunless: [circle back soon, back]",
            [("excused", "'circle back' is never found, because 'back' under 'unless' excuses it always.")],
        ),
        (
            "forbid: [circle back]\nunless: [full circle, touch base]",
            [
                (
                    "useless",
                    "'touch base' under 'unless' excuses nothing: it shares no word with any phrase of the rule.",
                )
            ],
        ),
        (
            "forbid:\n  - regex: '\\p{Lu}{3}'",
            [
                (
                    "unreached",
                    "No example of the rule has a text that '\\p{Lu}{3}' matches, so nobody knows whether it can.",
                )
            ],
        ),
        (
            "replace: {utilise: utilize, utilize: use}",
            [
                (
                    "replaced-again",
                    "What is written for 'utilise' is found by the rule itself: Not so.",
                )
            ],
        ),
    ],
)
def test_entries_that_cannot_work(entries_of, text: str, problems: list[tuple[str, str | None]]) -> None:
    found = entries_of(text).problems
    assert [(one.name, told and one.message) for one, (_, told) in zip(found, problems, strict=True)] == problems


@pytest.mark.parametrize(
    "text",
    [
        # The longer one counts where both stand, the shorter one elsewhere.
        "forbid: [in order to, in order to be, order]",
        "forbid: ['C++', '.NET', '#1', '10x', 'a / b', e.g., '--', '...', 'C#', 'don’t', '中文', '\\bold']",
        "forbid:\n  - regex: '^Introduction$'\n  - regex: 'utili[sz]e[ds]?'\n  - regex: '(?<=very )unique'",
        "forbid:\n  - regex: '<b>free|gratis'",
        "forbid: [utilize]\nunless: [over utilize, utilize a verb]\nunless-sentence: [quoted, never]",
        "forbid:\n  - regex: 'leverag\\w+'\nunless: [of scale]",
        "forbid: ['try {offers}', '{projects} now']",
        "forbid:\n  - regex: 'try {offers} now'",
        "replace: {utilise: use, utilize: use, in order to: to}",
        "spell: [GitHub, PostgreSQL, {name: Kubernetes, wrong: [K8]}]",
        "forbid: ['```', '<!--', '---', '# foo', '- bar', '| x |', '> quote']\nin: title",
        # Where emphasis is words, because no Markdown is read.
        "forbid: ['**free**']\nin: [title, prose]",
    ],
)
def test_entries_that_work(entries_of, text: str) -> None:
    assert entries_of(text, reads_front_matter="in:" in text).problems == ()


def test_marks_of_markdown_are_words_in_front_matter_alone(entries_of) -> None:
    assert entries_of("forbid: ['**free**']\nin: title", reads_front_matter=True).problems == ()
    assert [one.name for one in entries_of("forbid: ['**free**']").problems] == ["unreachable"]


def test_many_entries_are_tried(entries_of) -> None:
    phrases = [f"odd {number} words" for number in range(1200)]
    pairs = "".join(f"  {phrase}: x{number % 7}\n" for number, phrase in enumerate(phrases))
    found = entries_of(f"replace:\n{pairs}  nice: odd 700 words\n")
    assert [(one.name, one.entry) for one in found.problems] == [("replaced-again", "nice")]
    assert found.unexercised == (*phrases, "nice")


def test_what_examples_use(entries_of) -> None:
    text = """\
forbid: [utilize, leverage, synergy, 'try {offers}', {regex: 'paradigms?'}, touch base]
unless: utilize it
bad:
  - |
    We utilize.
       ^^^^^^^ Not so.
  - text: |
      Now try Acme Cloud.
          ^^^^^^^^^^^^^^ Not so.
    house: {offers: [{name: Acme Cloud}]}
  - text: We leverage.
    house: {nam: Acme}
good:
  - "> A paradigm of synergy."
"""
    # An example whose house is broken says nothing of the entries.
    assert entries_of(text).unexercised == ("leverage", "touch base")


@pytest.mark.parametrize(
    "regex",
    [
        r"leverag(?:e|ing)",
        r"\bfoo\b",
        r"(a|b)\1",
        r"[^a-z]foo\d{2,3}",
        r"foo(?!bar)",
        r"(?<=very )unique",
        r"[0-9]+(\.[0-9]+)? ?%",
        r"\D\W\S[^\d]",
        r"(?!foo)[a-z]+oo",
        r"a.c|d",
        r"(?>foo)bar++",
        r"x[^x]y{0}",
    ],
)
@pytest.mark.parametrize("case_sensitive", [False, True])
def test_a_sample_matches(regex: str, case_sensitive: bool) -> None:
    pattern = Pattern(regex, case_sensitive)
    texts = samples(pattern)
    assert texts
    assert all(compiled(pattern).search(text) for text in texts)


@pytest.mark.parametrize("regex", [r"\p{L}+", r"(foo)?(?(1)a|b)c", r"$.", "(?:word){e<=1}"])
def test_no_sample(regex: str) -> None:
    assert samples(Pattern(regex)) == ()


@pytest.mark.parametrize("depth", range(100, 500, 40))
def test_brackets_nested_deep(depth: int) -> None:
    assert samples(Pattern("(" * depth + "a" + ")" * depth)) in ((), ("a",))


def test_samples_take_each_branch() -> None:
    assert samples(Pattern("<b>free|gratis")) == ("<b>free", "gratis")


def test_patterns_that_take_too_long_are_told_once(entries_of) -> None:
    slow = "".join(f"  - regex: '(?:a|aa)+(?:b|c{number})'\n" for number in range(100))
    found = entries_of(f"forbid:\n{slow}bad: {'a' * 60}!\n")
    assert [(one.name, one.entry) for one in found.problems] == [("exhausted", "")]
