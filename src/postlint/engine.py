"""Runs rules on a post and makes diagnostics of what they find: who says it, how bad it is, where it stands.

A rule that crashes or takes too long is named, and the others finish.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from postlint import look
from postlint.diagnostic import (
    Diagnostic,
    Finding,
    Fix,
    PlacedEdit,
    PlacedFix,
    Related,
    RelatedPlace,
    Severity,
)
from postlint.fix import problem_of
from postlint.matching import Budget, Matcher
from postlint.reading import Reading
from postlint.rule import Check, Deferred, Hit, Rule
from postlint.site import Asked, index
from postlint.site.names import asked_keys
from postlint.site.once import counted
from postlint.suppress import suppressions, unused
from postlint.text import Position, Source, Span

if TYPE_CHECKING:
    import datetime

    from postlint.document import Document
    from postlint.fields import Description
    from postlint.house import House
    from postlint.matching import PostHits
    from postlint.site import Conventions, PostFacts, Site
    from postlint.timing import Timing

SECONDS_PER_RULE = 1.0
MOST_FINDINGS = 1000
FIRST = Position(1, 1, 0)
UNCHECKED = frozenset(
    f"postlint/{name}"
    for name in ("crashed-rule", "exhausted-rule", "unreadable-file", "not-utf-8", "oversized-file", "crashed-parser")
)
"""Findings that say that something was not checked: the run then ends with exit code 2."""


class Active(Protocol):
    """A rule as it is to run on a post."""

    @property
    def rule(self) -> Rule: ...
    @property
    def options(self) -> Mapping[str, Any]: ...
    @property
    def is_named(self) -> bool: ...
    def severity_of(self, finding: Finding) -> Severity: ...


class ExhaustedError(Exception):
    """A rule has used up its time on this post."""


class Engine:
    """Holds what all posts of a run share. ``rules`` are all rules that exist, ``awake`` those that may run."""

    def __init__(
        self,
        rules: Mapping[str, Rule],
        awake: Iterable[str],
        *,
        house: House,
        frontmatter: Description | None = None,
        today: datetime.date | None = None,
    ) -> None:
        self.rules = rules
        self.house = house
        self.frontmatter = frontmatter
        self._today = today
        self.timing: Timing | None = None
        self._matcher = Matcher({id: rules[id].needles for id in awake if rules[id].needles}, house.words)
        self._accepted: dict[str, frozenset[str]] = {}
        self._checks: dict[str, Check] = {}
        self._tallied = [id for id in awake if rules[id].tally is not None]

    def prepare(self) -> None:
        """Make ready what is made at first use."""
        _ = self._tally_matcher

    @cached_property
    def _tally_matcher(self) -> Matcher:
        return Matcher({id: self.rules[id].needles for id in self._tallied}, self.house.words)

    def asked(self, conventions: Conventions) -> Asked:
        """What the house makes the index look for."""
        if self.frontmatter is None:
            return Asked(asked_keys(conventions, {}))
        return Asked(asked_keys(conventions, self.frontmatter.kinds), self.frontmatter.unique)

    def facts(self, doc: Document, conventions: Conventions) -> PostFacts:
        """What the site is to know of a post: its facts, and the spellings that awake rules ask about."""
        facts = index(doc, conventions, self.asked(conventions))
        if not self._tallied:
            return facts
        hits = self._tally_matcher.hits(doc.prose)
        spellings: dict[tuple[str, ...], str] = {}
        for id in self._tallied:
            rule = self.rules[id]
            if rule.tally is None or not rule.reads(facts.language):
                continue
            own_hits = hits.of(id)
            if own_hits or not rule.needles:
                spellings.update(rule.tally(doc=doc, hits=own_hits))
        return facts._replace(spellings=tuple(spellings.items()))

    def check(self, doc: Document, site: Site, active: Mapping[str, Active]) -> list[Diagnostic]:
        """All that ``active`` rules find in a post, sorted. Raises nothing but KeyboardInterrupt."""
        reading = Reading(doc, self.house, site, self.frontmatter)
        try:
            return self._checked(reading, active)
        finally:
            reading.forget()

    def _checked(self, reading: Reading, active: Mapping[str, Active]) -> list[Diagnostic]:
        doc, site = reading.doc, reading.site
        placer = _Placer(doc, active, self.rules)
        try:
            hits = self._matcher.hits(doc.prose) if self.timing is None else self._timed_hits(doc, self.timing)
            allowed = suppressions(doc, self.rules)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # A panic in the parser's native code is no Exception.
            look.doubt()
            message = f"This post could not be read as Markdown ({_told(error)}), so it was not checked."
            return [placer.diagnostic("postlint/crashed-parser", Finding(Span(0, 0), message))]
        found: list[Diagnostic] = []
        suppressed: list[tuple[str, int]] = []
        ran: list[str] = []
        valued: set[tuple[Position, Position, str]] = set()
        outcome = self._outcome if self.timing is None else self._timed_outcome
        budget = Budget(SECONDS_PER_RULE)
        for id, one in active.items():
            rule = one.rule
            if rule.check is None or (rule.language and not rule.reads(reading.language)):
                continue
            diagnostics, is_done = outcome(id, one, reading, hits, placer, budget)
            if is_done:
                ran.append(id)
            if not diagnostics:
                continue
            if is_done and (habit := rule.habit) and not one.is_named and site.is_habit(id):
                diagnostics = [found for found in diagnostics if not habit.covers(found.step)]
            if rule.value is not None:
                valued.update(map(_place, diagnostics))
            for diagnostic in diagnostics:
                if is_done and allowed.allow(id, diagnostic.start.line):
                    suppressed.append((id, diagnostic.start.line))
                else:
                    found.append(diagnostic)
        for id, finding in (*allowed.findings, *unused(doc, allowed, suppressed, ran, self.rules)):
            if id in active:
                found.append(placer.diagnostic(id, finding))
        # Where two are equal but for what is not sorted by, the order of the rules decides.
        # What a rule says for the sake of a value, no other says again: a name of the house may be on a list of names.
        once = (one for one in dict.fromkeys(found) if one.value is not None or _place(one) not in valued)
        return sorted(once, key=lambda diagnostic: diagnostic.order)

    def failed_habits(self, doc: Document, alone: Site, active: Mapping[str, Active]) -> tuple[str, ...]:
        """The rules with a habit that a post fails, to be counted over all posts; ``alone`` knows only this post."""
        failed = []
        reading = Reading(doc, self.house, alone, self.frontmatter)
        for id, one in active.items():
            if one.rule.habit is None or one.rule.habit.posts is not None or one.rule.check is None:
                continue
            try:
                if any(one.rule.habit.covers(finding.step) for finding in self._findings(one, reading)):
                    failed.append(id)
            except KeyboardInterrupt:
                raise
            except BaseException:  # The rule fails again when the post is checked, and then it is told.
                look.doubt()
                continue
        reading.forget()
        return tuple(failed)

    def _timed_hits(self, doc: Document, timing: Timing) -> PostHits:
        with timing.stage("match", doc.path):
            return self._matcher.hits(doc.prose)

    def _timed_outcome(
        self, id: str, one: Active, reading: Reading, hits: PostHits, placer: _Placer, budget: Budget
    ) -> tuple[list[Diagnostic], bool]:
        from time import process_time

        timing = self.timing
        assert timing is not None
        started = process_time()
        with timing.stage("rules", reading.doc.path):
            outcome = self._outcome(id, one, reading, hits, placer, budget)
        timing.rule(id, process_time() - started, len(outcome[0]))
        return outcome

    def _outcome(
        self, id: str, one: Active, reading: Reading, hits: PostHits, placer: _Placer, budget: Budget
    ) -> tuple[list[Diagnostic], bool]:
        """What a rule says, and whether it came to its end; if not, the one diagnostic that says so."""
        try:
            while True:
                before = len(sys.modules), counted()
                try:
                    return self._run(id, one, reading, hits, placer, budget), True
                except (ExhaustedError, TimeoutError):
                    if (len(sys.modules), counted()) == before:
                        raise
                    # What the rule needs was loaded or made of all posts on the way. That is no work on this post, and
                    # it is done now.
        except KeyboardInterrupt:
            raise
        except (ExhaustedError, TimeoutError):
            look.doubt()  # another time it may be quick enough
            failed = "postlint/exhausted-rule"
            message = f"The rule '{id}' took too long on this post, so the post was not checked by it."
            help_text = "Make its pattern simpler, or ignore it."
        except BaseException as error:  # Whatever a rule does, SystemExit too, the other rules still run.
            look.doubt()
            failed = "postlint/crashed-rule"
            message = f"The rule '{id}' failed ({_told(error)}), so the post was not checked by it."
            help_text = "Please report this; until then, ignore the rule."
        return [placer.diagnostic(failed, Finding(reading.doc.whole, message, help=help_text))], False

    def _run(
        self, id: str, one: Active, reading: Reading, hits: PostHits, placer: _Placer, budget: Budget
    ) -> list[Diagnostic]:
        rule = one.rule
        is_awake = not rule.needles or any(reading.has(what) for what in rule.wakes)
        if not is_awake and not hits.wakes(id):
            return []
        budget.renew()
        own_hits = hits.of(id, budget, lambda offset: reading.sentences.at(offset)) if rule.needles else ()
        if own_hits and rule.accepted:
            own_hits = self._unaccepted(rule, reading.doc, own_hits)
        if not (is_awake or own_hits):
            return []
        diagnostics: list[Diagnostic] = []
        cut: Diagnostic | None = None
        count = 0
        for finding in self._findings(one, reading, own_hits):
            count += 1
            if count <= MOST_FINDINGS:
                diagnostics.append(placer.diagnostic(id, finding))
            elif cut is None:
                cut = placer.diagnostic(id, finding)
            if not budget.left:
                raise ExhaustedError
        if not budget.left:
            raise ExhaustedError
        return diagnostics if cut is None else [*diagnostics, _cut(cut, count - MOST_FINDINGS)]

    def _unaccepted(self, rule: Rule, doc: Document, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """The hits without those that are right as they stand, which most hits of names are."""
        accepted = self._accepted.get(rule.id)
        if accepted is None:
            accepted = self._accepted[rule.id] = frozenset(rule.accepted)
        text = doc.prose.text
        return tuple(hit for hit in hits if text[hit.start : hit.end] not in accepted)

    def _findings(self, one: Active, reading: Reading, hits: tuple[Hit, ...] = ()) -> Iterable[Finding]:
        rule = one.rule
        if rule.check is None or not all(map(reading.has, rule.needs)):
            return ()
        given: dict[str, Any] = {}
        for name in rule.parameters:
            if name == "doc":
                given[name] = reading.doc
            elif name == "hits":
                given[name] = hits
            elif name == "options":
                given[name] = one.options
            elif name == "reading":
                given[name] = reading
            elif name == "today":
                given[name] = self.today
            else:
                given[name] = getattr(reading, name)  # house, site, fields
        check = self._checks.get(rule.id)
        if check is None:
            check = rule.check.function if isinstance(rule.check, Deferred) else rule.check
            self._checks[rule.id] = check
        return check(**given)

    @property
    def today(self) -> datetime.date:
        if self._today is None:
            import datetime

            self._today = datetime.datetime.now(datetime.UTC).date()
        return self._today


def _place(diagnostic: Diagnostic) -> tuple[Position, Position, str]:
    """What it says, and where: what two rules say in the same words of the same place is one thing."""
    return diagnostic.start, diagnostic.end, diagnostic.message


class _Placer:
    """Gives findings of one post their rule, severity and positions."""

    def __init__(self, doc: Document, active: Mapping[str, Active], rules: Mapping[str, Rule]) -> None:
        self.doc = doc
        self.path = doc.path
        self.source: Source = doc.source
        self.active = active
        self.rules = rules

    def diagnostic(self, id: str, finding: Finding) -> Diagnostic:
        """The diagnostic of a finding. Raises TypeError or ValueError where the finding is not sound."""
        if not isinstance(finding, Finding):
            raise TypeError(f"it yields a value of type {type(finding).__name__}, and a Finding belongs there")
        if not (isinstance(finding.message, str) and finding.message):
            raise TypeError("its message is no text")
        rule, one = self.rules[id], self.active.get(id)
        start, end = self._placed(finding.span)
        return Diagnostic(
            path=self.path,
            start=start,
            end=end,
            rule=id,
            message=finding.message,
            severity=one.severity_of(finding) if one is not None else rule.severity_of(finding),
            help=finding.help,
            step=finding.step,
            value=rule.value,
            why=rule.why,
            reasons=tuple(finding.reasons),
            related=tuple(self._related(related) for related in finding.related),
            fix=self._fix(finding.fix) if finding.fix and not self._unlinks(finding.fix) else None,
        )

    def _placed(self, span: tuple[int, int]) -> tuple[Position, Position]:
        start, end = span
        length = len(self.source.text)
        if not 0 <= start <= end <= length:
            raise ValueError(f"it points at {start} to {end} in a post of {length} characters")
        return self.source.position(start), self.source.position(end)

    def _fix(self, fix: Fix) -> PlacedFix:
        if problem := problem_of(fix, len(self.source.text)):
            raise ValueError(problem)
        edits = (PlacedEdit(*self._placed(edit.span), edit.text) for edit in fix.edits)
        return PlacedFix(fix.title, fix.safe, tuple(edits))

    def _unlinks(self, fix: Fix) -> bool:
        """Whether it changes words that are also the label of their link, which would then lead nowhere."""
        for span, text in fix.edits:
            at = bisect_right(self._labels, span.start, key=lambda label: label.start) - 1
            is_label = at >= 0 and self._labels[at].contains(Span(*span))
            if is_label and self.source[span].casefold() != text.casefold():
                return True  # Upper and lower case are the same in labels.
        return False

    @cached_property
    def _labels(self) -> list[Span]:
        spans = [link.label_span for link in self.doc.links] + [image.label_span for image in self.doc.images]
        return sorted(span for span in spans if span is not None and span.length)

    def _related(self, related: Related) -> RelatedPlace:
        """A place in another post is its start: only this post's text is known here."""
        if related.path != self.path:
            return RelatedPlace(related.path, FIRST, FIRST, related.message)
        return RelatedPlace(related.path, *self._placed(related.span), related.message)


def _cut(first: Diagnostic, count: int) -> Diagnostic:
    """Says in place of the first finding that is left out how many there are."""
    places, are = ("1 more place", "is") if count == 1 else (f"{count:,} more places", "are")
    message = f"{places} like the {MOST_FINDINGS:,} before, from here on, {are} left out of the report."
    return first._replace(message=message, help="Mend those first.", reasons=(), related=(), fix=None)


def unchecked(rules: Mapping[str, Rule], id: str, path: str, message: str, place: Position) -> Diagnostic:
    """The diagnostic that says why a file was not checked."""
    rule = rules[id]
    return Diagnostic(path, place, place, id, message, rule.severity_of(Finding(Span(0, 0), "")), why=rule.why)


def _told(error: BaseException) -> str:
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words[:200]}" if words else type(error).__name__
