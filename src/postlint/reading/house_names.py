"""The names of the house in a sentence: what it sells, its projects, itself."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from postlint.reading.words import Lexicon, Mention, Words

if TYPE_CHECKING:
    from postlint.house import House

SOLD = frozenset(
    "cloud enterprise pro premium business serverless dedicated managed hosted plus byoc team teams".split()
)
"""Words that make something sold of the name before them: 'Acme Cloud', 'Acme Enterprise'."""
BESIDE = frozenset(
    "plugin plugins sdk sdks docs documentation cli api apis connector connectors provider integration integrations "
    "skill skills blog team users user customers customer ui mcp terraform endpoint endpoints reference changelog "
    "console dashboard logo status developer developers newsletter webinar community".split()
)
"""Words that make something beside the offer of its name: 'Acme Cloud users', 'the Acme Cloud SDK'."""
OWNED = frozenset(
    "instance cluster deployment project workspace organization stack environment database service".split()
)
"""What a reader already has behind 'your': 'your Acme Cloud cluster'."""
STRANGERS = frozenset(
    "google aws amazon azure microsoft alibaba tencent ibm oracle huawei baidu yandex salesforce adobe sap digital "
    "red the a an our your any every public private hybrid multi native sovereign multiple which what no docker "
    "github gitlab".split()
)
"""Words before 'Cloud' and 'Enterprise' that make no offer of some house, if none is known."""


class HouseNames:
    """Finds the names of one house. The longest counts: 'Acme Cloud' is the offer and not the project 'Acme'."""

    def __init__(self, house: House) -> None:
        self._names = Lexicon({"name": [name for name, _ in house.spellings]})
        self._kinds = {name: owner.kind for name, owner in house.spellings}
        self._is_unknown = not house.spellings
        self._offers = tuple(name for name, owner in house.spellings if owner.kind == "offer")

    def mentions(self, words: Words) -> list[Mention]:
        """The names among the words; the group is the owner's: offer, project, house or partner.

        Where no house is known, what is called 'Something Cloud' or 'Something Enterprise' has the group cloud.
        """
        if self._is_unknown:
            return list(_clouds(words))
        found: list[Mention] = []
        done = 0
        for mention in self._names.mentions(words):
            if mention.first < done or is_beside(words, mention):
                continue
            kind, end = self._kinds[mention.phrase], mention.end
            if kind in ("project", "house") and _is_sold(words, end):
                kind, end = "offer", end + 1
            done = end
            found.append(Mention(kind, mention.phrase, mention.first, end))
        return found

    def offer_within(self, text: str, start: int, end: int) -> str:
        """The name of an offer, as it is spelled by the house, that stands in a stretch of text; else nothing."""
        return next((name for name in self._offers if text.find(name, start, end) >= 0), "")


def _is_sold(words: Words, at: int) -> bool:
    """Whether the word behind a name makes something sold of it."""
    return at < len(words) and words.texts[at] in SOLD and words.gap(at).isspace() and words.is_capitalized(at)


def _clouds(words: Words) -> list[Mention]:
    return [
        Mention("cloud", "", at - 1, at + 1)
        for at in range(1, len(words))
        if words.texts[at] in ("cloud", "enterprise")
        and _is_sold(words, at)
        and words.is_capitalized(at - 1)
        and words.texts[at - 1] not in STRANGERS
        and not is_beside(words, Mention("cloud", "", at - 1, at + 1))
    ]


def is_beside(words: Words, mention: Mention) -> bool:
    """Whether the name only says whose something else is."""
    if mention.end >= len(words) or not words.gap(mention.end).isspace():
        return False
    following = words.texts[mention.end]
    return following in BESIDE or (following in OWNED and words.texts[mention.first - 1 : mention.first] == ["your"])


@lru_cache(maxsize=16)
def house_names_of(house: House) -> HouseNames:
    return HouseNames(house)
