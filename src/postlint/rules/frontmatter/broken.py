"""Front matter that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.data import DataError
from postlint.diagnostic import Edit, Finding, Fix, Severity
from postlint.document import Document
from postlint.rule import Bad, rule
from postlint.site import Site

# These have rules of their own.
TOLD_ELSEWHERE = frozenset({"date", "duplicate-key"})


@rule(
    severity=Severity.ERROR,
    why="The site generator stops at front matter that it cannot read, or publishes the post without title and date.",
    bad=(
        Bad(
            """
                ---
                title: Logs: how we index them
                           ^ The value of 'title' has an unquoted ': ' in it; quote the title.
                ---
                Text.
            """,
            fixed="""
                ---
                title: "Logs: how we index them"
                ---
                Text.
            """,
        ),
        Bad("""
            ---
            ^^^ The front matter that this '---' opens is not closed by another '---'.
            title: How we index logs

            Text.
        """),
    ),
    good=(
        """
            ---
            title: "Logs: how we index them"
            ---
            Text.
        """,
        """
            +++
            title = "How we index logs"
            +++
            Text.
        """,
        "Text without front matter.",
    ),
)
def broken(doc: Document, site: Site) -> Iterator[Finding]:
    """Front matter can be read."""
    for error in doc.front_matter.errors:
        is_fine = error.problem == "blank-above" and site.conventions.generator == "hugo"
        if error.problem not in TOLD_ELSEWHERE and not is_fine:
            yield Finding(error.span, error.message, fix=_fix(doc, error))
    for node in doc.front_matter.nodes:
        if node.error is not None and node.error.problem not in TOLD_ELSEWHERE:
            yield Finding(node.error.span, node.error.message)


def _fix(doc: Document, error: DataError) -> Fix | None:
    repair = error.repair
    front_matter = doc.front_matter
    if repair is None and front_matter.format is not None:
        from postlint.data.repairs import repair as repaired

        repair = repaired(doc.source.text, front_matter.content, front_matter.format, error)
    return Fix(repair.title, tuple(Edit(*edit) for edit in repair.edits)) if repair else None
