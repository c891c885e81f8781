"""What a run of the GitHub Action is to do: its inputs, and the commits that tell what is new and what is trusted."""

from __future__ import annotations

from collections.abc import Mapping

from postlint import commits
from postlint.cli.github_event import Event
from postlint.cli.trusted import HISTORY
from postlint.diagnostic import SEVERITIES
from postlint.errors import UsageError, did_you_mean
from postlint.records import NamedTuple

SOURCES = ("auto", "base", "head")
SWITCHES = ("true", "false")


class Inputs(NamedTuple):
    """What the workflow asks for, each input as ``action.yml`` describes it."""

    paths: list[str]
    since: str
    fail_on: str
    format: str
    config: str
    config_from: str
    args: list[str]
    sarif_file: str
    rdjson_file: str
    summary: bool
    values: bool


class Plan(NamedTuple):
    """What is to be checked: since which commit, with config and rules of which, and what people should know of it."""

    since: str | None = None
    config_base: str | None = None
    notes: tuple[str, ...] = ()


def variable(name: str) -> str:
    """The environment variable by which ``action.yml`` hands an input on."""
    return f"INPUT_{name.upper().replace('-', '_')}"


def inputs(environ: Mapping[str, str]) -> Inputs:
    """The inputs as given. Raises UsageError for one that is not to be understood."""

    def several(name: str) -> list[str]:
        lines = environ.get(variable(name), "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def one(name: str, default: str = "") -> str:
        first, *others = several(name) or [default]
        if others:
            raise UsageError(f"The input '{name}' has several lines, and takes one.")
        return first

    def chosen(name: str, default: str, known: tuple[str, ...]) -> str:
        said = one(name, default)
        if said not in known:
            advice = f"{did_you_mean(said, known)} It can be {', '.join(known)}."
            raise UsageError(f"The input '{name}' is '{said}'.{advice}")
        return said

    fail_on = chosen("fail-on", "config", (*SEVERITIES, "never", "config"))
    return Inputs(
        paths=several("paths"),
        since=one("since", "auto"),
        fail_on="" if fail_on == "config" else fail_on,
        format=one("format", "github"),
        config=one("config"),
        config_from=chosen("config-from", "auto", SOURCES),
        args=several("args"),
        sarif_file=one("sarif-file"),
        rdjson_file=one("rdjson-file"),
        summary=chosen("summary", "true", SWITCHES) == "true",
        values=chosen("values", "true", SWITCHES) == "true",
    )


def plan(given: Inputs, event: Event, environ: Mapping[str, str], top: str) -> Plan:
    """What is to be checked. Raises UsageError where the history that this takes is not in the clone."""
    base = _base(event, environ, top)
    notes: list[str] = []
    since = base
    if given.since == "none":
        since = None
    elif given.since != "auto":
        since = commits.commit(top, given.since)
        if since is None:
            raise UsageError(f"This clone has no commit '{given.since}' to compare with. {HISTORY}")
    elif base is None and (event.is_forced or event.is_new_branch):
        notes.append("Nothing tells where this branch began, so posts are checked as a whole.")
    is_base = given.config_from == "base" or (given.config_from == "auto" and event.is_from_fork)
    if is_base and base is None:
        raise UsageError("The input 'config-from' is 'base', and this event has no commit before it.")
    return Plan(since, base if is_base else None, tuple(notes))


def _base(event: Event, environ: Mapping[str, str], top: str) -> str | None:
    """The commit that the event builds on, which must be there; None where it builds on nothing."""
    head = commits.commit(top, "HEAD")
    base = event.base
    if event.is_pull_request and head and head == environ.get("GITHUB_SHA"):
        # GitHub has merged the pull request for this run. What it merged into may be newer than what the event names.
        base = next(iter(commits.parents(top, head)), base)
    if base is not None and (found := commits.commit(top, base)):
        return found
    if event.is_forced or event.is_new_branch:
        start = commits.commit(top, f"refs/remotes/origin/{event.default_branch}") if event.default_branch else None
        return commits.merge_base(top, start, "HEAD") if start else None
    if base is None:
        return None
    raise UsageError(f"This clone does not have the commit {base[:10]} that the change builds on. {HISTORY}")
