"""GitHub's runner, written anew from what it does: composite actions, its expressions, and the commands in a log."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from console import commands as named_commands

ROOT = Path(__file__).resolve().parent.parent
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
KEPT = 10  # annotations of a kind and step


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def unescaped(text: str, *tokens: str) -> str:
    """As the runner does it: one replacement after the other, per cent signs last."""
    for token in (*tokens, "%"):
        text = text.replace(f"%{ord(token):02X}", token)
    return text


def parsed(line: str) -> Command | None:
    """A command of version 2."""
    line = line.lstrip()
    if not line.startswith("::") or (end := line.find("::", 2)) < 0:
        return None
    name, _, rest = line[2:end].partition(" ")
    properties = {}
    for pair in filter(None, rest.strip().split(",")):
        key, _, value = pair.partition("=")
        properties[key] = unescaped(value, "\r", "\n", ":", ",")
    return Command(name, properties, unescaped(line[end + 2 :], "\r", "\n"))


def commands(output: str) -> list[Command]:
    """All that the runner would obey, those of version 1 (``##[name]``) too."""
    found = []
    for line in re.split(r"\r\n|\r|\n", output):
        if command := parsed(line):
            found.append(command)
        else:
            found += [Command(name, {}, line) for name in named_commands(line)]
    return found


def annotations(output: str) -> list[Command]:
    """What people see of a step: the first ten of each kind."""
    kept: list[Command] = []
    for command in commands(output):
        of_kind = sum(1 for other in kept if other.name == command.name)
        if command.name in ("error", "warning", "notice") and of_kind < KEPT:
            kept.append(command)
    return kept


class Step(NamedTuple):
    code: int
    log: str
    summary: str
    outputs: dict[str, str]


class Runner:
    """Runs the steps of ``action.yml`` that are scripts, in a checkout, as after an installation of postlint.

    ``event`` is a file as GitHub writes it; ``further`` are variables such as GITHUB_SHA.
    """

    def __init__(self, temp: Path) -> None:
        self.temp = temp
        self.action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
        place = temp / "postlint-7-1"
        venv.EnvBuilder(symlinks=True).create(place)
        [packages] = place.glob("**/site-packages")
        own = [str(ROOT / "src"), *(path for path in sys.path if "site-packages" in path)]
        (packages / "installed.pth").write_text("\n".join(own), encoding="utf-8")

    def run(self, checkout: Path, name: str, event: Path, inputs: Mapping[str, str], **further: str) -> Step:
        [step] = [step for step in self.action["runs"]["steps"] if step.get("id") == "check"]
        declared = self.action["inputs"]
        assert set(inputs) <= set(declared)
        values = {key: str(declared[key]["default"]) for key in declared} | dict(inputs)

        def filled(text: str) -> str:
            return EXPRESSION.sub(lambda match: values[match[1].removeprefix("inputs.")], text)

        files = {name: self.temp / name.lower() for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        environ = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "INPUT_", "PYTHON"))},
            **{key: filled(value) for key, value in step["env"].items()},
            **{key: str(path) for key, path in files.items()},
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_EVENT_NAME": name,
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_WORKSPACE": str(checkout),
            "GITHUB_RUN_ID": "7",
            "GITHUB_RUN_ATTEMPT": "1",
            "RUNNER_TEMP": str(self.temp),
            **further,
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=checkout / filled(step["working-directory"]),
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,  # one log, of which the runner reads every line
            check=False,
        )
        pairs = [line.partition("=") for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()]
        summary = files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
        return Step(done.returncode, done.stdout.decode("utf-8"), summary, {key: value for key, _, value in pairs})


def used_inputs(step: Mapping[str, Any]) -> set[str]:
    return set(step.get("with", {}))
