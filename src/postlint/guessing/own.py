"""Which names are the house's own, by all that posts and site tell."""

from __future__ import annotations

from typing import NamedTuple

from postlint.guessing.mentions import folded
from postlint.guessing.names import Evidence, company_behind, main_name, project_of
from postlint.guessing.places import Repository
from postlint.guessing.repositories import candidates_of, owners_of, parts_of


class Own(NamedTuple):
    """The names that are the house's own, as posts spell them; ``main`` and ``company`` are empty where none is known.

    ``keys`` are the folded names by which hosts and owners are told to be own; ``parts`` are further projects, and
    ``candidates`` repositories of the house that may be some. ``owners`` are the forges' accounts of the house.
    """

    main: str = ""
    company: str = ""
    parts: tuple[str, ...] = ()
    candidates: tuple[tuple[str, Repository, int], ...] = ()
    owners: tuple[tuple[str, str], ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(folded(name) for name in (self.main, self.company) if name)


def own_names(evidence: Evidence) -> Own:
    """The names of the house, as far as posts and site tell them."""
    main = main_name(evidence)
    if not main:
        return Own()
    project = project_of(main, evidence)
    own = Own(project, main) if project else Own(main, company_behind(main, evidence))
    own = own._replace(owners=owners_of(own, evidence))
    own = own._replace(parts=tuple(parts_of(own, evidence)))
    return own._replace(candidates=tuple(candidates_of(own, evidence)))
