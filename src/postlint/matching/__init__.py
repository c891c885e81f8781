"""All phrases of all rules in one pass over a post's prose: needles in, hits out.

A phrase matches in any case unless it asks for its own, over line wraps and through emphasis (prose has neither), and
where no word goes on before or behind it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from postlint.house import House
from postlint.matching.budget import Budget
from postlint.matching.house_words import Words, written_out
from postlint.matching.literals import Literals
from postlint.matching.words import fold, folded_in_order, is_bounded, straight
from postlint.records import NamedTuple
from postlint.rule import Hit, Needle, Pattern

__all__ = ["Budget", "Matcher", "PostHits", "leftmost_longest"]

if TYPE_CHECKING:
    from postlint.document import Prose
    from postlint.text import Span


NO_HOUSE = House()
PLAIN = Needle("")[1:]
"""How most needles are found: in any case, as whole words, and they excuse nothing."""


class _Special(NamedTuple):
    """What there is to know of a literal that is no plain phrase.

    ``text`` is what one that keeps its case must read, else None. Without a needle it only wakes a pattern.
    """

    needle: Needle | None
    text: str | None = None


class Matcher:
    """Finds the needles of many rules. Built once for a run; what it keeps between posts changes no hit.

    ``words`` gives the words of the house that a group in braces stands for.
    """

    def __init__(
        self,
        needles: Mapping[str, Sequence[Needle | Pattern]],
        words: Words = NO_HOUSE.words,
    ) -> None:
        self._patterns: dict[str, list[tuple[int, Pattern]]] = {}
        self._special: dict[int, _Special] = {}
        # Of each literal its rule and the number of its needle. Nothing else is made of plain phrases, since there are
        # thousands and a run may be of one post.
        self._texts: list[str] = []
        self._rules: list[str] = []
        self._numbers: list[int] = []
        for rule, rule_needles in needles.items():
            # Written so that it takes a millisecond for thousands: a pattern has fewer fields, and is never plain.
            plain = [at for at, one in enumerate(rule_needles) if one[1:] == PLAIN and "{" not in one[0]]
            self._texts += folded_in_order([rule_needles[at][0] for at in plain])
            self._rules += [rule] * len(plain)
            self._numbers += plain
            if len(plain) < len(rule_needles):
                for number in sorted(set(range(len(rule_needles))).difference(plain)):
                    for one in written_out(rule_needles[number], words):
                        self._add(rule, number, one)
        parts = (at for at, one in self._special.items() if one.needle is None or not one.needle.whole_words)
        self._literals = Literals(self._texts, parts)

    def _add(self, rule: str, number: int, needle: Needle | Pattern) -> None:
        if isinstance(needle, Needle):
            text = " ".join(needle.text.split())
            added = {fold(text): _Special(needle, straight(text) if needle.case_sensitive else None)}
        else:
            self._patterns.setdefault(rule, []).append((number, needle))
            added = {fold(literal): _Special(None) for literal in needle.literals or ()}
        for literal, special in added.items():
            self._special[len(self._texts)] = special
            self._texts.append(literal)
            self._rules.append(rule)
            self._numbers.append(number)

    def hits(self, prose: Prose) -> PostHits:
        """What every rule's needles hit in one post; patterns are tried when their rule's turn comes."""
        found = PostHits(prose, self._patterns)
        text = prose.text
        rules, numbers, special_of = self._rules, self._numbers, self._special
        for literal, start, end in self._literals.find(fold(text)):
            special = special_of.get(literal)
            if special is None:
                if is_bounded(text, start, end):
                    found.add(rules[literal], Hit(start, end, numbers[literal]), None)
                continue
            needle, kept = special
            if needle is None:
                found.wake(rules[literal], numbers[literal], start)
            elif (kept is None or straight(text[start:end]) == kept) and (
                not needle.whole_words or is_bounded(text, start, end)
            ):
                found.add(rules[literal], Hit(start, end, numbers[literal]), needle.excuses)
        return found


class PostHits:
    """The hits of one post, by rule."""

    def __init__(self, prose: Prose, patterns: Mapping[str, Sequence[tuple[int, Pattern]]]) -> None:
        self._prose = prose
        self._patterns = patterns
        self._phrases: dict[str, list[Hit]] = {}
        self._excuses: dict[str, list[Hit]] = {}
        self._excused_sentences: dict[str, list[Hit]] = {}
        self._woken: dict[tuple[str, int], list[int]] = {}

    def add(self, rule: str, hit: Hit, excuses: str | None) -> None:
        """Take in a phrase that was hit, and what it excuses: a match that it overlaps, its sentence, or nothing."""
        found = self._phrases
        if excuses:
            found = self._excuses if excuses == "match" else self._excused_sentences
        found.setdefault(rule, []).append(hit)

    def wake(self, rule: str, number: int, offset: int) -> None:
        """Take in that a literal of a pattern stands at this offset."""
        self._woken.setdefault((rule, number), []).append(offset)

    def wakes(self, rule: str) -> bool:
        """Whether the rule may have hits; cheap, and False for most rules on most posts."""
        return rule in self._phrases or rule in self._patterns

    def of(
        self, rule: str, budget: Budget | None = None, sentence_at: Callable[[int], Span] | None = None
    ) -> tuple[Hit, ...]:
        """The hits of a rule from front to back; of hits that overlap the first counts, of those the longest.

        What an excuse overlaps is no hit, nor what stands in a sentence with one that excuses sentences, which
        ``sentence_at`` tells. Raises TimeoutError where a pattern takes too long or the budget is used up.
        """
        found = list(self._phrases.get(rule, ()))
        for number, pattern in self._patterns.get(rule, ()):
            found.extend(self._pattern_hits(rule, number, pattern, budget))
        if found and rule in self._excuses:
            found = list(_not_excused(found, self._excuses[rule]))
        if found and rule in self._excused_sentences and sentence_at is not None:
            sentences = (sentence_at(hit.start) for hit in self._excused_sentences[rule])
            found = list(_not_excused(found, (Hit(start, end, 0) for start, end in sentences)))
        return tuple(leftmost_longest(found)) if len(found) > 1 else tuple(found)

    def _pattern_hits(self, rule: str, number: int, pattern: Pattern, budget: Budget | None) -> Iterator[Hit]:
        prose = self._prose
        blocks = prose.blocks
        if pattern.literals is not None:
            if (rule, number) not in self._woken:
                return
            blocks = sorted({prose.block_at(offset) for offset in self._woken[rule, number]})
        from postlint.matching.patterns import DIGIT, compiled, matches, needs_digit

        asks_digit = needs_digit(pattern.regex)
        for block in blocks:
            # A block is all that a pattern sees, so that ^ and $ and what looks around stay within it.
            text = prose.text[block.start : block.end]
            if asks_digit and not DIGIT.search(text):
                continue
            for start, end in matches(compiled(pattern), text, budget):
                yield Hit(block.start + start, block.start + end, number)


def leftmost_longest(hits: Iterable[Hit]) -> list[Hit]:
    """Hits without overlap: from front to back, of those with one start the longest, of equals the first needle."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.needle)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _not_excused(hits: Iterable[Hit], excuses: Iterable[Hit]) -> Iterator[Hit]:
    """The hits that share no character with an excuse."""
    starts: list[int] = []
    ends: list[int] = []
    for excuse in sorted(excuses):
        if ends and excuse.start < ends[-1]:
            ends[-1] = max(ends[-1], excuse.end)
        else:
            starts.append(excuse.start)
            ends.append(excuse.end)
    for hit in hits:
        after = bisect_right(ends, hit.start)
        if after == len(ends) or hit.end <= starts[after]:
            yield hit
