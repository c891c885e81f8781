"""``answerable``: whether readers of a post have a way to answer: comments, a place to talk, an invitation.

    answerable:
      front-matter: [comments]
      hosts: [github.com, discord.gg]
      labels: [forum, discuss]
      words: [let us know, leave a comment]
      components: [giscus]
      least-words: 40

A rule of this kind lists what counts: keys of the front matter that are true, ``hosts`` of links and ``labels`` of
their hosts, ``words`` of an invitation, and ``components`` that show comments. Places of the house, mail addresses and
repositories of its projects count in any case, and so do a link whose text has one of the ``labels`` and an address at
one of the ``hosts`` in the front matter, such as that of an author. Posts that only send the reader on, posts about an
event, section pages and notes of fewer than ``least-words`` are not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from postlint.diagnostic import Finding
from postlint.house import host_and_path
from postlint.kinds.grammar.lists import Lists
from postlint.kinds.grammar.phrases import wording
from postlint.kinds.grammar.scales import numbers
from postlint.kinds.grammar.spec import Built, Spec
from postlint.reading.words import words_in

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.document import Document
    from postlint.reading import Reading
    from postlint.text import Span

KEYS = ("message", "help")
LISTS = ("front-matter", "hosts", "labels", "words", "components")


def build(spec: Spec, node: Node) -> Built | None:
    """Make the rule of the lists of what counts as a way to answer."""
    if node.kind != "mapping":
        spec.error(node.span, f"'answerable' is a mapping with lists under {', '.join(LISTS)}.")
        return None
    spec.unknown_keys(node, (*LISTS, "least-words"), "'answerable'")
    said = wording(spec, ())
    read = Lists(spec, node)
    lists = {key: frozenset(_folded(key, read.words(key))) for key in LISTS}
    least = numbers(spec, node, "least-words").get("least-words", 0)

    def check(doc: Document, reading: Reading) -> Iterator[Finding]:
        if doc.prose.text.count(" ", 0, reading.layout.end) < least or reading.kind in ("stub", "event"):
            return
        if _is_true(doc.front_matter.data, lists["front-matter"]) or reading.site.is_section(doc.path):
            return
        if _links_place(reading, lists) or _names_host(doc, lists["hosts"]) or _invites(doc, lists["words"]):
            return
        if any(component.words in lists["components"] for component in reading.components):
            return
        yield Finding(_place(doc, lists["front-matter"]), said.message, help=said.help)

    return Built((), check, ("doc", "reading"))


def _folded(key: str, words: Iterable[str]) -> Iterable[str]:
    """Words as they are compared: keys of the front matter keep their case."""
    return words if key == "front-matter" else map(str.lower, words)


def _is_true(data: Mapping[str, Any], keys: frozenset[str]) -> bool:
    return any(value not in (False, None, "", "false", "off", "no") for key, value in data.items() if key in keys)


def _links_place(reading: Reading, lists: Mapping[str, frozenset[str]]) -> bool:
    hosts, labels = lists["hosts"], lists["labels"]
    for link in reading.doc.links:
        if link.url[:7].lower() == "mailto:":
            return True
        if not labels.isdisjoint(words_in(link.text)):
            return True
        owner = reading.house.owner_of_url(link.url)
        if owner is not None and owner.kind == "place":
            return True
        if "//" not in link.url:
            continue
        host = host_and_path(link.url).partition("/")[0]
        parts = host.split(".")
        if any(".".join(parts[at:]) in hosts for at in range(len(parts) - 1)) or not labels.isdisjoint(parts[:-1]):
            return True
    return False


def _names_host(doc: Document, hosts: frozenset[str]) -> bool:
    """Whether the front matter has the address of a page of an author, where readers can write to them."""
    front_matter = doc.source.text[: doc.front_matter.body]
    return any(f"//{host}/" in front_matter for host in hosts)


def _invites(doc: Document, words: frozenset[str]) -> bool:
    text = doc.prose.text.lower().replace("’", "'")
    return any(phrase in text for phrase in words)


def _place(doc: Document, keys: frozenset[str]) -> Span:
    """The key that turns comments off, else the post as a whole."""
    root = doc.front_matter.root
    for entry in root.entries if root is not None else ():
        if entry.key.text in keys:
            return entry.span
    return doc.whole
