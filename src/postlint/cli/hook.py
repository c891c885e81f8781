"""``postlint hook``: let git check the posts of each commit before it is made."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from postlint import git
from postlint.cli import terminal
from postlint.cli.exit_code import CLEAN
from postlint.cli.parser import Parser
from postlint.errors import UsageError, did_you_mean

NAME = "pre-commit"
COMMAND = "postlint check --staged --force-exclude"
MARK = b"# Written by 'postlint hook install'"
SCRIPT = """\
#!/bin/sh
{mark}; 'postlint hook uninstall' takes it away.
# Checks the posts of a commit as they are staged. 'git commit --no-verify' goes without.
python={python}
if [ -x "$python" ]; then
    "$python" -P -m {command}
else
    {command}
fi
code=$?
if [ $code -eq 1 ]; then
    echo "Nothing was committed. To mend what can be mended: postlint check --staged --fix" >&2
    echo "To commit all the same: git commit --no-verify" >&2
fi
exit $code
"""
ACTIONS = ("install", "uninstall")

DESCRIPTION = """\
Let git check the posts of each commit before it is made.

install writes a pre-commit hook that runs 'postlint check --staged'; uninstall
takes it away. A hook that others have written is never touched.
"""

EPILOG = """\
examples:
  postlint hook install
      from now on, each commit is checked
  git commit --no-verify
      one that is not
  postlint hook uninstall
      as it was before

exit code:
  0  done, or there was nothing to do
  2  not done
"""


def run(arguments: Sequence[str]) -> int:
    """Carry out ``hook`` and return the exit code. Raises UserError."""
    parser = Parser("hook", "install|uninstall", DESCRIPTION, EPILOG)
    parser.add_argument("actions", nargs="*", help=argparse.SUPPRESS)
    parser.add_argument("-h", "--help", action="help", help="show this help, and stop")
    try:
        parsed = parser.parsed("actions", arguments)
    except SystemExit:  # --help
        return CLEAN
    if len(parsed.actions) != 1:
        raise UsageError("Say what to do with the hook: postlint hook install, or postlint hook uninstall.")
    (action,) = parsed.actions
    if action not in ACTIONS:
        raise UsageError(f"The hook knows no '{action}'.{did_you_mean(action, ACTIONS)} It is install or uninstall.")
    path = _path()
    return _install(path) if action == "install" else _uninstall(path)


def is_installed() -> bool:
    """Whether git checks the commits of the repository here already."""
    try:
        return _is_ours(_path())
    except UsageError:
        return False


def _path() -> str:
    """Where git looks for the hook of the repository here. Raises UsageError outside of one."""
    here = os.getcwd()
    folder = git.output(here, "rev-parse", "--git-path", "hooks", environment=git.inherited(), hooks=True)
    if not folder:
        raise UsageError("There is no git repository here, and so no commit to check. Go into one, or run 'git init'.")
    return os.path.join(here, os.fsdecode(folder.removesuffix(b"\n")), NAME)


def _install(path: str) -> int:
    from postlint.atomic import Replacement

    shown = _shown(path)
    content = _script().encode("utf-8", "surrogateescape")
    if os.path.lexists(path):
        if not _is_ours(path):
            raise UsageError(
                f"There is a hook already, {shown}, and it is not postlint's. "
                f"Add this line to it by hand: {COMMAND} || exit $?"
            )
        if _content(path) == content and os.access(path, os.X_OK):
            terminal.tell(f"The hook {shown} is already there.")
            return CLEAN
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with Replacement(path) as replacement:
            replacement.write(content)
            replacement.commit()
        os.chmod(path, os.stat(path).st_mode | 0o111)
    except OSError as error:
        raise UsageError(f"The hook {shown} could not be written: {error.strerror or 'unknown error'}.") from None
    terminal.tell(f"Wrote {shown}. From now on, git checks the posts of each commit as they are staged.")
    return CLEAN


def _uninstall(path: str) -> int:
    shown = _shown(path)
    if not os.path.lexists(path):
        terminal.tell(f"There is no hook {shown}, so there is nothing to take away.")
        return CLEAN
    if not _is_ours(path):
        raise UsageError(f"The hook {shown} is not postlint's. Take the line '{COMMAND}' out of it by hand.")
    try:
        os.unlink(path)
    except OSError as error:
        raise UsageError(f"The hook {shown} could not be removed: {error.strerror or 'unknown error'}.") from None
    terminal.tell(f"Removed {shown}.")
    return CLEAN


def _script() -> str:
    from shlex import quote

    return SCRIPT.format(mark=MARK.decode(), python=quote(sys.executable or ""), command=COMMAND)


def _is_ours(path: str) -> bool:
    """Whether a file was written by postlint, and by nobody since: its second line says so, and no line was added."""
    lines = _content(path).splitlines()
    written = _script().encode("utf-8", "surrogateescape").splitlines()
    return len(lines) == len(written) and lines[1].startswith(MARK) and lines[4:] == written[4:]


def _content(path: str) -> bytes:
    """What a hook holds; nothing where it is a link or no file."""
    if os.path.islink(path) or not os.path.isfile(path):
        return b""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _shown(path: str) -> str:
    from postlint.config.find import shown

    return shown(path)
