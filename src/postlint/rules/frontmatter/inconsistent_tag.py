"""A tag in another spelling than elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import Document
from postlint.document.edits import most_tries, reworded, without_item
from postlint.document.paths import places
from postlint.rule import Bad, Good, site_rule
from postlint.site import Site
from postlint.site.names import Name

POST = "---\ntags: [open source, eBPF]\ncategories: [How-To]\n---\n"
FILES = {f"{number}.md": POST for number in range(3)}


@site_rule(
    why="Two spellings are two tags: each has a page of its own, and neither lists all posts.",
    needs="topics",
    bad=(
        Bad(
            """
                ---
                tags:
                  - Open Source # see docs
                    ^^^^^^^^^^^ 'Open Source' is written 'open source' elsewhere.
                  - 'ebpf'
                     ^^^^ 'ebpf' is written 'eBPF' elsewhere.
                categories: [How To]
                             ^^^^^^ 'How To' is written 'How-To' elsewhere.
                ---
            """,
            fixed="""
                ---
                tags:
                  - open source # see docs
                  - 'eBPF'
                categories: [How-To]
                ---
            """,
            files=FILES,
        ),
        Bad(
            """
                {
                "tags": ["open source", "open-source", "eBPF"]
                                         ^^^^^^^^^^^ 'open-source' is written 'open source' elsewhere.
                }
            """,
            fixed="""
                {
                "tags": ["open source", "eBPF"]
                }
            """,
            files=FILES,
        ),
        Bad(
            """
                ---
                tags: Kubernetes, release notes
                                  ^^^^^^^^^^^^^ 'release notes' is written 'release-notes' elsewhere.
                ---
            """,
            fixed="""
                ---
                tags: Kubernetes, release-notes
                ---
            """,
            frontmatter={"registries": {"tags": ["Kubernetes", "release-notes"]}},
        ),
    ),
    good=Good("---\ntags: [open source, BPF, C, 'C++']\n---\n", files=FILES),
)
def inconsistent_tag(doc: Document, site: Site) -> Iterator[Finding]:
    """Tags, categories and series are spelled as the registry or most posts spell them."""
    tries = most_tries(doc)
    for kind in ("tags", "categories", "series"):
        names = site.names_in(doc, kind)
        here = {(key, name.text) for key, name in names}
        for key, name in names:
            right = site.spelling(key, name.text)
            if right is None:
                continue
            is_here = (key, right) in here
            edit = _edit(doc, site, key, name, None if is_here else right) if tries > 0 else None
            tries -= 1
            yield Finding(
                name.node.source_span(name.start, name.end),
                f"'{name.text}' is written '{right}' elsewhere.",
                help=f"Take it out: '{right}' stands here already." if is_here else f"Write '{right}'.",
                fix=Fix("Take it out" if is_here else f"Write '{right}'", (edit,)) if edit else None,
            )


def _edit(doc: Document, site: Site, key: str, name: Name, right: str | None) -> Edit | None:
    """A name in its right spelling; taken out of its list where there is no other for it."""
    root = doc.front_matter.root
    if right is not None:
        return reworded(doc, name.node, right, (name.start, name.end))
    for place in places(root, key, folds_case=site.conventions.folds_case) if root else ():
        for index, item in enumerate(place.node.items):
            if item is name.node:
                return without_item(doc, place.node, index)
    return None
