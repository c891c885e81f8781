"""Which names are the house's own, by all that posts and site tell."""

from __future__ import annotations

from postlint.guessing.names import Evidence, Own, company_behind, main_name, project_of
from postlint.guessing.repositories import candidates_of, owners_of, parts_of


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
