"""What the one pass finds is what a plain loop over all needles finds, with the automaton and in pure Python."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from postlint.config import load
from postlint.document import Document
from postlint.document.prose import Prose
from postlint.linter import Linter
from postlint.matching import Matcher, PostHits
from postlint.matching import literals as ways
from postlint.matching.house_words import written_out
from postlint.matching.literals import FEW_TEXTS, PURE_PYTHON, Literals, WordIndex, search
from postlint.matching.patterns import compiled, matches, required_literals
from postlint.matching.words import fold, folded_in_order, is_bounded, straight
from postlint.rule import Hit, Needle, Pattern

TESTS = Path(__file__).parent
CORPORA = TESTS.parents[1] / "shared" / "corpora"
EACH = 60
Needles = Mapping[str, Sequence[Needle | Pattern]]


@pytest.fixture(params=["automaton", "pure"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "pure":
        monkeypatch.setenv(PURE_PYTHON, "1")
    else:
        monkeypatch.delenv(PURE_PYTHON, raising=False)
        pytest.importorskip("ahocorasick_rs")
    return str(request.param)


# Literals alone

PARTS_OF_TEXTS = [
    *(
        "a",
        "b",
        "in",
        "order",
        "to",
        "the",
        "the-art",
        "don't",
        "c++",
        ".net",
        "é",
        "caf\u00e9",
        "云",
        "云服务",
        "_",
        "x_y",
    ),
    *(" ", " ", " ", "  ", "-", "'", ".", "\u0301", "\ufe0f", "\u200d", "1", "iii", "\u0130", "\u212a", "\ud800"),
]
texts = st.lists(st.sampled_from(PARTS_OF_TEXTS), max_size=14).map("".join)
# Half of a surrogate pair may stand in a post, and in no rule file.
literals = st.lists(st.sampled_from(PARTS_OF_TEXTS[:-1]), min_size=1, max_size=5).map("".join).map(fold)


def everywhere(literal: str, text: str) -> Iterator[tuple[int, int]]:
    return ((at, at + len(literal)) for at in range(len(text)) if text.startswith(literal, at))


@settings(max_examples=1500)
@given(texts, st.lists(st.tuples(literals, st.booleans()), min_size=1, max_size=6))
@example("a a a", [("a a", True), ("a a", False)])
@example("in order to", [("order", False), ("rder t", True), ("  ", True)])
@example("x", [(" x", True), ("云", True)])
def test_literals_are_found_wherever_they_stand(text: str, drawn: list[tuple[str, bool]]) -> None:
    parts = frozenset(number for number, (_, is_part) in enumerate(drawn) if is_part)
    folded = fold(text)
    all_there = {(number, *place) for number, (one, _) in enumerate(drawn) for place in everywhere(one, folded)}
    counted = {one for one in all_there if one[0] in parts or is_bounded(text, *one[1:])}
    wanted = [literal for literal, _ in drawn]
    for find in (WordIndex(wanted, parts).find, search(wanted, parts), Literals(wanted, parts).find):
        for _ in range(2):
            found = list(find(folded))
            assert len(found) == len(set(found))
            assert counted <= set(found) <= all_there


def test_few_texts_are_enough_to_make_the_whole_search(way: str) -> None:
    wanted = ["in order to", "utilize", ".net", "order"]
    several = Literals(wanted, (3,))
    for turn in range(FEW_TEXTS + 2):
        assert sorted(several.find("we utilize .net in order to win")) == [
            (0, 16, 27),
            (1, 3, 10),
            (2, 11, 15),
            (3, 19, 24),
        ]
        assert (several._search is not None) is (turn >= FEW_TEXTS)
    assert list(Literals([]).find("text")) == []


def test_what_pieces_are_held_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "MOST_HELD", 100)
    index = WordIndex(["word"])
    for number in range(50):
        assert index.find(f"word {'x' * 20}{number}") == [(0, 0, 4)]
        assert len(index._met) <= 12


@given(st.lists(st.text("aA \u00a0\t\n\x1eΣİéB", max_size=6), max_size=5))
def test_many_texts_are_folded_as_one_is(several: list[str]) -> None:
    assert folded_in_order(several) == [fold(" ".join(text.split())) for text in several]


# All needles of all rules


def plain_loop(needles: Needles, prose: Prose) -> dict[str, set[Hit]]:
    """Every needle and pattern tried everywhere, without excuses and before hits that overlap are dropped."""
    found: dict[str, set[Hit]] = defaultdict(set)
    text, folded = prose.text, fold(prose.text)
    for rule, rule_needles in needles.items():
        for number, written in enumerate(rule_needles):
            for needle in written_out(written, lambda group: ()):
                if isinstance(needle, Pattern):
                    for block in prose.blocks:
                        spans = matches(compiled(needle), text[block.start : block.end])
                        found[rule] |= {Hit(block.start + start, block.start + end, number) for start, end in spans}
                    continue
                words = " ".join(needle.text.split())
                at = folded.find(fold(words))
                while at >= 0:
                    end = at + len(words)
                    is_it = not needle.case_sensitive or straight(text[at:end]) == straight(words)
                    if is_it and (not needle.whole_words or is_bounded(text, at, end)):
                        found[rule].add(Hit(at, end, number))
                    at = folded.find(fold(words), at + 1)
    return found


def one_pass(found: PostHits, needles: Needles) -> dict[str, set[Hit]]:
    hits: dict[str, set[Hit]] = defaultdict(set)
    for several in (found._phrases, found._excuses, found._excused_sentences):
        for rule, phrases in several.items():
            assert len(phrases) == len(set(phrases))
            hits[rule] |= set(phrases)
    for rule in needles:
        for number, pattern in found._patterns.get(rule, ()):
            hits[rule] |= set(found._pattern_hits(rule, number, pattern, None))
    return {rule: several for rule, several in hits.items() if several}


@cache
def shipped() -> Needles:
    config, registry = load(isolated=True)
    rules = Linter(config, registry).registry.rules
    return {id: rule.needles for id, rule in rules.items() if rule.needles}


def posts() -> list[Path]:
    ours = sorted((TESTS.parent / "posts").rglob("*.md"))
    theirs = sorted(path for path in CORPORA.rglob("*.md") if path.is_file()) if CORPORA.is_dir() else []
    return [*ours, *theirs[::EACH]]


def test_real_rules_on_real_posts(way: str) -> None:
    needles = shipped()
    assert sum(map(len, needles.values())) > 5000
    matcher = Matcher(needles)
    count = 0
    for path in posts():
        prose = Document(path.read_text(encoding="utf-8", errors="replace"), path.name).prose
        expected = {rule: hits for rule, hits in plain_loop(needles, prose).items() if hits}
        count += sum(map(len, expected.values()))
        for one in (matcher, Matcher(needles)):
            assert one_pass(one.hits(prose), needles) == expected, path
    assert count > 100


@cache
def words_of_rules() -> list[str]:
    return sorted({one.text for several in shipped().values() for one in several if isinstance(one, Needle)})


real_needles = st.deferred(
    lambda: st.one_of(
        st.builds(
            Needle,
            st.sampled_from(words_of_rules()).filter(lambda text: "{" not in text),
            st.booleans(),
            st.booleans(),
            st.sampled_from([None, None, "match", "sentence"]),
        ),
        st.sampled_from(
            [r"utili[sz]e\w*", r"\b(?:in order|so as) to\b", r"ed by ", r"(?:\w+ ){2}the\b", r"^the\b"]
        ).map(lambda regex: Pattern(regex, literals=required_literals(regex))),
    )
)
real_texts = st.deferred(
    lambda: st.lists(
        st.tuples(
            st.sampled_from([*words_of_rules(), "the", "Done by them"]),
            st.sampled_from([" ", ", ", "\n\n", "", "’t ", "-"]),
        ),
        max_size=12,
    ).map(lambda pairs: "".join(word + after for word, after in pairs))
)


@settings(max_examples=300)
@given(real_texts, st.lists(real_needles, min_size=1, max_size=12))
def test_drawn_needles_of_real_rules(text: str, needles: list[Needle | Pattern]) -> None:
    prose = Document(text).prose
    expected = {rule: hits for rule, hits in plain_loop({"a/b": needles}, prose).items() if hits}
    assert one_pass(Matcher({"a/b": needles}).hits(prose), {"a/b": needles}) == expected


# Where there is no automaton

WITHOUT = """
import sys
sys.modules["ahocorasick_rs"] = None
from postlint.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_findings_without_the_package() -> None:
    posts = str(TESTS.parent / "posts")
    arguments = ["check", posts, "--isolated", "--hints", "--output-format", "json", "--exit-zero"]
    said = []
    for program in (["-m", "postlint"], ["-c", WITHOUT]):
        done = subprocess.run([sys.executable, *program, *arguments], capture_output=True, check=False, env=os.environ)
        assert (done.returncode, done.stderr) == (0, b"")
        said.append(done.stdout)
    assert said[0] == said[1]
    assert len(said[0]) > 10_000


def test_it_is_linear(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many looks at the text as it has pieces, however many literals begin with the word that stands there."""
    index = WordIndex([f"the {chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}" for i in range(5000)])
    (group,) = index._groups_of("the")
    assert len(group.tables) == 1
    assert len(index.find("the aaa thing " * 1000)) == 1000
