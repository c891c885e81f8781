"""Scales: how much each signal weighs, and for which side. Rules that combine signals do it by such a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from postlint.records import NamedTuple
from postlint.rule import Needle

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.kinds.grammar.spec import Spec


class Scales(NamedTuple):
    """Weights of signals by side, and what of each side is needed at least."""

    weights: Mapping[str, Mapping[str, int]]
    least: Mapping[str, int]

    def weigh(self, side: str, signals: Iterable[str]) -> int:
        """The weight of signals for a side; one that is noted several times counts each time."""
        weights = self.weights[side]
        return sum(weights.get(signal, 0) for signal in signals)

    def counts(self, signal: str) -> bool:
        """Whether a signal weighs anything."""
        return any(weights.get(signal) for weights in self.weights.values())


def scales(spec: Spec, node: Node, sides: Iterable[str], signals: Iterable[str], leasts: Iterable[str]) -> Scales:
    """The scales under 'weights' and 'least' of a rule; unknown sides and signals are told."""
    weights = {side: dict[str, int]() for side in sides}
    for entry in _entries(spec, node, "weights", weights):
        spec.unknown_keys(entry[1], signals, f"'{entry[0]}'")
        weights[entry[0]] = numbers(spec, entry[1])
    least = node.get("least")
    if least is None:
        spec.error(node.span, "The rule lacks 'least', which says how much of each side is needed.")
        return Scales(weights, dict.fromkeys(leasts, 1))
    spec.unknown_keys(least, leasts, "'least'")
    return Scales(weights, {**dict.fromkeys(leasts, 1), **numbers(spec, least)})


def needles_of(phrases: Iterable[str]) -> tuple[Needle, ...]:
    """Needles of phrases as a lexicon reads them: where words are parted by a space, a hyphen may stand as well."""
    found: dict[str, None] = {}
    for phrase in phrases:
        found[phrase] = None
        words = phrase.split(" ")
        if "{" not in phrase:
            found |= {"-".join((" ".join(words[:at]), " ".join(words[at:]))): None for at in range(1, len(words))}
            found["-".join(words)] = None
    return tuple(Needle(phrase) for phrase in found)


def numbers(spec: Spec, node: Node, *keys: str) -> dict[str, int]:
    """The numbers of a mapping, or those under some of its keys; what is none is told."""
    found: dict[str, int] = {}
    for entry in node.entries:
        value = entry.value.value
        if keys and entry.key.text not in keys:
            continue
        if isinstance(value, int) and not isinstance(value, bool):
            found[entry.key.text] = value
        else:
            spec.error(entry.value.span, f"'{entry.key.text}' is a whole number.")
    return found


def _entries(spec: Spec, node: Node, key: str, known: Iterable[str]) -> list[tuple[str, Node]]:
    found = node.get(key)
    if found is None or found.kind != "mapping":
        spec.error((found or node).span, f"'{key}' is a mapping from a side to its signals.")
        return []
    spec.unknown_keys(found, known, f"'{key}'")
    return [(entry.key.text, entry.value) for entry in found.entries if entry.key.text in set(known)]
