"""What a careful reader notes in a post, once for all rules that ask. Nothing is worked out before it is asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postlint.document import Document
    from postlint.fields import Description, Fields
    from postlint.house import House
    from postlint.reading.acronyms import Acronym, Openings
    from postlint.reading.casing import Usage
    from postlint.reading.sentences import Sentences
    from postlint.site import Site


class Reading:
    """How one post reads to somebody who knows the house and the site."""

    def __init__(self, doc: Document, house: House, site: Site, description: Description | None = None) -> None:
        self.doc = doc
        self.house = house
        self.site = site
        self._description = description

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
