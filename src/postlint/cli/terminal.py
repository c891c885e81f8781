"""Standard output for the report, standard error for all else: the only module that writes to either."""

from __future__ import annotations

import os
import sys

from postlint import look
from postlint.answers import ERR, OUT
from postlint.errors import UserError, UserErrors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import IO

NARROWEST = 40
WIDEST = 160

MOST_HEARD = 8 * 1024 * 1024
"""So many characters are noted. A run that prints more may end otherwise another time, for all that anybody knows."""

_heard: list[tuple[str, str]] | None = None
_left = 0


class hearing:  # noqa: N801 - it reads as the verb that it is
    """``with hearing() as told:`` what is written and told meanwhile is also noted there, by stream."""

    def __enter__(self) -> list[tuple[str, str]]:
        global _heard, _left
        _heard, _left = [], MOST_HEARD
        return _heard

    def __exit__(self, *_: object) -> None:
        global _heard
        _heard = None


def _hear(stream: str, text: str) -> None:
    global _heard, _left
    if _heard is None:
        return
    _heard.append((stream, text))
    _left -= len(text)
    if _left < 0:
        _heard.clear()
        _heard = None
        look.doubt()


def prepare() -> None:
    """Let the streams print every character, whatever the locale can encode."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def write(lines: Iterable[str]) -> None:
    """Write lines to standard output. Raises UserError where that fails, BrokenPipeError where nobody reads on."""
    if sys.stdout is None:
        raise UserError("Standard output is closed, so the report cannot be written.")
    try:
        for text in lines:
            _hear(OUT, text + "\n")
            sys.stdout.write(text + "\n")
    except OSError as error:
        raise _not_written(error) from None


def repeat(told: Iterable[tuple[str, str]]) -> None:
    """Print once more what was heard. Raises as ``write`` does."""
    for stream, text in told:
        if stream == OUT:
            try:
                sys.stdout.write(text)
            except OSError as error:
                raise _not_written(error) from None
            flush()
        else:
            _say(text)


def write_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are. Raises as ``write`` does."""
    if sys.stdout is None:
        raise UserError("Standard output is closed, so the text cannot be written.")
    try:
        sys.stdout.flush()
        stream = getattr(sys.stdout, "buffer", None)
        if stream is None:
            sys.stdout.write(data.decode(errors="replace"))
        else:
            stream.write(data)
            stream.flush()
    except OSError as error:
        raise _not_written(error) from None


def flush() -> None:
    """Write out what is buffered; raises as ``write`` does."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        raise _not_written(error) from None


def silence() -> None:
    """Throw away what is still to be written, so that the interpreter does not complain at its end."""
    try:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it lives as long as the process
    except OSError:
        sys.stdout = None


def tell(message: str) -> None:
    """Say something on standard error, if anybody can hear it."""
    from postlint.reporters.escape import line, visible

    text = line(visible(message)) + "\n"
    _hear(ERR, text)
    _say(text)


def _say(text: str) -> None:
    try:
        if sys.stderr is not None:
            sys.stderr.write(text)
            sys.stderr.flush()
    except OSError:
        pass


def tell_all(lines: Iterable[str]) -> None:
    """Say several things, one a line."""
    for text in lines:
        tell(text)


def tell_error(error: UserError) -> None:
    """Say what was done wrong, each mistake on its line: ``path:line:column: error: message``."""
    for one in error.errors if isinstance(error, UserErrors) else (error,):
        place = ":".join(str(part) for part in (one.path, one.line, one.column) if part is not None)
        tell(f"{place}: error: {one.message}" if place else f"error: {one.message}")
    if not isinstance(error, UserErrors):
        return
    count = len(error.errors)
    tell(f"{count} {'mistake' if count == 1 else 'mistakes'}; nothing was checked.")


def tell_bug(error: Exception, *, in_full: bool) -> None:
    """Say that postlint itself failed."""
    said = " ".join(str(error).split())
    tell(f"error: postlint failed, which is a fault of its own: {type(error).__name__}{': ' if said else ''}{said}")
    if in_full:
        from traceback import format_exception

        for text in "".join(format_exception(error)).splitlines():
            tell(text)
    else:
        tell("Run it again with --verbose to see where, and report that.")


def wants_color(choice: str, environ: Mapping[str, str]) -> bool:
    """Whether standard output gets colors: as asked, else as the environment says, else only in a terminal."""
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return is_terminal(sys.stdout) and environ.get("TERM") != "dumb"


def page_width() -> int:
    """The columns that a report may take. Away from a terminal it is always the same."""
    from postlint.reporters.options import PLAIN_WIDTH

    if not is_terminal(sys.stdout):
        return PLAIN_WIDTH
    try:
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return PLAIN_WIDTH
    return max(NARROWEST, min(columns, WIDEST)) if columns else PLAIN_WIDTH


def draws() -> bool:
    """Whether standard output is a terminal that shows block characters."""
    return is_terminal(sys.stdout) and (sys.stdout.encoding or "").lower().startswith("utf")


def is_terminal(stream: IO[str] | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def can_ask() -> bool:
    """Whether somebody sits there who can be asked."""
    return is_terminal(sys.stdin) and is_terminal(sys.stdout)


def answer(question: str) -> str:
    """What is answered to a question in a terminal; empty for Enter alone. Raises KeyboardInterrupt at its end."""
    from postlint.reporters.escape import line, visible

    sys.stdout.write(f"{line(visible(question))} ")
    sys.stdout.flush()
    said = sys.stdin.readline()
    if not said:
        raise KeyboardInterrupt
    return said.strip()


def agreed(question: str) -> bool:
    """Whether the answer is yes, which Enter alone means too."""
    while True:
        said = answer(f"{question} [Y/n]").lower()
        if said in ("", "y", "yes"):
            return True
        if said in ("n", "no"):
            return False


class Progress:
    """A line on standard error that tells how far a long run is, in a terminal only; call it with (done, total)."""

    AFTER = 0.5  # seconds
    EVERY = 0.1

    def __init__(self, *, on: bool, doing: str = "Checking posts") -> None:
        from time import monotonic

        self._doing = doing
        self._now = monotonic
        self._next = monotonic() + self.AFTER if on and is_terminal(sys.stderr) else float("inf")
        self._is_shown = False

    def __call__(self, done: int, total: int) -> None:
        now = self._now()
        if now >= self._next:
            self._next = now + self.EVERY
            self._is_shown = True
            sys.stderr.write(f"\r\x1b[K{self._doing}: {done:,} of {total:,}")
            sys.stderr.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the line."""
        if self._is_shown:
            self._is_shown = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _not_written(error: OSError) -> Exception:
    if isinstance(error, BrokenPipeError):
        return error
    silence()
    return UserError(f"The report could not be written: {error.strerror or 'unknown error'}.")
