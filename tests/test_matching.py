"""The one-pass matcher: where words end in any script, what overlaps, and that no pattern's match is ever missed."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Sequence

import pytest
import regex
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from postlint.document import Document
from postlint.matching import Budget, Matcher, leftmost_longest
from postlint.matching.budget import GRAIN
from postlint.matching.patterns import (
    DIGIT,
    LARGEST_SIZE,
    compiled,
    expanded_size,
    matches,
    needs_digit,
    refuse_broken,
    required_literals,
)
from postlint.matching.words import fold, is_bounded, straight
from postlint.rule import Hit, Needle, Pattern


def found(text: str, *needles: Needle | Pattern | str, path: str = "post.md") -> list[str]:
    """The source that each hit of a rule stands for."""
    doc = Document(text, path)
    wanted = [Needle(needle) if isinstance(needle, str) else needle for needle in needles]
    hits = Matcher({"a/rule": wanted}).hits(doc.prose).of("a/rule")
    return [doc.source[doc.prose.span(hit.start, hit.end)] for hit in hits]


# Word borders


@pytest.mark.parametrize(
    ("text", "phrase", "count"),
    [
        ("We utilize it, utilized it, reutilize it.", "utilize", 1),
        ("(utilize) \"utilize\" utilize: 'utilize' utilize’s", "utilize", 5),
        ("snake_utilize utilize_case utilize2 2utilize", "utilize", 0),
        ("co-utilize utilize-all", "utilize", 2),
        # Combining marks belong to their letter.
        ("cafe\u0301 cafe", "cafe", 1),
        ("e\u0301tude tude", "tude", 1),
        # An emoji with a variation selector is no letter, whatever its mark.
        ("\u2764\ufe0futilize", "utilize", 1),
        ("1\ufe0f\u20e3utilize", "utilize", 0),
        # Scripts without spaces, alone and next to Latin.
        ("我们使用Docker部署服务", "Docker", 1),
        ("我们使用云服务", "云服务", 1),
        ("เราใช้Docker", "Docker", 1),
        ("เราใช้มัน", "ใช้", 1),
        # A Thai or Devanagari mark is not torn from its letter.
        ("เราใช้มัน", "ใช", 0),
        ("\u0939\u093f\u0902\u0926\u0940", "\u0939", 0),
        ("データベースを使う", "データベース", 1),
        # Korean joins its particles to foreign words.
        ("Docker를 쓴다", "Docker", 1),
        ("우리는 도커를", "도커", 0),
        # Other scripts with spaces.
        ("Использовать использование", "использовать", 1),
        # Apostrophes, straight and curly.
        ("We don't, we don’t, we don‘t.", "don't", 3),
        ("We don't, we don’t.", "don’t", 2),
        ("We can, we can't, we can’t, we CAN'T.", "can", 1),
        ("the customer's, the customers', l'customer", "customer", 2),
        ("you're and you'll", "you", 2),
        # Spaces and hyphens that do not break, a soft hyphen, joiners.
        ("in\u00a0order to, in\u202forder\u00a0to", "in order to", 2),
        ("state\u2011of\u2011the\u2010art", "state-of-the-art", 1),
        ("re\u00adutilize utilize", "utilize", 1),
        ("\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u062e\u0648\u0627\u0647\u0645", 0),
        ("zero\u200bwidth", "width", 1),
        # Phrases that begin or end with a sign.
        ("C++, C++11, ObjC++", "C++", 2),
        (".NET and ASP.NET", ".NET", 2),
        # Turkish letters, the long s, the Kelvin sign, the final sigma.
        ("\u0130stanbul \u0131stanbul ISTANBUL", "istanbul", 3),
        ("ba\u017fe \u212ailo", "base", 1),
        ("ba\u017fe \u212ailo", "kilo", 1),
        ("ΟΔΟΣ οδός οδοσ", "οδος", 2),
        # A case folding that would change the length leaves all offsets as they are.
        ("\u0130\u0130\u0130 STRASSE Straße utilize", "utilize", 1),
        ("\u0130\u0130\u0130 STRASSE Straße", "straße", 1),
        ("ﬁne \U0001f600\U0001f600 utilize", "utilize", 1),
    ],
)
def test_word_borders(text: str, phrase: str, count: int) -> None:
    hits = found(text, phrase)
    assert len(hits) == count
    assert all(fold(hit) == fold(phrase) for hit in hits)


def test_parts_of_words_where_a_needle_wants_them() -> None:
    assert found("TODOs and mastodons", Needle("todo", whole_words=False)) == ["TODO", "todo"]


@given(st.text(max_size=40))
@example("\u0130\u0130x")
@example("ΑΣ ﬁ ẞ")
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(straight(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text("ab _-'’é\u0301\u200d云ใ้를😀\ufe0f", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_borders_are_told_for_any_stretch(text: str, start: int, end: int) -> None:
    if start < end <= len(text):
        assert is_bounded(text, start, end) in (True, False)


# Phrases in the prose


def test_phrases_over_line_wraps_and_through_markup() -> None:
    assert found("We do it in\norder to win.", "in order to") == ["in\norder to"]
    assert found("We do it in\r\n  order\tto win.", "in order to") == ["in\r\n  order\tto"]
    assert found("> We do it in\n> order to win.", "in order to") == ["in\n> order to"]
    assert found("We do it *in* **order** [to win](x).", "in order to") == ["in* **order** [to"]
    assert found("A hard break in  \norder to win.", "in order to") == ["in  \norder to"]
    assert found("in&nbsp;order &#116;o", "in order to") == ["in&nbsp;order &#116;o"]


def test_no_phrase_goes_over_blocks_or_code() -> None:
    for text in (
        "In order\n\nto win",
        "# In order\nto win",
        "- In order\n- to win",
        "In `x` order to",
        "In order `to`",
    ):
        assert found(text, "in order to") == []
    assert found("| in | order to |\n|---|---|\n| in order | to |", "in order to") == []
    assert found("---\ntitle: In order\nsummary: to win\n---\n", "in order to") == []


def test_white_space_of_a_needle_does_not_matter() -> None:
    assert found("in order to", "  in \n order\tto ") == ["in order to"]


def test_exact_case() -> None:
    exact = Needle("It’s GitHub", case_sensitive=True)
    assert found("It's GitHub. It’s\nGitHub. It's Github. it's GitHub.", exact) == ["It's GitHub", "It’s\nGitHub"]


def test_leftmost_longest() -> None:
    assert found("a b c d", "a b", "a b c", "c d", "b c d") == ["a b c"]
    assert found("a b c d", "a b", "c d", "b c") == ["a b", "c d"]
    assert leftmost_longest([Hit(3, 5, 0), Hit(0, 2, 1), Hit(0, 4, 2), Hit(0, 4, 1)]) == [Hit(0, 4, 1)]


def test_needles_and_patterns_count_alike() -> None:
    assert found("very very good", "very", Pattern("very very good")) == ["very very good"]
    assert found("very good", Pattern("y good"), "very good") == ["very good"]


def test_rules_do_not_meddle_with_each_other() -> None:
    matcher = Matcher({"a/x": [Needle("a b")], "a/y": [Needle("a b c"), Needle("a b")], "a/z": [Needle("no")]})
    hits = matcher.hits(Document("a b c").prose)
    assert hits.of("a/x") == (Hit(0, 3, 0),)
    assert hits.of("a/y") == (Hit(0, 5, 0),)
    assert hits.of("a/z") == hits.of("a/none") == ()
    assert Matcher({}).hits(Document("a b c").prose).of("a/x") == ()


@pytest.mark.parametrize(
    ("excuse", "expected"),
    [
        ("simple past", []),
        ("past", []),
        ("a very", []),
        ("a very simple past tense", []),
        ("simple", []),
        ("a", ["very simple past"]),
        ("tense", ["very simple past"]),
        ("absent", ["very simple past"]),
    ],
)
def test_an_excuse_that_overlaps_excuses(excuse: str, expected: list[str]) -> None:
    assert found("a very simple past tense", "very simple past", Needle(excuse, excuses="match")) == expected
    assert found("a very simple past tense", Pattern(r"very simple\s\w+"), Needle(excuse, excuses="match")) == expected


def test_an_excused_phrase_does_not_hide_another() -> None:
    assert found("in order to", "in order to", "order to", Needle("in", excuses="match")) == ["order to"]


def test_many_excuses_of_one_post() -> None:
    text = "keep it simple. simple. it simple simple-minded simple"
    phrases = ("keep it", "it simple", "simple-minded", "keep it simple.")
    excuses = [Needle(phrase, excuses="match") for phrase in phrases]
    assert found(text, "simple", *excuses) == ["simple", "simple"]


def test_half_a_surrogate_pair_in_front_matter_harms_nothing() -> None:
    text = '{\n"title": "\\ud800 in order to",\n"summary": "\\ud83d in order \\ude00"\n}\nIn order to.'
    assert found(text, "in order to") == ["In order to", "in order to"]


# Patterns


def test_a_pattern_sees_its_block_alone() -> None:
    assert found("one two\n\nthree four", Pattern(r"^\w+")) == ["one", "three"]
    assert found("one two\n\nthree four", Pattern(r"\w+$")) == ["two", "four"]
    assert found("one two\n\nthree four", Pattern(r"\w+\s+\w+")) == ["one two", "three four"]
    assert found("one\n\nthree", Pattern(r"(?<=\s)three")) == []


def test_empty_matches_are_none() -> None:
    assert found("aab", Pattern("a*")) == ["aa"]


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("utilize", ("utilize",)),
        ("(?i)Utiliz(?:e|ing)", ("utiliz",)),
        (r"\b(foobar|bazzy)\b", ("bazzy", "foobar")),
        (r"don't|never do", ("don't", "never do")),
        ("(?:abc)+x?", ("abc",)),
        ("abcd*e", ("abc",)),
        ("(?:abc)?defg", ("defg",)),
        ("(?:abc)?", None),
        ("abc|de", None),
        ("ab", None),
        (r"\w+", None),
        ("[abc]def", ("def",)),
        ("(?-i:ABC)", None),
        ("(?x)a b c d", None),
        ("(?:longword){e<=1}", None),
        (r"longword\\{e}", None),
        (r"longword\{e}", ("longword{e}",)),
        ("longword{2,3}", ("longwor",)),
        ("naïveté", ("vet",)),
        ("naïté", None),
        (r"\p{L}abc", None),
        ("(unclosed", None),
        ("(?=abcd)x", None),
    ],
)
def test_required_literals(pattern: str, literals: tuple[str, ...] | None) -> None:
    assert required_literals(pattern) == literals


ATOMS = [
    *("abc", "Dog", "don't", "x y", "sick", "kilo", "é", "云", "\\w", "\\s", ".", "[a-d]", "[^a]", "\\b", "^", "$"),
    *("(?=d)", "(?<=c)", "\\.", "\\u0061bc", "\\x61bc", "(?i:DOG)", "\\p{Lu}", "(?:dog){e<=1}", "-"),
]
patterns_of = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,}", "+?", "*+"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
        inner.map(lambda one: f"({one})"),
        inner.map(lambda one: f"(?>{one})"),
    ),
    max_leaves=6,
)
WORDS = [
    *("abc", "ABC", "abcabc", "dog", "Dog", "DO\u0131G", "don't", "don’t", "DON’T", "x", "y", "\u017fick", "S\u0130CK"),
    *("\u212ailo", "é", "云", "abd", "kilo", "a.b", "x-y", "x\u00a0y", "*abc*", "`abc`", "[dog](u)", "doog"),
]
SEPARATORS = [" ", " ", "\n", "\n\n", "\n\n# ", "\n\n- ", "\n\n> ", "  \n"]


@st.composite
def posts(draw: st.DrawFn) -> str:
    pairs = draw(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SEPARATORS)), max_size=14))
    return "".join(word + separator for word, separator in pairs)


def plain_loop(doc: Document, needles: Sequence[Pattern]) -> list[Hit]:
    """What the matcher must find: every pattern tried on every block."""
    hits = []
    for number, needle in enumerate(needles):
        flags = 0 if needle.case_sensitive else regex.IGNORECASE
        for block in doc.prose.blocks:
            found = regex.compile(needle.regex, flags).finditer(doc.prose.text[block.start : block.end])
            hits += [Hit(block.start + m.start(), block.start + m.end(), number) for m in found if m.group()]
    return leftmost_longest(hits)


@settings(max_examples=300, deadline=None)
@given(posts(), st.lists(st.tuples(patterns_of, st.booleans()), min_size=1, max_size=4))
@example("\u017fick", [("sick", False)])
@example("\u212ailo  \n\nkilo", [("kilo", False)])
@example("S\u0130CK", [("(?:sick)", False)])
@example("don’t", [("don't", False), ("don.t", True)])
def test_waking_by_literals_misses_nothing(text: str, drawn: list[tuple[str, bool]]) -> None:
    usable = []
    for written, exact in drawn:
        try:
            regex.compile(written)
        except regex.error:
            with pytest.raises(regex.error):
                refuse_broken(Pattern(written, exact))
            continue
        refuse_broken(Pattern(written, exact))
        usable.append(Pattern(written, exact, required_literals(written)))
    doc = Document(text)
    try:
        found = list(Matcher({"a/rule": usable}).hits(doc.prose).of("a/rule"))
    except TimeoutError:  # A pattern that never comes to an end has no answer to compare.
        reject()
    assert found == plain_loop(doc, usable)


@given(st.text("ab(|)[]{}?*+\\^$.,:=!<>P#-&~ 12wbZzn'iLpNu", max_size=16))
@settings(max_examples=1000)
def test_what_is_accepted_can_be_compiled(written: str) -> None:
    try:
        refuse_broken(Pattern(written))
    except Exception:  # The package raises more than its own error on odd input.
        return
    compiled(Pattern(written))


def test_the_property_above_is_about_patterns_that_sleep() -> None:
    """Most of the generator's patterns have literals, or the property would say nothing."""
    assert sum(required_literals(f"{one}abcd{two}") is not None for one in ATOMS for two in ATOMS) > 300


# Limits

CATASTROPHIC = ["(a|a)*$", "(a+)+$", "(x+x+)+y", "(?:.*a){12}$", "^(([a-z])+.)+[A-Z]([a-z])+$"]


@pytest.mark.parametrize("pattern", CATASTROPHIC)
def test_a_pattern_without_end_is_stopped(pattern: str) -> None:
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        list(matches(compiled(Pattern(pattern)), "ax" + "a" * 5000 + "x" * 5000 + "!"))
    assert time.monotonic() - started < 2


def test_many_slow_blocks_end_with_the_budget() -> None:
    doc = Document("\n\n".join(["a" * 22 + "!"] * 4000))
    hits = Matcher({"a/rule": [Pattern("(a|a)+$")]}).hits(doc.prose)
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        hits.of("a/rule", Budget(0.3))
    assert time.monotonic() - started < 3
    with pytest.raises(TimeoutError):
        hits.of("a/rule", Budget(0))


def test_a_budget_is_of_work_and_not_of_waiting() -> None:
    budget = Budget(0.05)
    assert 0 < budget.left <= 0.05
    time.sleep(0.1)
    assert budget.left > 0
    while time.thread_time() < budget._worked + 0.05:
        pass
    assert budget.left == 0
    waiting = Budget(0.01)
    time.sleep(0.11)
    assert waiting.left == 0


def test_a_budget_that_is_renewed_is_whole_again() -> None:
    budget = Budget(0.05)
    for _ in range(2):
        begun = time.thread_time()
        while time.thread_time() < begun + 0.04:
            pass
        budget.renew()
    while time.thread_time() < begun + 0.07:
        assert budget.left > 0  # what went before it does not count
    while time.thread_time() < begun + 0.04 + 0.05 + 2 * GRAIN:
        pass
    assert budget.left == 0


@pytest.mark.parametrize(
    "pattern",
    ["a{1000000}", "(?:a{1000}){1000}", "(?:" * 25 + "a" + ")+" * 25, "(?:" * 18 + "a" + "){2,9}" * 18, "a" * 60_000],
    ids=lambda pattern: pattern[:20],
)
def test_a_pattern_that_would_fill_the_memory_is_refused(pattern: str) -> None:
    with pytest.raises(OverflowError, match="too large"):
        compiled(Pattern(pattern))


@pytest.mark.parametrize(
    "pattern", [r"a{100}", r"(\w+\s+){1,30}x", "(?:" * 8 + "a" + ")+" * 8, r"[a{9999999}]", r"\(" * 90]
)
def test_usual_patterns_are_of_usual_size(pattern: str) -> None:
    assert expanded_size(pattern) < LARGEST_SIZE // 10
    compiled(Pattern(pattern))


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        (r"\d times faster", True),
        (r"(?:up to )?(?P<count>\d+)x", True),
        (r"(?:\d+|\dx)(?>\d)", True),
        (r"(?:x\d){2,}", True),
        (r"(?:\d|x) times", False),
        (r"\d*x", False),
        (r"[\d.]x", False),
        (r"[^\d]x", False),
        (r"\Dx", False),
        (r"\\dx", False),
        (r"(?!\d)x", False),
        (r"(?:x\d){e<=1}", False),
        ("5 times", False),
    ],
)
def test_a_pattern_tells_that_it_needs_a_digit(pattern: str, needs: bool) -> None:
    assert needs_digit(pattern) == needs


def test_blocks_without_the_digit_of_a_pattern_have_no_match() -> None:
    pattern = Pattern(r"(?:up to )?\d+ times faster")
    text = "It is many times faster.\n\nIt is up to 10 times faster, or \u0663 times faster.\n"
    assert found(text, pattern) == ["up to 10 times faster", "\u0663 times faster"]


def test_all_that_the_engine_takes_for_a_digit_is_one() -> None:
    digits = [character for character in map(chr, range(sys.maxunicode + 1)) if regex.match(r"\d", character)]
    assert len(digits) > 600
    assert [character for character in digits if not DIGIT.search(character)] == []


def test_one_pass_stays_fast_with_many_phrases() -> None:
    words = [f"word{number} after" for number in range(5000)]
    text = "We wrote a word4999 after that, and nothing else. " * 200
    prose = Document(text).prose
    matchers = [Matcher({"a/rule": [Needle(word) for word in words[-count:]]}) for count in (10, 5000)]
    best = [min(_seconds(lambda one=one: one.hits(prose).of("a/rule")) for _ in range(5)) for one in matchers]
    assert best[1] < 10 * best[0] + 0.005


def _seconds(run: object) -> float:
    assert callable(run)
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def test_no_expression_of_ours_is_quadratic() -> None:
    for text in ("{" * 20_000, "\\" * 20_000, "[" * 20_000, "(" * 20_000):
        started = time.perf_counter()
        expanded_size(text)
        required_literals(re.escape(text[:2000]))
        assert time.perf_counter() - started < 2
