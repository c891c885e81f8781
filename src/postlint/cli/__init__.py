"""The command line: one module a command, and here what they share: dispatch, errors, exit code."""

from __future__ import annotations

import sys

from postlint import __version__
from postlint.answers import Question
from postlint.cli import terminal
from postlint.cli.exit_code import BROKEN_PIPE, INTERRUPTED, NOT_DONE
from postlint.errors import UsageError, UserError, did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "check": "lint posts",
    "baseline": "take note of old findings, so that check tells only new ones",
    "clean": "empty the cache",
    "explain": "what a rule or value asks for, and how to live with it",
    "hook": "let git check the posts of each commit",
    "init": "draft a config from the site and its posts",
    "rules": "all rules, and how they stand in this config",
    "schema": "print a JSON Schema of the config or of front matter",
    "test": "run rules by their own examples",
    "values": "what the house holds dear, and how its posts stand to that",
}

HELP = """\
usage: postlint COMMAND [...]

postlint reads blog posts as a careful editor would.

commands:
{commands}

  postlint COMMAND --help   what a command does, with examples
  postlint --version        the version

examples:
  postlint init --dry-run             a config as it would be drafted for this blog
  postlint check                      the posts of the site in this folder
  postlint check content/blog         the posts in a folder
  postlint check draft.md --verbose   one post, with the reasons for each finding
  postlint test house-rules           the examples of your own rules
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code. Nothing that a user, a post or a config can do raises here."""
    terminal.prepare()
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(arguments)
        terminal.flush()
    except UserError as error:
        terminal.tell_error(error)
        code = NOT_DONE
    except KeyboardInterrupt:
        terminal.tell("Interrupted.")
        code = INTERRUPTED
    except BrokenPipeError:
        terminal.silence()
        code = BROKEN_PIPE
    except Exception as error:
        terminal.tell_bug(error, in_full="--verbose" in arguments or "-v" in arguments)
        code = NOT_DONE
    return code


def _run(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        commands = "\n".join(f"  {name:<10}{summary}" for name, summary in COMMANDS.items())
        terminal.write(HELP.format(commands=commands).splitlines())
        return 0 if arguments else NOT_DONE
    command = arguments[0]
    if command == "--version":
        terminal.write([f"postlint {__version__}"])
        return 0
    if command in COMMANDS:
        if command == "check" and (answer := Question(arguments[1:]).answer()) is not None:
            terminal.repeat(answer.told)
            return answer.code
        from importlib import import_module

        code: int = import_module(f"postlint.cli.{command}").run(arguments[1:])
        return code
    kind = "flag" if command.startswith("-") else "command"
    known = ("--help", "--version") if kind == "flag" else COMMANDS
    advice = did_you_mean(command, known) or f" To check posts: postlint check {command}"
    raise UsageError(f"There is no {kind} '{command}'.{advice}")
