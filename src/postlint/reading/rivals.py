"""What a post sets its own product off against: rivals that it names, and 'other', 'traditional' or 'legacy' tools."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from postlint.expression import expression
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.document import Block
    from postlint.reading import Reading
    from postlint.reading.names import Name
    from postlint.text import Span

COMPARES = expression(
    r"\b(?:vs\.?|versus|alternatives?|compar(?:ed|ing|ison|isons|es?)|competitors?|replac(?:e|es|ed|ing)|migrat(?:e|ed|ing|ion)|"
    r"switch(?:ed|ing)?|instead of|better than|faster than|beyond|moving (?:from|off)|moved (?:from|off)|leaving|"
    r"ditch(?:ed|ing)?|"
    r"is dead|difference between|differences? from|unlike|top \d+|top [\w ]{1,30}tools|best [\w ]{1,40}(?:tools|"
    r"platforms|databases|"
    r"software|solutions|frameworks))\b",
    re.IGNORECASE,
)
CHOICE = expression(r"\bor\b")
"""Between the own name and another in a title: 'Acme or Bolt?'."""
WORD = expression(r"[\w'’-]+")
OTHERS = frozenset("competitors competition rivals incumbents".split())
"""Words that mean others by themselves."""
LONGEST_ITEM = 40
MOST_BETWEEN = 3
"""So many words may stand between 'traditional' and 'tools'."""
ENDS = frozenset("and or of for in on to with that which is are as at by from but so if than the a an".split())


CONTRAST = expression(
    r"\b(?:unlike|compared (?:to|with)|in contrast to|as opposed to|instead of|rather than|than|versus|vs\.?|"
    r"alternatives? to) "
    r"(?:the |an? )?[^\w.!?]{0,2}\Z",
    re.IGNORECASE,
)
TURNS = expression(
    r"(?:[,;—–] ?(?:and|but|while|whereas|yet|so|with)?|\b(?:but|while|whereas))(?: with| in| our)? [^\w.!?]{0,2}\Z"
)
KIND_OF = expression(
    r"\b(?:tools?|solutions?|products?|vendors?|platforms?|databases?|providers?|frameworks?|offerings?|competitors?|"
    r"alternatives?)(?:,|\s?[—–-])?\s?(?:like|such as|including) [^\w.!?]{0,2}\Z",
    re.IGNORECASE,
)
USES = expression(
    r"\b(?:us(?:e|es|ing)|adopt(?:ing)?|choos(?:e|ing)|stick(?:ing)? with|stay(?:ing)? (?:with|on)|pay(?:ing)? for|"
    r"limitations of|problems? with|users of|customers of) (?:the )?[^\w.!?]{0,2}\Z",
    re.IGNORECASE,
)
DUEL = expression(r"vs|versus|compar|difference|migrat|switch|mov|replac", re.IGNORECASE)
LISTS = expression(r"alternative|top|best|competitor", re.IGNORECASE)
SHORTEST_NAME = 3
LOOK_BACK = 48
TITLE = ("front-matter", "title")


class Target(NamedTuple):
    """What may be run down: a group such as 'legacy tools', or a product that the post sets its own off against."""

    start: int
    end: int
    text: str
    kind: Literal["group", "rival"]


class Rivals:
    """Finds what a post compares its own product with."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def compares(self) -> str:
        """The words by which title or file name say that the post is a comparison with its own product.

        Empty where they do not, and where others are compared with each other.
        """
        return self._compared[0]

    @cached_property
    def names(self) -> frozenset[str]:
        """The words of the names of rivals in title, file name and headings of a comparison."""
        return self._compared[1]

    @cached_property
    def _compared(self) -> tuple[str, frozenset[str]]:
        in_titles = [name for one in self._titles for name in self._reading.names.within(one.start, one.end)]
        found = next((found for text in (*self._heads, self._slug) if (found := COMPARES.search(text))), None)
        if found is None and {name.is_own for name in in_titles} == {True, False}:
            found = next((found for text in self._heads if (found := CHOICE.search(text))), None)
        if found is None:
            return "", frozenset()
        listed = [name for names in self._items for name in names]
        own = any(name.is_own for name in (*in_titles, *listed))
        rivals = {name.text for name in in_titles if not name.is_own} or set(self._named_by_slug)
        if DUEL.search(found.group()) and len(rivals) > 1 and not own:
            return "", frozenset()
        if own or LISTS.search(found.group()):
            rivals.update(name.text for name in listed if not name.is_own)
        words = frozenset(word for name in rivals for word in name.split())
        return (found.group(), words) if words or own else ("", frozenset())

    def targets(self, sentence: Span, groups: Collection[str], things: Collection[str]) -> list[Target]:
        """The groups and the rivals in a sentence, front to back; ``things`` that stand alone need no group word."""
        text = self._reading.doc.prose.text
        found = list(_groups(text, sentence, groups, things))
        all_names = self._reading.names.within(sentence.start, sentence.end)
        names = [name for name in all_names if not name.is_own]
        own = [name for name in all_names if name.is_own]
        set_off = {name.text for name in names if self._is_set_off(name, own, sentence)}
        contrasted = set_off | {name.text for name in names if own and self._follows(CONTRAST, name, sentence)}
        beside_rival = any(self._is_rival(name) for name in names) or any(
            self._follows(CONTRAST, name, sentence) for name in own
        )
        for name in names:
            is_rival = beside_rival or name.text in contrasted or self._follows(KIND_OF, name, sentence)
            is_rival = is_rival or (self.compares != "" and self._follows(USES, name, sentence))
            if is_rival and not any(one.start < name.end and name.start < one.end for one in found):
                found.append(Target(name.start, name.end, name.text, "rival"))
        return sorted(found)

    def _follows(self, pattern: re.Pattern[str], name: Name, sentence: Span) -> bool:
        text = self._reading.doc.prose.text
        return pattern.search(text[max(sentence.start, name.start - LOOK_BACK) : name.start]) is not None

    def _is_set_off(self, name: Name, own: list[Name], sentence: Span) -> bool:
        """Whether a name begins a sentence that then turns to the own one: 'Bolt is slow, but Acme is not'."""
        text = self._reading.doc.prose.text
        if any(char.isalpha() for char in text[sentence.start : name.start]):
            return False
        return any(TURNS.search(text[max(name.end, one.start - LOOK_BACK) : one.start]) for one in own)

    def _is_rival(self, name: Name) -> bool:
        return not self.names.isdisjoint(name.text.split())

    @cached_property
    def _heads(self) -> list[str]:
        return [self._reading.doc.prose.text[one.start : one.end] for one in self._titles]

    @cached_property
    def _slug(self) -> str:
        """The name of the post's file, or of its folder, as words."""
        folder, _, file = self._reading.doc.path.rpartition("/")
        slug = folder.rpartition("/")[2] if file.startswith("index.") else file.rpartition(".")[0]
        return slug.replace("-", " ").replace("_", " ")

    @cached_property
    def _named_by_slug(self) -> list[str]:
        """The names in the post whose letters are those of a word of its file name."""
        text = self._reading.doc.prose.text
        named = []
        for word in self._slug.split():
            found = re.search(rf"(?<=[a-z,] )(?i:{re.escape(word)})\b", text) if len(word) > SHORTEST_NAME else None
            if found and not found.group().islower() and not self._reading.names.is_own(found.group()):
                named.append(found.group())
        return named

    @cached_property
    def _titles(self) -> list[Block]:
        blocks = self._reading.doc.prose.blocks
        first = [one for one in blocks if "h1" in one.scopes][:1]
        return [*(one for one in blocks if one.scopes[:2] == TITLE), *first]

    @cached_property
    def _items(self) -> list[list[Name]]:
        """The names in headings that are little more than a name."""
        doc = self._reading.doc
        heads = (one for one in doc.prose.blocks if "heading" in one.scopes and one.end - one.start < LONGEST_ITEM)
        return [names for one in heads if (names := self._reading.names.within(one.start, one.end))]


def _groups(text: str, sentence: Span, groups: Collection[str], things: Collection[str]) -> Iterator[Target]:
    words = list(WORD.finditer(text, sentence.start, sentence.end))
    folded = [word.group().lower() for word in words]
    done = 0
    for at, word in enumerate(words):
        if at < done:
            continue
        if folded[at] in OTHERS:
            yield Target(word.start(), word.end(), word.group(), "group")
        if folded[at] not in groups or (at and folded[at - 1] == "our"):
            continue
        for ahead in range(at + 1, min(len(words), at + 2 + MOST_BETWEEN)):
            plain = folded[ahead]
            if plain in things:
                done = ahead + 1
                yield Target(word.start(), words[ahead].end(), text[word.start() : words[ahead].end()], "group")
                break
            if plain in ENDS or "." in text[words[ahead - 1].end() : words[ahead].start()]:
                break
