"""All phrases of all rules in one pass over a post's prose: needles in, hits out.

The only module that knows the automaton. A phrase matches in any case unless it asks for its own, over line wraps and
through emphasis (prose has neither), and where no word goes on before or behind it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from postlint.house import House
from postlint.matching.budget import Budget
from postlint.matching.house_words import Words, written_out
from postlint.matching.words import fold, is_bounded, straight
from postlint.records import NamedTuple
from postlint.rule import Hit, Needle, Pattern

__all__ = ["Budget", "Matcher", "PostHits", "leftmost_longest"]

if TYPE_CHECKING:
    from postlint.document import Prose
    from postlint.text import Span


NO_HOUSE = House()


class _Wanted(NamedTuple):
    """A literal of the automaton: whose it is and of which needle. A pattern's literal (no needle) only wakes it.

    ``text`` is what a needle that keeps its case must read, None for the others.
    """

    rule: str
    number: int
    needle: Needle | None
    text: str | None


class Matcher:
    """Finds the needles of many rules. Built once for a run; holds no state between posts.

    ``words`` gives the words of the house that a group in braces stands for.
    """

    def __init__(
        self,
        needles: Mapping[str, Sequence[Needle | Pattern]],
        words: Words = NO_HOUSE.words,
    ) -> None:
        self._patterns: dict[str, list[tuple[int, Pattern]]] = {}
        wanted: dict[str, list[_Wanted]] = {}
        for rule, rule_needles in needles.items():
            numbered = ((number, one) for number, any in enumerate(rule_needles) for one in written_out(any, words))
            for number, needle in numbered:
                if isinstance(needle, Needle):
                    text = " ".join(needle.text.split())
                    kept = straight(text) if needle.case_sensitive else None
                    wanted.setdefault(fold(text), []).append(_Wanted(rule, number, needle, kept))
                else:
                    self._patterns.setdefault(rule, []).append((number, needle))
                    for literal in needle.literals or ():
                        wanted.setdefault(fold(literal), []).append(_Wanted(rule, number, None, None))
        self._wanted = list(wanted.values())
        self._automaton: Any = None
        if wanted:
            from ahocorasick_rs import AhoCorasick

            self._automaton = AhoCorasick(list(wanted))

    def hits(self, prose: Prose) -> PostHits:
        """What every rule's needles hit in one post; patterns are tried when their rule's turn comes."""
        found = PostHits(prose, self._patterns)
        text = prose.text
        for literal, start, end in self._literals_in(text):
            for rule, number, needle, kept in self._wanted[literal]:
                if needle is None:
                    found.wake(rule, number, start)
                elif (kept is None or straight(text[start:end]) == kept) and (
                    not needle.whole_words or is_bounded(text, start, end)
                ):
                    found.add(rule, Hit(start, end, number), needle.excuses)
        return found

    def _literals_in(self, text: str) -> Sequence[tuple[int, int, int]]:
        """The literals in the text, by their number, with start and end."""
        if self._automaton is None:
            return ()
        folded = fold(text)
        try:
            found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        except UnicodeEncodeError:  # A front matter string may spell one half of a surrogate pair.
            folded = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in folded)
            found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        return found  # type: ignore[no-any-return]


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
        from postlint.matching.patterns import compiled, matches

        regex = compiled(pattern)
        for block in blocks:
            # A block is all that a pattern sees, so that ^ and $ and what looks around stay within it.
            for start, end in matches(regex, prose.text[block.start : block.end], budget):
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
