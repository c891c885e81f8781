"""Reads the suppressions of a post, and tells what is wrong with how they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from postlint.diagnostic import Edit, Finding, Fix
from postlint.errors import nearest
from postlint.expression import expression
from postlint.rule import ENGINE_PACK
from postlint.suppress.blocks import Blocks, behind_rows, on_own_lines
from postlint.suppress.model import FIRST, LAST, Allow, Directive, Suppressions
from postlint.suppress.removal import Removal
from postlint.text import Source, Span

if TYPE_CHECKING:
    from postlint.data import Entry
    from postlint.document import Comment, Document
    from postlint.rule import Rule

ALLOW = "postlint-allow"
DIRECTIVES = (ALLOW, f"{ALLOW}-start", f"{ALLOW}-end", f"{ALLOW}-file")
DIRECTIVE = expression(
    r"\s*(?P<word>postlint(?:[-_][\w-]+|[: ] ?(?:allow|disable|ignore|off|enable|skip)[\w-]*))"
    r"(?:\s+|(?=:)|$)(?P<ids>[^:]*)(?P<colon>:?)(?P<reason>.*)",
    re.IGNORECASE | re.DOTALL,
)
OTHER_WORDS = expression(r"(?:^|-)(?:allow|disabl|enabl|ignor|skip|suppress|(?:off|on)$)")
ID = expression(r"[^\s,]+")
NO_RULE = "There is no rule '{}' to allow."


class Reader:
    """Reads one post."""

    def __init__(self, doc: Document, rules: Mapping[str, Rule]) -> None:
        self.doc = doc
        self.source: Source = doc.source
        self.names = {*rules, *(rule.pack for rule in rules.values())}
        self.allowable = {name for name in self.names if name.partition("/")[0] != ENGINE_PACK}
        self.allows: list[Allow] = []
        self.findings: list[tuple[str, Finding]] = []
        # What was begun and not yet ended, by name.
        self.open: dict[str, list[Allow]] = {}

    def read(self) -> Suppressions:
        self._front_matter_key()
        comments = sorted((*self.doc.comments, *behind_rows(self.doc)))
        blocks = Blocks(self.doc, comments)
        alone = on_own_lines(self.source, comments)
        for comment in comments:
            if ENGINE_PACK in comment.text[:20].lower():
                self._comment(comment, comment.span in alone, blocks)
        for opened in self.open.values():
            self.allows.extend(opened)
        return Suppressions(self.allows, self.findings)

    def _comment(self, comment: Comment, is_alone: bool, blocks: Blocks) -> None:
        match = DIRECTIVE.match(self.source.text, *comment.text_span)
        if match is None:
            return
        word, word_span = match.group("word"), Span(*match.span("word"))
        if word not in DIRECTIVES:
            self._misspelled(word, word_span)
            return
        names = [(found.group(), Span(*found.span())) for found in ID.finditer(self.source.text, *match.span("ids"))]
        if word == f"{ALLOW}-end":
            self._end(Directive(word, comment.span, names, in_front_matter=comment.syntax == "front-matter"))
            return
        if not names:
            help_text = f"Name the rule, as in '{word} images/missing-alt: why'."
            self._tell("misspelled-allow", word_span, f"'{word}' does not say what is allowed.", help_text)
            return
        reason = " ".join(match.group("reason").split())
        if not reason:
            names = self._unexplained(word_span, names, has_colon=bool(match.group("colon")))
        in_front_matter = comment.syntax == "front-matter"
        directive = Directive(word, comment.span, names, reason, in_front_matter=in_front_matter)
        for name, span in self._known(directive):
            self._allow(directive, comment, name, span, is_alone, blocks)

    def _unexplained(
        self, word_span: Span, names: list[tuple[str, Span]], *, has_colon: bool
    ) -> list[tuple[str, Span]]:
        """Tell that there is no reason, or that it stands without a colon; gives the names without its words."""
        for index, (name, span) in enumerate(names):
            if index and not has_colon and "/" not in name and not self._means_rule(name):
                message = f"'{name}' is taken for a rule, since no colon stands before the reason."
                self._tell("misspelled-allow", span, message, "Put a colon between the rule and the reason.")
                return names[:index]
        message = "This does not say why the rule may be broken here."
        self._tell("unexplained-allow", word_span, message, "Add a colon and the reason after the rule's name.")
        return names

    def _means_rule(self, name: str) -> bool:
        return name in self.names or any(known.endswith(f"/{name}") for known in self.names)

    def _misspelled(self, word: str, span: Span) -> None:
        """Tell of a word that was meant to be a directive; what merely begins like one is left alone."""
        suffixes = {directive.removeprefix(f"{ENGINE_PACK}-"): directive for directive in DIRECTIVES}
        suffix = word[len(ENGINE_PACK) + 1 :].strip().lower().replace("_", "-")
        meant = nearest(suffix, suffixes)
        if meant is None and not OTHER_WORDS.search(suffix):
            return
        wanted = suffixes[meant] if meant else f"{ALLOW}-start" if "start" in suffix else ALLOW
        fix = Fix(f"Write '{wanted}'", (Edit(span, wanted),), safe=False)
        self._tell("misspelled-allow", span, f"'{word}' has no effect.", f"Write '{wanted}'.", fix)

    def _known(self, directive: Directive) -> list[tuple[str, Span]]:
        """The names that can be allowed. Tells of the others; what takes them out stands at the first."""
        known: list[tuple[str, Span]] = []
        lost: list[tuple[str, Span]] = []
        for name, span in directive.names:
            if name in self.allowable:
                known.append((name, span))
            elif name not in self.names and (guess := nearest(name, self.allowable)):
                fix = Fix(f"Write '{guess}'", (Edit(span, guess),), safe=False)
                self._tell("unknown-allow", span, NO_RULE.format(name), f"Did you mean '{guess}'?", fix)
            else:
                lost.append((name, span))
        part = Removal(self.doc).part(directive, {span for _, span in lost}) if lost else None
        take_out = Fix("Take out what names no rule", part.edits, safe=False) if part else None
        for name, span in lost:
            if name in self.names:
                message, help_text = f"'{name}' cannot be allowed.", "Mend what it tells instead."
            else:
                message, help_text = NO_RULE.format(name), "Name a rule such as 'images/missing-alt'."
            self._tell("unknown-allow", span, message, help_text, take_out)
            take_out = None
        return known

    def _allow(
        self, directive: Directive, comment: Comment, name: str, span: Span, is_alone: bool, blocks: Blocks
    ) -> None:
        line = self.source.position(comment.span.start).line
        if directive.word == f"{ALLOW}-file":
            self.allows.append(Allow(name, span, FIRST, LAST, directive))
        elif directive.word == f"{ALLOW}-start":
            self.open.setdefault(name, []).append(Allow(name, span, line, LAST, directive))
        elif is_alone:
            self.allows.append(Allow(name, span, *blocks.lines_after(comment), directive))
        else:
            self.allows.append(Allow(name, span, line, line, directive))

    def _end(self, end: Directive) -> None:
        line = self.source.position(end.span.start).line
        names = {name for name, _ in end.names}
        ended = [name for name in self.open if not names or name in names]
        if not ended:
            message = "This ends an allowance that nothing began."
            help_text = f"Put '{ALLOW}-start' and the rule's name before it, or take it out."
            self._tell("misspelled-allow", end.span, message, help_text)
        for name in ended:
            self.allows.extend(allow._replace(last_line=line, end=end) for allow in self.open.pop(name))

    def _front_matter_key(self) -> None:
        """``postlint: {allow: [ids]}``."""
        holder = self.doc.front_matter.get(ENGINE_PACK)
        if holder is None:
            return
        help_text = "Write 'allow' and a list of rules under it."
        key_span = self.doc.front_matter.key_span(ENGINE_PACK) or holder.span
        if holder.kind != "mapping" or not holder.entries:
            self._tell("misspelled-allow", key_span, f"'{ENGINE_PACK}' has no effect here.", help_text)
            return
        for entry in holder.entries:
            if entry.key.text != "allow":
                self._tell("misspelled-allow", entry.key.span, f"'{entry.key.text}' has no effect.", help_text)
                continue
            self._front_matter_names(entry)

    def _front_matter_names(self, entry: Entry) -> None:
        nodes = entry.value.items if entry.value.kind == "sequence" else (entry.value,)
        names: list[tuple[str, Span]] = []
        for node in nodes:
            if node.kind == "scalar" and node.text.strip():
                names.append((node.text, node.content_span))
            else:
                help_text = "Write the names of rules, such as 'images/missing-alt'."
                self._tell("misspelled-allow", node.span, "This does not say what is allowed.", help_text)
        directive = Directive(ENGINE_PACK, entry.span, names, in_front_matter=True, entry=entry)
        self.allows.extend(Allow(name, span, FIRST, LAST, directive) for name, span in self._known(directive))

    def _tell(self, rule: str, span: Span, message: str, help_text: str, fix: Fix | None = None) -> None:
        self.findings.append((f"{ENGINE_PACK}/{rule}", Finding(span, message, help=help_text, fix=fix)))
