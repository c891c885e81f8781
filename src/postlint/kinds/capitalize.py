"""``capitalize``: headings are in title case or in sentence case.

    capitalize: title
    style: Chicago
    exceptions: [Stack Overflow, Hacker News]
    language: en

- ``capitalize``: title begins the principal words with a capital, sentence only the first word and names.
- ``style`` is for titles: AP (if it is left out) begins 'with' and all longer words with a capital, Chicago writes
  prepositions small.
- ``exceptions``: names that keep their spelling; ``file: data/names.txt`` among them names a list. Names of the house
  are exceptions anyway.

``in`` names other places than headings, such as ``[headings, title]``. Only what no reading of the style allows is
told: 'In' may belong to 'Logging In', 'up-to-date' may be written either way, and what may be a name is let alone.
Code, acronyms and words such as 'GitHub' keep their spelling. A message may say ``{match}`` and ``{replacement}``, the
words as they stand and as they should.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from postlint.diagnostic import Edit, Fix
from postlint.kinds.grammar import phrases
from postlint.kinds.grammar.places import Place
from postlint.kinds.grammar.spec import Built, Spec
from postlint.matching.words import fold, is_bounded
from postlint.reading.casing import SMALL, Word, sentence_slips, title_slips, words_of
from postlint.rule import Hit
from postlint.text import Span

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.diagnostic import Finding
    from postlint.document import Block, Document
    from postlint.reading import Reading

KEYS = ("message", "help", "in", "style", "exceptions")
ADDS = "list"
PLACEHOLDERS = ("match", "replacement")
CASES = ("title", "sentence")
FEW_WORDS = 2
"""A heading of so few words that has no capital is a command or a metric more often than a slip."""
LONGEST = 300
"""What has more characters is no heading, but a text that is set as one."""
LAST_LATIN = "\u024f"


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of the word ``title`` or ``sentence``."""
    case = spec.chosen("capitalize", node, {name: name for name in CASES}, "")
    style = spec.choice("style", {name: name for name in SMALL}, "AP")
    wording = phrases.wording(spec, PLACEHOLDERS, f"In {case} case, write {{replacement}}.")
    place = spec.place() if spec.root.get("in") is not None else Place(("heading",), prose=False)
    exceptions = {**dict.fromkeys(_exceptions(spec)), **spec.tuning.add}
    kept = [phrase for phrase in exceptions if phrase not in spec.tuning.remove]
    _tell_misplaced(spec, case)

    def check(reading: Reading) -> Iterator[Finding]:
        doc = reading.doc
        blocks = (Hit(block.start, block.end, 0) for block in doc.prose.blocks)
        names = [*kept, *(name for group in ("house", "names", "partners") for name in reading.house.words(group))]
        for hit in place.hits_in(doc, blocks):
            if slips := slips_in(reading, doc.prose.block_at(hit.start), case, style, names):
                words = {"match": _listed(word.text for word in slips), "replacement": replacement(slips)}
                span = doc.prose.span(slips[0].start, slips[-1].end)
                yield wording.at(span, words, fix_of(reading, slips, case))

    return Built((), check, ("reading",), words=tuple(exceptions))


def slips_in(reading: Reading, block: Block, case: str, style: str, names: Iterable[str]) -> list[Word]:
    """The words of a heading that are not as the case wants them, but for those that belong to one of the names."""
    text = reading.doc.prose.text
    heading = text[block.start : block.end]
    if len(heading) > LONGEST or heading.isupper():
        return []
    words = words_of(text, block.start, block.end)
    if len(words) <= FEW_WORDS and heading == heading.lower():
        return []
    if any(sign.isalpha() and sign > LAST_LATIN for sign in heading):
        return []  # Words of another language stand in it.
    slips = list(title_slips(words, style, reading.usage) if case == "title" else sentence_slips(words, reading.usage))
    return list(_without(slips, fold(heading), block.start, names)) if slips else []


def _without(slips: Iterable[Word], heading: str, start: int, names: Iterable[str]) -> Iterator[Word]:
    """The slips that belong to none of the names."""
    spans = [span for name in names for span in _found(fold(" ".join(name.split())), heading)]
    for word in slips:
        span = Span(word.start - start, word.end - start)
        if not any(name.overlaps(span) for name in spans):
            yield word


def _found(name: str, heading: str) -> Iterator[Span]:
    at = heading.find(name)
    while at >= 0:
        if is_bounded(heading, at, at + len(name)):
            yield Span(at, at + len(name))
        at = heading.find(name, at + 1)


def _turned(word: Word) -> str:
    """The word with the other first letter."""
    first = word.text[0]
    return (first.lower() if first.isupper() else first.upper()) + word.text[1:]


def replacement(slips: Iterable[Word]) -> str:
    """The words as they should be, for a message."""
    return _listed(map(_turned, slips))


def _listed(words: Iterable[str]) -> str:
    """'Fast', 'Way' and 'To', each once."""
    quoted = [f"'{word}'" for word in dict.fromkeys(words)]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}" if len(quoted) > 1 else quoted[0]


def fix_of(reading: Reading, slips: Sequence[Word], case: str) -> Fix | None:
    """The first letters turned, where they stand in the source as they are read.

    In title case all these words are common ones. In sentence case that is safe where the post writes them small, too.
    """
    doc = reading.doc
    edits = []
    for word in slips:
        span = doc.prose.span(word.start, word.start + 1)
        if doc.source[span] != word.text[0] or _is_all_of_a_value(doc, word):
            return None
        edits.append(Edit(span, _turned(word)[0]))
    is_safe = case == "title" or all(word.lower in reading.usage.small for word in slips)
    return Fix(f"Write it in {case} case", tuple(edits), is_safe)


def _is_all_of_a_value(doc: Document, word: Word) -> bool:
    """Whether the word alone is a value of the front matter, where 'On' could be taken for true."""
    block = doc.prose.block_at(word.start)
    return not block.is_prose and (word.start, word.end) == (block.start, block.end)


# What stands in the file


def _exceptions(spec: Spec) -> Iterator[str]:
    listed = spec.root.get("exceptions")
    if listed is None:
        return
    if listed.kind != "sequence":
        spec.error(listed.span, "'exceptions' is a list of names such as [Stack Overflow].")
        return
    for item in spec.items(listed):
        text = spec.text_of(item, "An exception")
        if text:
            yield text


def _tell_misplaced(spec: Spec, case: str) -> None:
    style, language = spec.root.get("style"), spec.root.get("language")
    if style is not None and case == "sentence":
        spec.error(style.span, "'style' is for titles; sentence case is the same in all styles.")
    if language is not None and language.text not in ("en", ""):
        spec.error(language.span, f"'capitalize' knows English, and this is a rule for '{language.text}'.")
