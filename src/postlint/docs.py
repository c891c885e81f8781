"""Writes what is generated from the code: ``python -m postlint.docs``; ``--check`` tells whether it is up to date."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence

from postlint.config.schema import json_schema
from postlint.diagnostic import Severity
from postlint.registry import Registry, load
from postlint.rule import Rule

SCHEMA = "docs/postlint.schema.json"
README = "README.md"
TABLE = re.compile(r"(?P<begin><!-- rules: [^>]*-->\n)(?P<table>.*?)(?P<end><!-- end of rules -->)", re.DOTALL)


def generated(checkout: str) -> dict[str, str]:
    """What is generated for a checkout, by path within it.

    Raises ValueError where its README has no place for the table of rules.
    """
    from json import dumps

    registry = load(())
    files = {SCHEMA: dumps(json_schema(registry), indent=2, ensure_ascii=False) + "\n"}
    readme = _read(os.path.join(checkout, README))
    if readme:
        if not TABLE.search(readme):
            raise ValueError(f"{README} has no lines '<!-- rules: … -->' and '<!-- end of rules -->'")
        table = rules_table(registry)
        files[README] = TABLE.sub(lambda match: match.group("begin") + table + match.group("end"), readme)
    return files


def rules_table(registry: Registry) -> str:
    """All rules with what they ask for, as a Markdown table."""
    lines = ["| rule | what it asks for | severity | fix |", "|---|---|---|---|"]
    for rule in registry.rules.values():
        severity = _severities(rule) if rule.on else f"{_severities(rule)}, off by default"
        lines.append(f"| `{rule.id}` | {rule.summary} | {severity} | {'yes' if rule.fixable else ''} |")
    return "\n".join(lines) + "\n"


def _severities(rule: Rule) -> str:
    if isinstance(rule.severity, Severity):
        return rule.severity.label
    return " or ".join(dict.fromkeys(severity.label for severity in rule.severity.values()))


def differences(checkout: str, files: Mapping[str, str]) -> list[str]:
    """How the files of a checkout differ from what is generated, as a unified diff; nothing where they don't."""
    from difflib import unified_diff

    found: list[str] = []
    for name, text in files.items():
        there = _read(os.path.join(checkout, name))
        found += unified_diff(there.splitlines(), text.splitlines(), name, "generated", lineterm="")
    return found


def write(checkout: str, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = os.path.join(checkout, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)


def main(argv: Sequence[str] | None = None) -> int:
    """Write the generated files of a checkout, or with ``--check`` compare them: 0 where they agree, else 1."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    checks = "--check" in arguments
    checkouts = [argument for argument in arguments if argument != "--check"]
    if len(checkouts) > 1 or any(checkout.startswith("-") for checkout in checkouts):
        sys.stderr.write("usage: python -m postlint.docs [--check] [CHECKOUT]\n")
        return 2
    checkout = checkouts[0] if checkouts else "."
    files = generated(checkout)
    if not checks:
        write(checkout, files)
        return 0
    found = differences(checkout, files)
    for line in found:
        sys.stdout.write(line + "\n")
    if found:
        sys.stderr.write("The docs are not what the code says. Run: python -m postlint.docs\n")
    return 1 if found else 0


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""


if __name__ == "__main__":
    raise SystemExit(main())
