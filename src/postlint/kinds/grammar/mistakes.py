"""What is wrong with a rule file, gathered with its places, so that all of it is told at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from postlint.errors import PackError
from postlint.kinds.grammar.advice import LACKING, MANY, meant_by
from postlint.kinds.grammar.list_files import BASE_OF_FILES, ListFile
from postlint.text import Source, Span

if TYPE_CHECKING:
    from postlint.data import Node


class Mistakes:
    """``errors`` are those that a rule cannot be made with; ``notes`` are told along with them, and not without.

    ``files`` are the rule file and the lists that it names.
    """

    def __init__(self, source: Source, path: str) -> None:
        self.errors: list[PackError] = []
        self.notes: list[PackError] = []
        self.files = [ListFile(0, source, path)]
        self._told: set[tuple[int, str]] = set()
        self._meant: set[tuple[int, str]] = set()

    def error(self, span: Span, message: str) -> None:
        """Tell a mistake; the same one at the same place is told once."""
        if (span.start, message) not in self._told:
            self._told.add((span.start, message))
            self.errors.append(self._placed(span, message))

    def error_at(self, words: str, span: Span, message: str) -> None:
        """Tell a mistake at words of what stands in a span, or at all of it where they are written otherwise."""
        file = self.file_at(span)
        at = file.source.text.find(words, span.start - file.base, span.end - file.base)
        self.error(span if at < 0 else Span(file.base + at, file.base + at + len(words)), message)

    def note(self, span: Span, message: str) -> None:
        """Tell what keeps no rule from working; it is told along with mistakes."""
        self.notes.append(self._placed(span, message))

    def _placed(self, span: Span, message: str) -> PackError:
        file = self.file_at(span)
        position = file.source.position(span.start - file.base)
        return PackError(message, path=file.path, line=position.line, column=position.column)

    def line(self, span: Span) -> int:
        file = self.file_at(span)
        return file.source.position(span.start - file.base).line

    def told_line(self, span: Span, beside: Span) -> str:
        """The line of a span as a message at another one tells it: with the file, if that is not the same."""
        file = self.file_at(span)
        return f"line {self.line(span)}{'' if file is self.file_at(beside) else f' of {file.path}'}"

    def file_at(self, span: Span) -> ListFile:
        """The file that a span lies in: the rule's, or a list that it names."""
        return self.files[span.start // BASE_OF_FILES]

    def unknown_keys(self, node: Node, known: Iterable[str], of: str) -> None:
        names = sorted(known)
        for entry in node.entries:
            key = entry.key.text
            if key in names:
                continue
            if key.strip() in names:  # YAML takes a no-break space for a letter
                self._meant.add((node.span.start, key.strip()))
                self.error(entry.key.span, f"'{key.strip()}' has an invisible character beside it; remove that.")
                continue
            meant = meant_by(key, names)
            self._meant.add((node.span.start, meant or ""))
            hint = f" Did you mean '{meant}'?" if meant else ""
            if not meant and len(names) < MANY:
                hint = f" It may have {', '.join(names)}."
            self.error(entry.key.span, f"'{key}' is no key of {of}.{hint}")

    def means(self, node: Node, key: str) -> bool:
        """Whether a misspelled key of this node is likely to be this one."""
        return (node.span.start, key) in self._meant

    def tell_lacking(self, node: Node, key: str, what: str = "The rule") -> None:
        """Tell that a key is missing, unless a misspelled one was told that is likely to be it."""
        if not self.means(node, key):
            self.error(node.span, f"{what} lacks '{key}'{LACKING.get(key, '')}.")

    def tell_no_list(self, node: Node, key: str, of: str) -> None:
        """Tell that what stands under a key is to be a list."""
        how = "put each on a line of its own that begins with '- '"
        if node.kind == "scalar" and node.text.startswith("-"):
            is_invisible = node.text[1:2].isspace()
            how = f"put a {'plain space, not a no-break one,' if is_invisible else 'space'} behind each '-'"
        self.error(node.span, f"'{key}' is a list of {of}; {how}.")
