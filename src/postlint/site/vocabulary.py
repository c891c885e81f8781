"""The names that posts use at one key, beside the registry where there is one: how they are spelled, how often used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from postlint.errors import nearest
from postlint.site.names import folded, has_accent
from postlint.site.once import once
from postlint.site.registries import Register
from postlint.site.slips import Slips

FREQUENT = 3
"""From so many uses on, a name is one that the blog knows."""
CLEARLY = 2
"""So many times as often as another one a spelling has to be used to be that of most posts."""


class Vocabulary:
    """``names`` are those that the posts use, each as often as a post has it."""

    def __init__(self, names: Iterable[str], registry: Register | None = None) -> None:
        self.uses = Counter(names)
        self.registry = registry

    @once
    def _spellings(self) -> dict[str, list[str]]:
        """The spellings of one name, the right one first."""
        groups: dict[str, list[str]] = {}
        registered = self.registry.names if self.registry else ()
        for name in (*registered, *self.uses):
            groups.setdefault(folded(name), []).append(name)
        rank = {name: index for index, name in reversed(list(enumerate(registered)))}
        capitals, joints = Counter[bool](), Counter[str]()
        for name, count in self.uses.items():
            capitals[_has_capitals(name)] += count
            joints[_joint(name)] += count
        joints[""] = 0  # what has two words reads best as two words
        for several in groups.values():
            most = max(self.uses[name] for name in several)
            several.sort(
                key=lambda name, most=most: (  # type: ignore[misc]
                    rank.get(name, len(rank)),
                    not has_accent(name),  # accents are left out more easily than put in
                    self.uses[name] * CLEARLY < most,
                    -capitals[_has_capitals(name)],
                    -self.uses[name],
                    -joints[_joint(name)],
                    name,
                )
            )
        return groups

    def spelling(self, name: str) -> str | None:
        """The right spelling of a name that is written in another one.

        That of the registry, else the one that clearly most posts have; where two have about as many, the one that is
        written as most names are.
        """
        several = self._spellings.get(folded(name), [name])
        if self.registry and name in self._registered:
            return None
        return several[0] if several[0] != name else None

    @once
    def _registered(self) -> frozenset[str]:
        return frozenset(self.registry.names if self.registry else ())

    def is_known(self, name: str) -> bool:
        """Whether the registry has a name, in whatever spelling; without a registry every name is known."""
        return not self.registry or any(one in self._registered for one in self._alike(name))

    def is_only_use(self, name: str) -> bool:
        return sum(self.uses[one] for one in self._alike(name)) == 1

    def slip(self, name: str) -> str | None:
        """The name that another one is a slip of; a plural counts as one."""
        return self._slips.of(name, self._alike(name))

    def _alike(self, name: str) -> list[str]:
        """The spellings of a name, by the posts and the registry."""
        return self._spellings.get(folded(name), [])

    @once
    def _slips(self) -> Slips:
        return Slips(self.uses)

    def near(self, name: str) -> str | None:
        """The known name that a name was probably meant to be."""
        return nearest(name, self._registered or [one for one, count in self.uses.items() if count >= FREQUENT])


def _has_capitals(name: str) -> bool:
    return name != name.lower()


def _joint(name: str) -> str:
    """What stands between the words of a name; nothing where it is one."""
    return next((char for char in name if char in " -_"), "")
