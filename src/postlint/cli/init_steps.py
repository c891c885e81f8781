"""What ``init`` does beside the config, as far as it is wanted: a baseline, the git hook, a workflow for GitHub."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import chdir
from typing import TYPE_CHECKING

from postlint import git
from postlint.cli import terminal
from postlint.cli.exit_code import CLEAN
from postlint.cli.paths import BASELINE
from postlint.config.find import shown
from postlint.errors import UsageError, UserError
from postlint.expression import expression
from postlint.records import NamedTuple

if TYPE_CHECKING:
    import argparse

WORKFLOW = ".github/workflows/postlint.yml"
SOURCE = expression(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}")
_CHECKOUT = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"


class Step(NamedTuple):
    """A command that may follow, with the question that offers it where it ``is_done`` not already."""

    flag: str
    command: tuple[str, ...]
    question: str
    is_done: Callable[[], bool]
    in_git: bool = False


def _has_baseline() -> bool:
    return os.path.lexists(BASELINE)


def _has_hook() -> bool:
    from postlint.cli.hook import is_installed

    return is_installed()


STEPS = (
    # Written anew, a baseline would take in what is new since.
    Step(
        "baseline", ("baseline",), "Note all old findings in a baseline, so that only new ones are told?", _has_baseline
    ),
    Step("hook", ("hook", "install"), "Install the git hook, which checks what is committed?", _has_hook, in_git=True),
)


def add_flags(group: argparse._ArgumentGroup) -> None:
    """The flags by which the steps are asked for."""
    for step in _known():
        group.add_argument(f"--{step.flag}", action="store_true", help=f"also run 'postlint {' '.join(step.command)}'")
    help = "also write a workflow for GitHub Actions, which takes postlint from this repository at this commit"
    group.add_argument("--workflow", type=_source, metavar="OWNER/NAME@COMMIT", help=help)


def refuse_at_odds(parsed: argparse.Namespace) -> None:
    """Raise UsageError for flags that exclude each other."""
    wanted = [step.flag for step in _known() if getattr(parsed, step.flag)]
    if parsed.dry_run and (wanted or parsed.workflow):
        flag = wanted[0] if wanted else "workflow"
        raise UsageError(f"--dry-run writes nothing, so it goes without --{flag}.")


def are_named(parsed: argparse.Namespace) -> bool:
    """Whether a step is asked for by its flag."""
    return bool(parsed.workflow) or any(getattr(parsed, step.flag) for step in _known())


def take(parsed: argparse.Namespace, folder: str, *, asks: bool) -> int:
    """Take the steps that are asked for or agreed to, tell the others, and return the exit code. Raises UserError."""
    top = git.top_of(folder)
    left: list[str] = []
    for step in _known():
        with chdir(folder):
            is_possible = (top is not None or not step.in_git) and not step.is_done()
        is_wanted = getattr(parsed, step.flag) or (is_possible and parsed.yes)
        if is_wanted or (asks and is_possible and terminal.agreed(step.question)):
            code = _run(step, folder)
            if code != CLEAN:
                return code
        elif is_possible:
            left.append(f"  postlint {' '.join(step.command)}")
    if parsed.workflow:
        _write_workflow(parsed.workflow, folder, top)
    elif top is not None and not os.path.lexists(os.path.join(top, WORKFLOW)):
        left.append("  postlint init --workflow OWNER/NAME@COMMIT  # to check pull requests")
    terminal.write(["Next:", "  postlint check --hints", *left])
    return CLEAN


def write_new(path: str, text: str) -> None:
    """Write a file that is not there yet, whole or not at all. Raises UserError."""
    from postlint.atomic import Replacement

    try:
        with open(path, "xb"):  # takes the name, which nobody else can have by now
            pass
        try:
            with Replacement(path) as replacement:
                replacement.write(text.encode())
                replacement.commit()
        except BaseException:
            os.unlink(path)
            raise
    except FileExistsError:
        raise UserError(f"There is a file {shown(path)} already. It was left as it is.") from None
    except OSError as error:
        raise UserError(f"{shown(path)} could not be written: {error.strerror or 'unknown error'}.") from None


def _known() -> list[Step]:
    """The steps whose commands there are."""
    from postlint.cli import COMMANDS

    return [step for step in STEPS if step.command[0] in COMMANDS]


def _run(step: Step, folder: str) -> int:
    from importlib import import_module

    with chdir(folder):
        code: int = import_module(f"postlint.cli.{step.command[0]}").run(step.command[1:])
    return code


def _source(text: str) -> str:
    if not SOURCE.fullmatch(text):
        raise UsageError(
            f"--workflow takes the repository that postlint comes from and a whole commit of it, such as "
            f"acme/postlint@{'0123456789' * 4}, and not '{text}'."
        )
    return text


def _write_workflow(source: str, folder: str, top: str | None) -> None:
    if top is None:
        raise UserError("A workflow belongs into a git repository, and this folder is in none.")
    path = os.path.join(top, WORKFLOW)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    except OSError as error:
        raise UserError(f"{shown(path)} could not be written: {error.strerror or 'unknown error'}.") from None
    write_new(path, workflow(source, os.path.relpath(folder, top).replace(os.sep, "/")))
    terminal.write([f"Wrote {shown(path)}."])


def workflow(source: str, folder: str) -> str:
    """A workflow that checks the posts of pull requests; ``folder`` is that of the config, relative to the git top."""
    lines = [
        "name: Posts",
        "on: pull_request",
        "permissions: {}",
        "concurrency:",
        "  group: posts-${{ github.ref }}",
        "  cancel-in-progress: true",
        "jobs:",
        "  posts:",
        "    name: Posts",
        "    runs-on: ubuntu-latest",
        "    permissions:",
        "      contents: read # nothing more is needed, and a fork's pull request gets no more",
        "    steps:",
        "      - name: Check out the blog",
        f"        uses: {_CHECKOUT}",
        "        with:",
        "          fetch-depth: 0 # to see what is new, postlint looks at what was there",
        "          persist-credentials: false",
        "      - name: Check the posts",
        f"        uses: {source}",
    ]
    if folder != ".":
        from json import dumps

        lines += ["        with:", f"          working-directory: {dumps(folder, ensure_ascii=False)}"]
    return "\n".join(lines) + "\n"
