"""What stands in a JavaScript or TypeScript config as plain literals: it is read as text, never run.

Whatever is computed there (a call, a variable, a spread) is OPAQUE, and so says that it is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from postlint.expression import expression

OPAQUE: Final = object()
LONGEST = 200_000
DEEPEST = 40
MOST_EXPORTS = 8
MOST_VARIABLES = 40
_COMMENT_OR_STRING = expression(
    r"//[^\n]*|/\*.*?(?:\*/|\Z)|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`", re.S
)
_SPACE = expression(r"\s*")
_KEY = expression(r"(?:([A-Za-z_$][\w$]*)|\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)')\s*:")
_STRING = expression(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\$]|\\.)*)`", re.S)
_WORD = expression(r"true\b|false\b|null\b|-?\d+(?:\.\d+)?\b")
_MARK = expression(r"[\[\](){},]|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`", re.S)
_EXPORTED = expression(
    r"(?:module\.exports\s*=|export\s+default|\b(?:const|let|var)\s+\w*[cC]onfig\b[^=\n]*=)\s*"
    r"(?:async\s+)?(?:\(\s*\)\s*=>\s*)?(?:\w+\()?\s*(?=\(?\s*\{)"
)
_RETURNED = expression(r"\breturn\s*(?=\{)")
_VARIABLE = expression(r"\b(?:const|let|var)\s+(\w+)\s*(?::\s*\w+)?=\s*(?=[\"'`\[{])")


def config(text: str) -> dict[str, Any]:
    """The object that a config module exports, as far as it is plain; empty where none is found."""
    text = _COMMENT_OR_STRING.sub(_uncommented, text[:LONGEST])
    exported = islice(_EXPORTED.finditer(text), MOST_EXPORTS)
    objects = [value for match in exported if isinstance(value := _Reader(text).value(match.end()), dict)]
    return max(objects, key=len, default={})


def variables(text: str) -> dict[str, Any]:
    """The plain values of the variables that a module declares."""
    text = _COMMENT_OR_STRING.sub(_uncommented, text[:LONGEST])
    declared = islice(_VARIABLE.finditer(text), MOST_VARIABLES)
    return {match[1]: _Reader(text).value(match.end()) for match in declared}


def returned(text: str) -> list[Any]:
    """The objects that a config module returns from its function, or exports."""
    text = _COMMENT_OR_STRING.sub(_uncommented, text[:LONGEST])
    found = islice(_RETURNED.finditer(text), MOST_EXPORTS)
    return [config(text), *(_Reader(text).value(match.end()) for match in found)]


def value_at(text: str, at: int) -> Any:
    """The value that begins at a place of a text."""
    return _Reader(text[:LONGEST]).value(at, 1)


def objects_of(value: Any) -> Iterator[dict[str, Any]]:
    """All objects within a value, from the outside in."""
    pending = [value]
    while pending:
        current = pending.pop(0)
        if isinstance(current, dict):
            yield current
            pending.extend(current.values())
        elif isinstance(current, list):
            pending.extend(current)


def _uncommented(match: re.Match[str]) -> str:
    return " " if match[0].startswith(("//", "/*")) else match[0]


class _Reader:
    """Reads one value; ``at`` is the place after what was read last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def value(self, at: int, depth: int = 0) -> Any:
        self.at = at
        found = self._literal(depth)
        self._space()
        if self.text[self.at : self.at + 1] in (",", "}", "]", ")", ";", "") or depth == 0:
            return found
        self._skip()  # an expression that begins with a literal
        return OPAQUE

    def _literal(self, depth: int) -> Any:
        self._space()
        mark = self.text[self.at : self.at + 1]
        if depth > DEEPEST:
            self._skip()
            return OPAQUE
        if mark == "(":
            self.at += 1
            inner = self.value(self.at, depth + 1)
            self._space()
            if self.text.startswith(")", self.at):
                self.at += 1
                return inner
            return OPAQUE
        if mark == "{":
            return self._object(depth)
        if mark == "[":
            return self._array(depth)
        if match := _STRING.match(self.text, self.at):
            self.at = match.end()
            return re.sub(r"\\(.)", r"\1", next(group for group in match.groups() if group is not None))
        if match := _WORD.match(self.text, self.at):
            self.at = match.end()
            return {"true": True, "false": False, "null": None}.get(match[0], match[0])
        self._skip()
        return OPAQUE

    def _object(self, depth: int) -> dict[str, Any]:
        self.at += 1
        found: dict[str, Any] = {}
        while self.at < len(self.text):
            self._space()
            if self.text.startswith("}", self.at):
                self.at += 1
                break
            key = _KEY.match(self.text, self.at)
            if key is None:
                before = self.at
                self._skip()
                if self.text.startswith("...", before):
                    found["..."] = OPAQUE
            else:
                name = next(group for group in key.groups() if group is not None)
                found[name] = self.value(key.end(), depth + 1)
            if not self._comma():
                break
        return found

    def _array(self, depth: int) -> list[Any]:
        self.at += 1
        found: list[Any] = []
        while self.at < len(self.text):
            self._space()
            if self.text.startswith("]", self.at):
                self.at += 1
                break
            found.append(self.value(self.at, depth + 1))
            if not self._comma():
                break
        return found

    def _comma(self) -> bool:
        """Go past a comma, or up to what closes; False where neither is there, so that nothing loops."""
        self._space()
        if self.text.startswith(",", self.at):
            self.at += 1
            return True
        return self.text[self.at : self.at + 1] in ("}", "]")

    def _skip(self) -> None:
        """Go to the comma or bracket that ends the expression here."""
        depth = 0
        for mark in _MARK.finditer(self.text, self.at):
            if mark[0] in "([{":
                depth += 1
            elif mark[0] in ")]}":
                if depth == 0:
                    self.at = mark.start()
                    return
                depth -= 1
            elif mark[0] == "," and depth == 0:
                self.at = mark.start()
                return
        self.at = len(self.text)

    def _space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
