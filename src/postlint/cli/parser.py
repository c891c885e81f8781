"""What the flags of all commands have in common: the only module that makes parsers of argparse."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn

from postlint.cli.terminal import page_width
from postlint.errors import UsageError, did_you_mean

# What argparse says is read in English here, and to look for it in other languages takes a millisecond at each start.
argparse._ = str  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    """The parser of a command, whose complaints are errors like all others."""

    def __init__(self, command: str, operands: str, description: str, epilog: str) -> None:
        super().__init__(
            prog=f"postlint {command}",
            usage=" ".join(filter(None, ("postlint", command, operands, "[flags]"))),
            description=description,
            epilog=epilog,
            formatter_class=lambda prog: argparse.RawDescriptionHelpFormatter(
                prog, max_help_position=28, width=page_width()
            ),
            allow_abbrev=False,
            add_help=False,
        )

    def error(self, message: str) -> NoReturn:
        message = message.removeprefix("argument ")
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See {self.prog} --help.")

    def parsed(self, operands: str, arguments: Sequence[str]) -> argparse.Namespace:
        """What is given; ``operands`` names what is no flag, to which all belongs that stands behind ``--``.

        Raises UsageError, and SystemExit where only help was asked for.
        """
        given = list(arguments)
        # What argparse makes of "--" among mixed flags and operands differs between versions of Python.
        stop = given.index("--") if "--" in given else len(given)
        parsed, unknown = self.parse_known_intermixed_args(given[:stop])
        setattr(parsed, operands, [*getattr(parsed, operands), *given[stop + 1 :]])
        for argument in unknown:
            flag = argument.partition("=")[0]
            known = [name for action in self._actions for name in action.option_strings if name.startswith("--")]
            advice = did_you_mean(flag, known) or f" See {self.prog} --help."
            raise UsageError(f"There is no flag '{flag}'.{advice}")
        return parsed


def choice(word: str, choices: Sequence[str]) -> Callable[[str], str]:
    """A type for flags that take one of several words."""

    def chosen(text: str) -> str:
        if text not in choices:
            advice = f"{did_you_mean(text, choices)} It can be {', '.join(choices)}."
            raise UsageError(f"There is no {word} '{text}'.{advice}")
        return text

    return chosen


def add_color_and_help(group: argparse._ArgumentGroup) -> None:
    """The flags that every command has."""
    color = choice("color setting", ("auto", "always", "never"))
    group.add_argument("--color", type=color, default="auto", metavar="WHEN", help="auto (default), always, never")
    group.add_argument("-h", "--help", action="help", help="show this")
