"""What around a match excuses it, in any rule of phrases: who speaks, what supports it, what the post says elsewhere.

- ``voice: unquoted``: what is only cited passes, in quotation marks or as the title of a work or a commit. ``voice:
  house``: what is quoted, reported or written by a guest passes.
- ``unless-evidence``: a source, a method or a table in the ``sentence`` or the ``section`` excuses it.
- ``unless-post``: phrases, one of which anywhere in the post excuses all matches.
- ``unless-link``: beginnings or parts of addresses; a link of the post to one of them excuses all matches.
- ``once: true``: of each entry only the first match in a post is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from postlint.matching.words import any_of, fold
from postlint.reading.citations import is_cited
from postlint.text import Span

if TYPE_CHECKING:
    import re

    from postlint.diagnostic import Reason
    from postlint.kinds.grammar.spec import Spec
    from postlint.reading import Reading
    from postlint.rule import Hit

KEYS = ("voice", "unless-evidence", "unless-post", "unless-link", "once")


class Circumstances(NamedTuple):
    """What excuses the matches of a rule."""

    voice: str = ""
    evidence: str = ""
    in_post: re.Pattern[str] | None = None
    links: tuple[str, ...] = ()
    once: bool = False

    @property
    def ask(self) -> bool:
        """Whether anything has to be asked of a reading at all."""
        return self != Circumstances()

    def kept(self, reading: Reading, hits: Iterable[Hit]) -> Iterator[Hit]:
        """The hits that nothing excuses."""
        told: set[int] = set()
        is_excused: bool | None = None
        for hit in hits:
            if is_excused is None:
                is_excused = self._excuses_post(reading)
            if is_excused:
                return
            if hit.needle in told or not self._is_heard(reading, hit):
                continue
            if self.evidence and self._supports(reading, hit):
                continue
            if self.once:
                told.add(hit.needle)
            yield hit

    def _is_heard(self, reading: Reading, hit: Hit) -> bool:
        if self.voice == "house":
            return reading.voices.at(hit.start, hit.end).speaker == "house"
        return not self.voice or not is_cited(reading, hit.start, hit.end)

    def _excuses_post(self, reading: Reading) -> bool:
        doc = reading.doc
        if self.in_post is not None and self.in_post.search(fold(doc.prose.text)):
            return True
        return any(part in link.url for part in self.links for link in doc.links)

    def _supports(self, reading: Reading, hit: Hit) -> bool:
        sentence = reading.sentences.at(hit.start)
        place = reading.evidence.section(hit.start) if self.evidence == "section" else sentence
        evidence = reading.evidence
        asked: tuple[Callable[[Span], Reason | None], ...] = (evidence.source, evidence.measured, evidence.note)
        if any(ask(place) for ask in asked) or evidence.table(place):
            return True
        return evidence.link(sentence) is not None


def circumstances(spec: Spec) -> Circumstances:
    """What the keys of a rule file say."""
    in_post = spec.phrases("unless-post")
    return Circumstances(
        voice=spec.choice("voice", {"any": "", "unquoted": "unquoted", "house": "house"}, ""),
        evidence=spec.choice("unless-evidence", {"sentence": "sentence", "section": "section"}, ""),
        in_post=any_of(in_post) if in_post else None,
        links=tuple(spec.phrases("unless-link")),
        once=spec.choice("once", {"true": True, "false": False}, False),
    )
