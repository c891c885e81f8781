"""Runs the real command line in a process of its own, and tells what its output may do to those who read it.

The reading of GitHub's runner is written anew here from what the runner does: it shares no mistake with postlint.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

SCRIPT = os.path.join(os.path.dirname(sys.executable), "postlint")

# What the runner obeys besides the token that ends `stop-commands`, which can be any word.
COMMANDS = frozenset(
    "add-mask add-matcher add-path debug echo endgroup error group internal-set-repo-path notice remove-matcher"
    " save-state set-env set-output stop-commands warning".split()
)
COLOR = re.compile(r"\x1b\[(?:0|1|2|1;3[1-6]|34)m")
# What .NET trims from the start of a line.
BLANKS = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# What .NET leaves out when it compares text by culture, as the runner does when it looks for a prefix.
IGNORED = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
UNSEEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


class Outcome(NamedTuple):
    code: int
    out: bytes
    err: bytes
    seconds: float  # of processor time, so that a busy machine does not matter

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def errors(self) -> str:
        return self.err.decode("utf-8")


def postlint(
    folder: str | Path,
    *arguments: str | bytes,
    stdin: bytes | None = None,
    stdout: int | IO[Any] = subprocess.PIPE,
    stderr: int | IO[Any] = subprocess.PIPE,
    environ: Mapping[str, str] | None = None,
    memory: int | None = None,
    timeout: float = 20,
    program: Sequence[str] = (SCRIPT,),
) -> Outcome:
    """Run the console script, ``memory`` bytes at most. It must neither hang nor die of a signal."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    before = _child_seconds()
    process = subprocess.Popen(
        [*program, *arguments],
        cwd=folder,
        env=environment | dict(environ or {}),
        stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
        stdout=stdout,
        stderr=stderr,
        preexec_fn=limit,
    )
    try:
        out, err = process.communicate(stdin, timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise AssertionError(f"postlint {arguments!r} hung for {timeout} s") from None
    seconds = _child_seconds() - before
    out, err = out or b"", err or b""
    assert process.returncode >= 0, f"killed by signal {-process.returncode}; {err[-500:]!r}"
    assert b"Traceback" not in err, err.decode(errors="replace")[-3000:]
    assert b"Traceback" not in out
    assert b"fault of its own" not in err, err.decode(errors="replace")[-3000:]
    return Outcome(process.returncode, out, err, seconds)


def _child_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def commands(line: str) -> Iterator[str]:
    """The commands that the runner finds in one line of output: version 2 at its start, version 1 anywhere."""
    trimmed = re.sub(rf"\A[{BLANKS}]+", "", line)
    if trimmed.startswith("::") and (end := trimmed.find("::", 2)) >= 0:
        yield trimmed[2:end].split(" ")[0]
    start = line.find("##[")
    if start >= 0 and (end := line.find("]", start)) >= 0:
        yield line[start + 3 : end].split(" ")[0]


def harm(output: bytes, *, colors: bool = False) -> list[str]:
    """What is wrong with output that people, terminals and runners read, in words."""
    try:
        text = output.decode("utf-8")
    except UnicodeDecodeError as error:
        return [f"not UTF-8: {error}"]
    plain = COLOR.sub("", text) if colors else text
    unseen = ((match[0], plain[max(0, match.start() - 30) : match.end() + 30]) for match in UNSEEN.finditer(plain))
    found = [f"U+{ord(character):04X} in {around!r}" for character, around in unseen]
    for written, shown in zip(text.split("\n"), plain.split("\n"), strict=True):
        for line in (written, shown):
            if "##[" in line or re.match(rf"[{BLANKS}]*::", line):
                found.append(f"a command of the runner: {line!r}")
            found += [f"the runner obeys {name!r}: {line!r}" for name in commands(line) if name in COMMANDS]
        ignoring = IGNORED.sub("", shown)
        found += [
            f"the runner obeys {name!r}, by culture: {shown!r}" for name in commands(ignoring) if name in COMMANDS
        ]
    return found
