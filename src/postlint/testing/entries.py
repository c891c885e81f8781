"""What is wrong with the phrases and patterns of a rule: those that can never match, and fixes that are mended again.

Each is tried out in a sentence of its own, by the same matcher and engine as posts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from postlint import carets, fix
from postlint.document import Document
from postlint.matching import Budget, Matcher
from postlint.matching.house_words import Words, written_out
from postlint.matching.samples import samples
from postlint.matching.words import fold
from postlint.records import NamedTuple
from postlint.rule import Case, Hit, Needle, Pattern, Rule
from postlint.testing.examples import fixes_of, house_of_case, run

SECONDS = 10.0
AROUND = "Zq {} zq."
"""Words that no rule knows, so that an entry stands among words and not at the start of a sentence."""
IN_FRONT_MATTER = "---\ntitle: |-\n  Zq {} zq\n---\n"
MOST_AT_ONCE = 400
BREAK = "\n\n"


class EntryProblem(NamedTuple):
    """What is wrong with an entry of a rule; without one, with all of them."""

    name: str
    message: str
    entry: str = ""


class Entries(NamedTuple):
    """What there is to say of the entries of a rule; ``unexercised`` are those that no example uses."""

    problems: tuple[EntryProblem, ...]
    unexercised: tuple[str, ...] = ()


def tried(rule: Rule, rules: Mapping[str, Rule], *, reads_front_matter: bool) -> Entries:
    """Try all entries of a rule out, and see which of them its examples use."""
    if not rule.needles:
        return Entries(())
    trial = _Trial(rule, reads_front_matter=reads_front_matter)
    try:
        problems = [*trial.unreached(), *_useless_excuses(rule), *_replaced_again(rule, rules, trial.texts_reached())]
    except TimeoutError:
        message = "The entries of the rule take too long on short sentences; make its patterns simpler."
        return Entries((EntryProblem("exhausted", message),))
    return Entries(tuple(problems), tuple(trial.unexercised()))


def written(needle: Needle | Pattern) -> str:
    """An entry as its author wrote it."""
    return needle.text if isinstance(needle, Needle) else needle.regex


def sample_words(group: str) -> tuple[str, ...]:
    """Words of a house that has something of everything."""
    return (f"Qz{group.replace('-', '')}",)


class _Trial:
    """One rule whose entries are tried. Raises TimeoutError where that takes too long.

    ``texts`` has, by the number of each entry, what a post may say that it finds; nothing where that is not known.
    """

    def __init__(self, rule: Rule, *, reads_front_matter: bool) -> None:
        self.rule = rule
        self.around = (AROUND, "{}", IN_FRONT_MATTER) if reads_front_matter else (AROUND, "{}")
        self.budget = Budget(SECONDS)
        self.matcher = Matcher({"": rule.needles}, sample_words)
        self.excuses = [one for one in rule.needles if isinstance(one, Needle) and one.excuses == "match"]
        self.texts: dict[int, tuple[str, ...]] = {
            number: _texts(needle)
            for number, needle in enumerate(rule.needles)
            if isinstance(needle, Pattern) or not needle.excuses
        }

    def hits(self, post: str, matcher: Matcher | None = None) -> tuple[Hit, ...]:
        """What the entries find in a post, or what another matcher does."""
        return (matcher or self.matcher).hits(Document(post).prose).of("", self.budget)

    def hits_of(self, needles: Sequence[Needle | Pattern], post: str) -> tuple[Hit, ...]:
        return self.hits(post, Matcher({"": needles}, sample_words))

    @cached_property
    def used(self) -> set[int]:
        """The entries that examples use."""
        used: set[int] = set()
        for case, text in (
            *((case, carets.read(case.text).text) for case in self.rule.bad),
            *((case, carets.plain(case.text).text) for case in self.rule.good),
        ):
            try:
                words: Words = house_of_case(case).words
            except ValueError:  # told with the example
                continue
            used.update(hit.needle for hit in self.hits(text, Matcher({"": self.rule.needles}, words)))
        return used

    @cached_property
    def reached(self) -> set[int]:
        """The entries that are found: in an example, or when one of their texts stands in a paragraph of its own."""
        parts = _parts([some[0] for some in self.texts.values() if some])
        return self.used | {hit.needle for part in parts for hit in self.hits(part)}

    def texts_reached(self) -> list[str]:
        return [self.texts[number][0] for number in sorted(self.reached) if self.texts.get(number)]

    def unexercised(self) -> Iterator[str]:
        return (written(self.rule.needles[number]) for number in sorted(self.texts.keys() - self.used))

    def unreached(self) -> Iterator[EntryProblem]:
        for number in sorted(self.texts.keys() - self.reached):
            problem = self.problem(number)
            if problem is not None:
                yield problem

    def problem(self, number: int) -> EntryProblem | None:
        """Why an entry is never found; None where it is found after all, when it begins a block or in front matter."""
        needle, texts = self.rule.needles[number], self.texts[number]
        entry = written(needle)
        if not texts:
            message = f"No example of the rule has a text that '{entry}' matches, so nobody knows whether it can."
            return EntryProblem("unreached", message, entry)
        posts = [words.format(text) for words in self.around for text in texts]
        found = [self.hits(post) for post in posts]
        if any(hit.needle == number for hits in found for hit in hits):
            return None
        alone = [self.hits_of((needle,), post) for post in posts]
        if not any(alone):
            shown = f"'{entry}'" if texts[0] == entry else f"'{entry}', which matches '{texts[0]}',"
            advice = "posts are read without Markdown, HTML, code and URLs; give the words alone"
            return EntryProblem("unreachable", f"{shown} is never found: {advice}.", entry)
        for excuse in self.excuses:
            if not any(self.hits_of((needle, excuse), post) for post in posts):
                message = f"'{entry}' is never found, because '{excuse.text}' under 'unless' excuses it always."
                return EntryProblem("excused", message, entry)
        takers = (
            other.needle
            for own, others in zip(alone, found, strict=True)
            for other in others
            if any(hit.start < other.end and other.start < hit.end for hit in own)
        )
        taker = next(takers, None)
        return None if taker is None else _taken(entry, written(self.rule.needles[taker]))


def _texts(needle: Needle | Pattern) -> tuple[str, ...]:
    meant = written_out(needle, sample_words)[0]
    return (" ".join(meant.text.split()),) if isinstance(meant, Needle) else samples(meant)


def _parts(texts: Sequence[str]) -> Iterator[str]:
    """Posts with a paragraph for each text, none of them so long that the engine would cut its report."""
    for start in range(0, len(texts), MOST_AT_ONCE):
        yield BREAK.join(AROUND.format(text) for text in texts[start : start + MOST_AT_ONCE])


def _taken(entry: str, other: str) -> EntryProblem:
    if fold(other) == fold(entry):
        return EntryProblem("duplicate", f"'{entry}' stands among the entries twice.", entry)
    message = f"'{entry}' is never found, because '{other}' always takes its words; leave one of them out."
    return EntryProblem("shadowed", message, entry)


def _useless_excuses(rule: Rule) -> Iterator[EntryProblem]:
    """Excuses that share no word with any phrase, and so never overlap one. What a pattern matches is not known."""
    if not all(isinstance(needle, Needle) and needle.text.isascii() for needle in rule.needles):
        return
    words: set[str] = set()
    for needle in rule.needles:
        if isinstance(needle, Needle) and not needle.excuses:
            words.update(_words(needle.text))
    for needle in rule.needles:
        if isinstance(needle, Needle) and needle.excuses == "match" and words.isdisjoint(_words(needle.text)):
            message = f"'{needle.text}' under 'unless' excuses nothing: it shares no word with any phrase of the rule."
            yield EntryProblem("useless", message, needle.text)


def _words(text: str) -> list[str]:
    import re

    return re.findall(r"\w+", fold(text))


def _replaced_again(rule: Rule, rules: Mapping[str, Rule], texts: Sequence[str]) -> Iterator[EntryProblem]:
    """Entries whose replacement the rule itself finds."""
    for start, part in zip(range(0, len(texts), MOST_AT_ONCE), _parts(texts), strict=True):
        fixes = list(fixes_of(run(rule, Case(part), part, rules)))
        if not fixes:
            continue
        before, after = part.split(BREAK), fix.apply(part, fixes).text.split(BREAK)
        if len(before) != len(after):
            continue
        told: set[int] = set()
        for found in run(rule, Case(""), BREAK.join(after), rules):
            number = (found.start.line - 1) // 2
            if before[number] != after[number] and number not in told:
                told.add(number)
                entry = texts[start + number]
                message = f"What is written for '{entry}' is found by the rule itself: {found.message}"
                yield EntryProblem("replaced-again", message, entry)


def reads_front_matter(names: Iterable[str]) -> bool:
    """Whether a rule with these places under ``in`` looks into front matter, where marks of Markdown are words."""
    from postlint.kinds.grammar.places import FRONT_MATTER_KEYS

    return any(name in FRONT_MATTER_KEYS or name.startswith("front-matter") for name in names)
