"""What a careful reader notes in a post, once for all rules that ask. Nothing is worked out before it is asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from postlint.reading.presence import PRESENCE

if TYPE_CHECKING:
    from postlint.document import Document
    from postlint.fields import Description, Fields
    from postlint.house import House
    from postlint.reading.acronyms import Acronym, Openings
    from postlint.reading.casing import Usage
    from postlint.reading.components import Component
    from postlint.reading.evidence import Evidence
    from postlint.reading.house_names import HouseNames
    from postlint.reading.layout import Layout
    from postlint.reading.links import Links
    from postlint.reading.names import Names
    from postlint.reading.rivals import Rivals
    from postlint.reading.sentences import Sentences
    from postlint.reading.subject import Kind, Subject
    from postlint.reading.voice import Voices
    from postlint.site import Site


class Reading:
    """How one post reads to somebody who knows the house and the site."""

    doc: Document
    house: House
    site: Site

    def __init__(self, doc: Document, house: House, site: Site, description: Description | None = None) -> None:
        self.doc = doc
        self.house = house
        self.site = site
        self._description = description
        self._has: dict[str, bool] = {}

    def forget(self) -> None:
        """Let go of all that was read. It knows this reading, too, and would stay till garbage is looked for."""
        self.__dict__.clear()

    @cached_property
    def language(self) -> str | None:
        """The language of the post as a tag in lower case, None where nothing names it."""
        return self.site.language(self.doc.path)

    @cached_property
    def fields(self) -> Fields:
        """The front matter beside what the house says of front matter."""
        from postlint.fields import Fields

        return Fields(self.doc, self.site, self._description)

    @cached_property
    def sentences(self) -> Sentences:
        from postlint.reading.sentences import Sentences

        return Sentences(self.doc.prose)

    @cached_property
    def acronyms(self) -> dict[str, list[Acronym]]:
        """Words in capitals, each with all its places, front to back."""
        from postlint.reading.acronyms import uses

        return uses(self.doc.prose.text)

    @cached_property
    def openings(self) -> Openings:
        """Where acronyms are opened up."""
        from postlint.reading.acronyms import Openings

        return Openings(self.doc)

    @cached_property
    def usage(self) -> Usage:
        """Which words its running text writes small, and which with a capital."""
        from postlint.reading.casing import Usage

        return Usage(self.doc.prose)

    @cached_property
    def links(self) -> Links:
        from postlint.reading.links import Links, roles_of

        return Links(self.doc, roles_of(self.house))

    @cached_property
    def layout(self) -> Layout:
        from postlint.reading.layout import Layout

        return Layout(self.doc)

    @cached_property
    def house_names(self) -> HouseNames:
        from postlint.reading.house_names import house_names_of

        return house_names_of(self.house)

    @cached_property
    def headline(self) -> str:
        from postlint.reading.subject import headline

        return headline(self)

    @cached_property
    def subject(self) -> Subject:
        from postlint.reading.subject import subject

        return subject(self)

    @cached_property
    def kind(self) -> Kind:
        from postlint.reading.subject import kind

        return kind(self)

    def has(self, what: str) -> bool:
        """Whether there is something that rules name, one of ``PRESENCE``: what wakes them, or what they need."""
        if what not in self._has:
            self._has[what] = bool(PRESENCE[what](self))
        return self._has[what]

    @cached_property
    def components(self) -> list[Component]:
        from postlint.reading.components import components

        return list(components(self.doc))

    @cached_property
    def word_count(self) -> int:
        """How many words the post has, quotes, alt texts and front matter aside."""
        from postlint.reading.word_count import count

        prose = self.doc.prose
        return sum(count(prose.text, block.start, block.end) for block in prose.blocks if block.is_prose)

    @cached_property
    def names(self) -> Names:
        from postlint.reading.names import Names

        return Names(self.doc.prose, self.house)

    @cached_property
    def voices(self) -> Voices:
        from postlint.reading.voice import Voices

        return Voices(self)

    @cached_property
    def evidence(self) -> Evidence:
        from postlint.reading.evidence import Evidence

        return Evidence(self)

    @cached_property
    def rivals(self) -> Rivals:
        from postlint.reading.rivals import Rivals

        return Rivals(self)
