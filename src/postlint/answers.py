"""The whole answer of a run that is asked again while nothing has changed.

A run that only reads depends on what was asked, on the code, and on what it looked at, which ``look`` has noted. So
what it printed is stored with these notes, and where the same is asked and each look gives the same again, it is
printed without a run. Whatever is in doubt is no answer. This module is loaded before all others, so it loads little.
"""

from __future__ import annotations

import os
import sys
from time import time_ns

from postlint import __version__, look, store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LOADED = time_ns()
"""Code that has changed since then, or just before, may not be the code that runs."""
MOST_ANSWERS = 8
"""So many answers are kept for one folder in which postlint is run."""
ENVIRONMENT = ("NO_COLOR", "FORCE_COLOR", "TERM", "POSTLINT_PURE_PYTHON")
"""All of the environment that decides what a run prints. What git makes of its own, git is asked again."""
OUT, ERR = "o", "e"
LETTERS = look.KIND + look.LINK + look.WHOLE + look.CONTENT + look.NAMES + look.IGNORED

_FORMAT = 1
_DAY_NS = 86_400_000_000_000


class Answer:
    """The exit code of a run, and what it printed: texts for standard output and standard error, in turn."""

    __slots__ = ("code", "told")

    def __init__(self, code: int, told: Sequence[tuple[str, str]]) -> None:
        self.code = code
        self.told = told


class Question:
    """What is asked of ``check``, here and now. Make it before anything is looked at."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = list(arguments)
        self._key = _key(self._arguments)
        self._family, self._name = _names(self._key)

    def answer(self) -> Answer | None:
        """The answer of an earlier run, if it would be the same now."""
        content = store.read(self._name) if self._key else None
        try:
            return self._read(content) if content is not None else None
        except (ValueError, IndexError, OSError):
            return None

    def _read(self, content: bytes) -> Answer | None:
        key, code, told, *notes = _unpacked(content)
        if key != self._key or len(notes) != 2 * len(LETTERS):
            return None
        fresh: list[tuple[bytes, bytes]] | None = []
        for letter, places, stamps in zip(LETTERS, notes[::2], notes[1::2], strict=True):
            pairs = zip(places.split(b"\0"), stamps.split(b"\0"), strict=True) if places else ()
            if letter in look.STAMPS and letter not in look.CONTENT + look.NAMES:
                stamp = look.STAMPS[letter]
                for place, seen in pairs:
                    if stamp(place) != seen:
                        return None
            elif letter == look.IGNORED:
                if any(_ignored(place) != seen for place, seen in pairs):
                    return None
            else:
                for place, seen in pairs:
                    now = time_ns()
                    status = os.stat(place)
                    if look.STAMPS[letter](place) != seen:
                        return None
                    if fresh is not None:
                        is_settled = look.is_settled(status, now)
                        fresh = [*fresh, (place, look.whole_of(status))] if is_settled else None
        if fresh:
            self._refresh(content, fresh)
        texts = [(part[:1].decode(), part[1:].decode("utf-8", "surrogatepass")) for part in _unpacked(told)]
        return Answer(int(code), texts)

    def _refresh(self, content: bytes, settled: Iterable[tuple[bytes, bytes]]) -> None:
        """Store that files which were told by their content need no reading from now on."""
        parts = _unpacked(content)
        for place, seen in settled:
            at = 3 + 2 * LETTERS.index(look.WHOLE)
            for number, text in ((at, place), (at + 1, seen)):
                parts[number] = parts[number] + b"\0" + text if parts[number] else text
        for letter in look.CONTENT + look.NAMES:
            at = 3 + 2 * LETTERS.index(letter)
            parts[at : at + 2] = b"", b""
        store.write(self._name, _packed(parts))

    def keep(self, answer: Answer, looks: look.Looks) -> None:
        """Store the answer of a run, if looks can tell whether it would be the same another time."""
        code_stamps = _code()
        if not looks.is_sound or code_stamps is None or not self._key or _key(self._arguments) != self._key:
            return
        stamps = {**looks.stamps, **code_stamps}
        parts = [self._key, b"%d" % answer.code, _packed([_told(*one) for one in _joined(answer.told)])]
        for letter in LETTERS:
            places = sorted(place for place in stamps if place[0] == letter)
            parts.append(b"\0".join(os.fsencode(place[1:]) for place in places))
            parts.append(b"\0".join(stamps[place] for place in places))
        store.write(self._name, _packed(parts))
        store.keep_newest(self._family, MOST_ANSWERS)


def _key(arguments: Sequence[str]) -> bytes:
    """All but files that decides on an answer; empty where none can be given."""
    try:
        here = os.getcwd()
        is_terminal = sys.stdout.isatty()
        width = os.get_terminal_size(sys.stdout.fileno()).columns if is_terminal else 0
    except (OSError, ValueError, AttributeError):
        return b""
    flags = arguments[: arguments.index("--")] if "--" in arguments else arguments
    knows_day = any(flag == "--today" or flag.startswith("--today=") for flag in flags)
    return repr(
        (
            (_FORMAT, __version__, here, list(arguments)),
            (sys.version, sys.executable, sys.flags, sys.warnoptions, sys.path, sys.getfilesystemencoding()),
            (is_terminal, width, sys.stdout.encoding, [os.environ.get(name) for name in ENVIRONMENT]),
            os.geteuid() if hasattr(os, "geteuid") else 0,
            None if knows_day else time_ns() // _DAY_NS,  # in UTC, as the day is that counts as today
        )
    ).encode("utf-8", "backslashreplace")


def _names(key: bytes) -> tuple[str, str]:
    """Under what the answers of this folder are stored, and under what this one is; the key in it settles the rest."""
    from zlib import adler32, crc32

    try:
        family = f"answer-{crc32(os.fsencode(os.getcwd())):08x}-"
    except OSError:
        family = "answer-"
    return family, f"{family}{crc32(key):08x}{adler32(key):08x}"


def _ignored(place: bytes) -> bytes:
    from postlint import git

    top, _, inner = os.fsdecode(place).partition(look.BETWEEN)
    return look.listed_by_git(git.ignored_again(top, inner))


def _code() -> dict[str, bytes] | None:
    """The stamps of the code that gave an answer; None where it may have changed since it was loaded."""
    package = os.path.dirname(os.path.abspath(__file__))
    paths = set(_files_below(package)) | _libraries(package)
    stamps = {}
    for path in paths:
        try:
            status = os.stat(path)
        except OSError:
            return None
        if not look.is_settled(status, LOADED):
            return None
        stamps[look.WHOLE + path] = look.whole_of(status)
    return stamps


def _files_below(folder: str) -> Iterator[str]:
    yield folder
    with os.scandir(folder) as listing:
        for entry in listing:
            if entry.name in ("__pycache__", "_packs"):  # what is read of packs, is noted
                continue
            if entry.is_dir():
                yield from _files_below(entry.path)
            else:
                yield entry.path


def _libraries(package: str) -> set[str]:
    """The files of libraries that are loaded, and the folders in which these are installed."""
    python = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
    found = set()
    for module in list(sys.modules.values()):
        path = str(getattr(module, "__file__", ""))
        is_python = path.startswith(python) and "-packages" not in path
        if os.path.isabs(path) and not is_python and not path.startswith(package + os.sep):
            found.add(path)
    return found | {entry for entry in sys.path if entry and any(path.startswith(entry + os.sep) for path in found)}


# Plain data


def _joined(told: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Texts with those put together that go to one stream in a row."""
    joined: list[tuple[str, list[str]]] = []
    for stream, text in told:
        if not joined or joined[-1][0] != stream:
            joined.append((stream, []))
        joined[-1][1].append(text)
    return [(stream, "".join(texts)) for stream, texts in joined]


def _told(stream: str, text: str) -> bytes:
    return stream.encode() + text.encode("utf-8", "surrogatepass")


def _packed(parts: Sequence[bytes]) -> bytes:
    return b" ".join(b"%d" % len(part) for part in parts) + b"\n" + b"".join(parts)


def _unpacked(content: bytes) -> list[bytes]:
    """The parts of which ``_packed`` made this. Raises ValueError where it did not."""
    head, end, _ = content.partition(b"\n")
    parts = []
    at = len(head) + len(end)
    for length in map(int, head.split()):
        parts.append(content[at : at + length])
        at += length
    if at != len(content):
        raise ValueError
    return parts
