"""What ``action.yml`` runs: a check of what a GitHub event changed, told as annotations and in the summary of the job.

All that users say comes by environment variables, and so does all that the runner says; see ``docs/ci.md``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING

from postlint import git
from postlint.cli import terminal, trusted
from postlint.cli.exit_code import NOT_DONE
from postlint.cli.github_event import read
from postlint.cli.github_plan import Inputs, Plan, inputs, plan
from postlint.errors import UsageError, UserError, UserErrors
from postlint.reporters import github
from postlint.reporters.escape import visible
from postlint.reporters.markdown import ROOM, plain

if TYPE_CHECKING:
    from postlint.linter import Linter
    from postlint.report import Report

FINDINGS, VALUES = "findings.md", "values.md"
MAX_MISTAKES = 100_000  # characters of a summary that only lists mistakes


def main(environ: Mapping[str, str] | None = None) -> int:
    """Run the action in the current folder and return its exit code."""
    terminal.prepare()
    environ = os.environ if environ is None else environ
    here = os.path.realpath(".")
    try:
        code = _run(environ, here)
    except UserError as error:
        _tell_errors(error, here)
        mistakes = error.errors if isinstance(error, UserErrors) else (error,)
        listed = "".join(f"- {plain(str(one))}\n" for one in mistakes)
        _append(environ, "GITHUB_STEP_SUMMARY", f"## postlint could not check the posts\n\n{listed}"[:MAX_MISTAKES])
        code = NOT_DONE
    except Exception as error:
        terminal.tell_bug(error, in_full=True)
        code = NOT_DONE
    _append(environ, "GITHUB_OUTPUT", f"exit-code={code}\n")
    return code


def _run(environ: Mapping[str, str], here: str) -> int:
    from tempfile import TemporaryDirectory

    given = inputs(environ)
    event = read(environ.get("GITHUB_EVENT_NAME", ""), environ.get("GITHUB_EVENT_PATH", ""))
    top = git.top_of(here)
    if top is None:
        raise UsageError("There is no git repository here. Let actions/checkout run before postlint.")
    _trust(top)
    wanted = plan(given, event, environ, top)
    notes = list(wanted.notes)
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="postlint-", dir=environ.get("RUNNER_TEMP")))
        tree = top
        if wanted.config_base:
            config = os.path.relpath(os.path.join(here, given.config), top).replace(os.sep, "/")
            touched = trusted.changed(top, "HEAD", wanted.config_base, config if given.config else None)
            if touched:
                tree = stack.enter_context(trusted.tree(top, folder, "HEAD", wanted.config_base, touched))
                notes.append(_held_back(touched, wanted.config_base))
        terminal.tell_all(notes)
        stack.callback(os.chdir, here)
        place = os.path.join(tree, os.path.relpath(here, top))
        os.makedirs(place, exist_ok=True)  # a folder of which the commit holds nothing
        os.chdir(place)
        paths = [_moved(path, top, tree) for path in given.paths]
        table: list[str] = []
        code = _check(given, wanted, paths, here, folder, environ, table)
        if given.summary:
            told = "".join(f"\n{plain(note)}\n" for note in notes)
            findings = _content(os.path.join(folder, FINDINGS))
            _append(environ, "GITHUB_STEP_SUMMARY", findings + told)
            if given.values:
                _append(environ, "GITHUB_STEP_SUMMARY", _standing(given, paths, folder, table))
    return code


def _check(
    given: Inputs,
    wanted: Plan,
    paths: list[str],
    here: str,
    folder: str,
    environ: Mapping[str, str],
    table: list[str],
) -> int:
    """Lint. Files that the workflow names lie below ``here``, the findings for the summary go into ``folder``.

    ``table`` gets the lines that say how all posts stand to the values, if the check looks by all rules that tell it.
    """
    from postlint.cli import check

    def look(linter: Linter, report: Report) -> None:
        from postlint.cli.values import markdown

        table.extend(markdown(linter, report))

    arguments = [*_config(given), f"--output-format={given.format}"]
    arguments += [f"--since={wanted.since}"] if wanted.since else []
    arguments += [f"--fail-on={given.fail_on}"] if given.fail_on else []
    for format, path in (("sarif", given.sarif_file), ("rdjson", given.rdjson_file)):
        if path:
            arguments.append(f"--output-format={format}:{_report(path, here)}")
            _append(environ, "GITHUB_OUTPUT", f"{format}-file={path}\n")
    if given.summary:
        arguments.append(f"--output-format=markdown:{os.path.join(folder, FINDINGS)}")
    code = check.run([*arguments, *given.args, "--", *paths], look if given.summary and given.values else None)
    terminal.flush()
    return code


def _report(path: str, here: str) -> str:
    """Where a report goes. Raises UsageError where the checkout leads it elsewhere: a link may come from a stranger."""
    place = os.path.normpath(os.path.join(here, path))
    top = git.top_of(here) or here
    if place.startswith(top + os.sep) and os.path.realpath(place) != place:
        raise UsageError(f"'{path}' is a link in this checkout, or lies behind one, and no report is written there.")
    return place


def _standing(given: Inputs, paths: list[str], folder: str, table: list[str]) -> str:
    """How the posts stand to the values, for the summary, in which the findings leave room for it.

    Where the check has looked by some rules only, all are asked for it.
    """
    text = "".join(f"{line}\n" for line in table)
    if not table:
        from postlint.cli import values

        file = os.path.join(folder, VALUES)
        values.run([*_config(given), "--output-format=markdown", f"--output-file={file}", "--", *paths])
        text = _content(file)
    whole = f"\n## How the posts stand to the house's values\n\n{text}"
    return whole if len(whole.encode()) < ROOM // 2 else ""


def _config(given: Inputs) -> list[str]:
    return [f"--config={given.config}"] if given.config else []


def _content(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def _held_back(touched: list[str], base: str) -> str:
    shown = ", ".join(f"'{path}'" for path in touched[:3])
    more = f" and {len(touched) - 3} more" if len(touched) > 3 else ""
    return (
        f"This change touches {shown}{more}. Config and rules were taken from the commit {base[:10]}, on which it "
        "builds; what it changes in them counts once it is merged."
    )


def _moved(path: str, top: str, tree: str) -> str:
    """A path below the checkout as it is called in its copy."""
    if top == tree or not os.path.isabs(path):
        return path
    return os.path.normpath(os.path.join(tree, os.path.relpath(path, top)))


def _trust(top: str) -> None:
    """Let git work in a checkout that belongs to another user, as it does where the job runs in a container.

    Large files stay away from copies: no post is one.
    """
    count = int(os.environ.get("GIT_CONFIG_COUNT", "0") or "0")
    os.environ |= {
        f"GIT_CONFIG_KEY_{count}": "safe.directory",
        f"GIT_CONFIG_VALUE_{count}": top,
        "GIT_CONFIG_COUNT": str(count + 1),
        "GIT_LFS_SKIP_SMUDGE": "1",
    }


def _tell_errors(error: UserError, here: str) -> None:
    """Mistakes, at their places, as annotations: nobody has to look for them in the log."""
    terminal.tell_error(error)
    top = git.top_of(here) or here
    for one in (error.errors if isinstance(error, UserErrors) else (error,))[: github.MOST]:
        path = os.path.relpath(os.path.join(here, one.path), top).replace(os.sep, "/") if one.path else None
        place = {"file": path, "line": one.line, "col": one.column, "title": "postlint"}
        terminal.write([github.command("error", visible(one.message), **place)])


def _append(environ: Mapping[str, str], name: str, text: str) -> None:
    """Add to a file of the runner, where it gave one."""
    path = environ.get(name)
    if path and text:
        with open(path, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)


if __name__ == "__main__":
    sys.exit(main())
