"""Which commits GitHub's event is about, so that what is new in it can be told from what was there. Runs no git."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from postlint.errors import UsageError
from postlint.records import NamedTuple

REFUSED = ("pull_request_target", "workflow_run")
"""Events that run with the rights of the repository, but on what a stranger may have sent."""

_COMMIT = r"[0-9a-f]{40}(?:[0-9a-f]{24})?"


class Event(NamedTuple):
    """What an event says. ``base`` is the commit before the change, None where there is none to compare with.

    ``is_forced``: the base may be gone, for the branch was rewritten. ``default_branch`` is where a new branch started.
    """

    base: str | None = None
    is_pull_request: bool = False
    is_from_fork: bool = False
    is_forced: bool = False
    is_new_branch: bool = False
    default_branch: str = ""


def read(name: str, path: str) -> Event:
    """The event that the runner wrote into a file. Raises UsageError where it cannot be read, or is refused."""
    if name in REFUSED:
        raise UsageError(
            f"The event '{name}' lets a stranger's posts meet this repository's rights. Use 'pull_request': "
            "it works for forks, too, and a read-only token is all that postlint needs."
        )
    payload = _payload(path)
    if name in ("pull_request", "pull_request_review"):
        return _pull_request(payload)
    if name == "merge_group":
        return Event(_commit(_table(payload, "merge_group").get("base_sha")))
    if name == "push":
        return _push(payload)
    return Event()


def _payload(path: str) -> Mapping[str, Any]:
    from json import loads

    try:
        with open(path, encoding="utf-8-sig") as file:
            payload = loads(file.read())
    except (OSError, ValueError, RecursionError):
        raise UsageError(f"The event file '{path}' cannot be read.") from None
    if not isinstance(payload, dict):
        raise UsageError(f"The event file '{path}' holds no event.")
    return payload


def _pull_request(payload: Mapping[str, Any]) -> Event:
    pull_request = _table(payload, "pull_request")
    base = _table(pull_request, "base")
    # The repository of a fork that was deleted is null.
    head_id = _table(_table(pull_request, "head"), "repo").get("id")
    is_from_fork = head_id is None or head_id != _table(base, "repo").get("id")
    return Event(_commit(base.get("sha")), is_pull_request=True, is_from_fork=is_from_fork)


def _push(payload: Mapping[str, Any]) -> Event:
    branch, ref = _table(payload, "repository").get("default_branch"), payload.get("ref")
    default_branch = branch if isinstance(branch, str) else ""
    if not isinstance(ref, str) or not ref.startswith("refs/heads/"):
        return Event()  # a tag changes no post
    before = _commit(payload.get("before"))
    on_default = ref == f"refs/heads/{default_branch}"
    if before is None:  # all zeros: the branch is new
        return Event() if on_default else Event(is_new_branch=True, default_branch=default_branch)
    return Event(before, is_forced=payload.get("forced") is True, default_branch="" if on_default else default_branch)


def _commit(value: object) -> str | None:
    is_commit = isinstance(value, str) and re.fullmatch(_COMMIT, value) and value.strip("0")
    return str(value) if is_commit else None


def _table(mapping: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = mapping.get(key)
    return value if isinstance(value, dict) else {}
