"""Where reports go: standard output, or files that are replaced in one step. The only module that writes such files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress

from postlint.atomic import Replacement
from postlint.errors import UsageError, UserError
from postlint.files import MARKDOWN
from postlint.records import NamedTuple

STDOUT = "-"


class Output(NamedTuple):
    """A format and the file that it goes to, None for standard output."""

    format: str
    path: str | None = None


class OutputFile:
    """A file that gets a report: whole, or it stays as it was.

    Making one tries out whether it can be written, so that no run ends in a report that is lost. Raises UsageError.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            self._file = _opened(path)
        except ValueError:  # a NUL or a lone surrogate
            raise UsageError(f"No file can be called '{path}'.") from None
        except OSError as error:
            raise UsageError(f"'{path}' cannot be written: {error.strerror or 'unknown error'}.") from None

    def write(self, lines: Iterable[str]) -> None:
        """Write the lines and close. Raises UserError where that fails; what was there is then still there."""
        try:
            for text in lines:
                self._file.write(f"{text}\n".encode("utf-8", "backslashreplace"))
            self._file.commit()
        except OSError as error:
            problem = error.strerror or "unknown error"
            raise UserError(f"The report could not be written to '{self.path}': {problem}.") from None
        finally:
            self.discard()

    def discard(self) -> None:
        """Leave the file as it was, unless it has been written."""
        self._file.discard()


class _Device:
    """A pipe or a device, which must not be replaced."""

    def __init__(self, path: str) -> None:
        self._file = open(path, "wb")  # noqa: SIM115 - it stays open until the report is there

    def write(self, content: bytes) -> None:
        self._file.write(content)

    def commit(self) -> None:
        self._file.close()

    def discard(self) -> None:
        with suppress(OSError):
            self._file.close()


def _opened(path: str) -> Replacement | _Device:
    """What takes the bytes for a file. Raises UsageError, OSError, ValueError."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        status = None
    if status is not None and not stat.S_ISREG(status.st_mode):
        return _Device(path)  # a folder says itself that it is one
    target = os.path.realpath(path)  # a link stays one
    folder, name = os.path.split(target)
    if not os.path.isdir(folder):
        raise UsageError(f"'{path}' cannot be written: there is no such folder. Make it first.")
    if status is not None:
        if name.lower().endswith(MARKDOWN):
            raise UsageError(f"'{path}' looks like a post, which no report replaces. Give another file.")
        if not os.access(target, os.W_OK):
            raise UsageError(f"'{path}' cannot be written: permission is denied.")
    return Replacement(target, like=status)


class Outputs:
    """All places of a run's reports. Making it tries out the files; raises UsageError."""

    def __init__(self, outputs: Iterable[Output]) -> None:
        self.outputs = tuple(outputs)
        self._files: dict[str, OutputFile] = {}
        try:
            for output in self.outputs:
                if output.path is not None:
                    self._files[output.path] = OutputFile(output.path)
        except UsageError:
            self.discard()
            raise

    def file(self, path: str) -> OutputFile:
        return self._files[path]

    def discard(self) -> None:
        """Leave all files as they were that have not been written."""
        for file in self._files.values():
            file.discard()


def chosen(outputs: list[Output], file: str | None) -> tuple[Output, ...]:
    """The outputs of a run: those asked for, of which one that names no file goes to ``file`` or standard output.

    Raises UsageError where two go to one place, or ``file`` is for none.
    """
    wanted = outputs or [Output("full")]
    if file is not None:
        if all(output.path is not None for output in wanted):
            raise UsageError("--output-file has nothing to hold: each --output-format names a file of its own.")
        wanted = [output if output.path is not None else output._replace(path=file) for output in wanted]
    wanted = [output._replace(path=None) if output.path == STDOUT else output for output in wanted]
    places: dict[str | None, Output] = {}
    for output in wanted:
        place = None if output.path is None else _real(output.path)
        if place in places:
            where = "standard output" if output.path is None else f"'{output.path}'"
            both = f"Both '{places[place].format}' and '{output.format}' would go to {where}."
            raise UsageError(f"{both} Give one a file: --output-format {output.format}:FILE.")
        places[place] = output
    return tuple(wanted)


def _real(path: str) -> str:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):  # what cannot be a file is told when it is to be opened
        return path
