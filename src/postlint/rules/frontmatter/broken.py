"""Front matter that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.data import Node, duplicates
from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.rule import Bad, rule


@rule(
    severity=Severity.ERROR,
    why="The site generator stops at front matter that it cannot read, or publishes the post without title and date.",
    bad=(
        Bad("""
            ---
            ^^^ The front matter that this '---' opens is not closed by another '---'.
            title: How we index logs

            Text.
        """),
        Bad("""
            ---
            title: How we index logs
            title: Logs
            ^^^^^ The key 'title' already stands above, and only one of both counts.
            ---
            Text.
        """),
        Bad("""
            ---
            - title
            ^^^^^^^ The front matter is no list of keys and values such as 'title: …'.
            ---
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
def broken(doc: Document) -> Iterator[Finding]:
    """Front matter can be read."""
    front_matter = doc.front_matter
    for error in front_matter.errors:
        yield Finding(error.span, error.message)
    if front_matter.root is None:
        return
    for node in nodes(front_matter.root):
        if node.error is not None:
            yield Finding(node.error.span, node.error.message)
    for entry in duplicates(front_matter.root):
        message = f"The key '{entry.key.text}' already stands above, and only one of both counts."
        yield Finding(entry.key.span, message, help="Take one of them out.")


def nodes(root: Node) -> Iterator[Node]:
    """All nodes of the front matter, each once."""
    seen: set[int] = set()
    todo = [root]
    while todo:
        node = todo.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            todo.extend(entry.value for entry in node.entries)
            todo.extend(node.items)
