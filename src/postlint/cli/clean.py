"""``postlint clean``: empty the cache."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from postlint import store
from postlint.cli import terminal
from postlint.cli.exit_code import CLEAN
from postlint.cli.parser import Parser, add_color_and_help
from postlint.errors import UsageError

DESCRIPTION = f"""\
Empty the cache: the answers of earlier runs, and what is known of packs. Only
files that postlint has made go, from {store.FOLDER_VARIABLE}, else from the
folder 'postlint' where this system keeps caches. Nothing is lost by that but the
time that the next run takes.
"""

EPILOG = """\
examples:
  postlint clean
"""


def run(arguments: Sequence[str]) -> int:
    """Carry out ``clean`` and return the exit code. Raises UserError."""
    parser = Parser("clean", "", DESCRIPTION, EPILOG)
    parser.add_argument("operands", nargs="*", help=argparse.SUPPRESS)
    add_color_and_help(parser.add_argument_group("what is said"))
    try:
        operands = parser.parsed("operands", arguments).operands
    except SystemExit:  # --help
        return CLEAN
    if operands:
        raise UsageError(f"There is one cache for all folders, so '{operands[0]}' has no cache to empty of its own.")
    files, size = store.clean()
    place = store.folder() or "the cache"
    terminal.write([f"Removed {files:,} file{'' if files == 1 else 's'} with {size:,} bytes from {place}."])
    return CLEAN
