"""The words by which appeals to the reader are known, and what is noted about an appeal. Plain values."""

from __future__ import annotations

from collections.abc import Mapping

from postlint.records import NamedTuple
from postlint.text import Span

SIGNALS = frozenset(
    # How the reader is asked.
    "imperative second-person invitation link-text addressed button component urgency "
    # What for.
    "object names-offer names-cloud offer-before purpose convenience ease "
    # Where links lead.
    "commercial-link offer-link leaning-link gated-link community-link project-link form-link content-link "
    "elsewhere-link house-link here-link "
    # Where it stands, and in what post.
    "heading front-matter closing tutorial-step set-up about-offer promoted-around nothing-sold "
    # What it is instead.
    "project-first instruction plan-fact".split()
)
"""All signals that are noted, beside the names of the groups of lures and of others."""

FREE = "free"
"""The group of lures that count beside an ask, but are none alone: 'free' is said of much."""
INSTRUCTION = "instruction"
"""The group of others whose words tell that a step belongs to a set-up: endpoints, keys and the like."""
STRONG = "lure"
"""The group of lures that speak loudest."""


class Family(NamedTuple):
    """A family of asks: its verbs, and its objects, of which one must follow if there are any.

    ``purposes`` say in the sentence what it is for: 'contact us to discuss your use case'.
    """

    verbs: tuple[str, ...]
    objects: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()


class Vocabulary(NamedTuple):
    """The words by which appeals are known."""

    families: Mapping[str, Family]
    lures: Mapping[str, tuple[str, ...]] = {}
    conveniences: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    urgency: tuple[str, ...] = ()
    others: Mapping[str, tuple[str, ...]] = {}


class Signal(NamedTuple):
    """Something noted about an appeal, and the words that say so."""

    name: str
    words: str = ""


class Appeal(NamedTuple):
    """An appeal: where in the source, in which words, by which family of asks or in which form, with what signals.

    The forms are lure, convenience, button and component. ``offer`` is what it is for, as far as it is named.
    ``prose`` is where it stands in the prose; components and pictures stand nowhere there.
    """

    span: Span
    words: str
    family: str
    signals: tuple[Signal, ...]
    offer: str = ""
    prose: Span | None = None
