"""What the SARIF report says about a rule: its help, with examples, for readers who have never seen it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postlint.diagnostic import Severity
from postlint.reporters.escape import visible

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic
    from postlint.rule import Rule

MOST_CHARACTERS = 1024  # of a description, which GitHub keeps
MOST_EXAMPLES = 2
LONGEST_EXAMPLE = 2000
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}
PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "recommendation"}


def described(id: str, rule: Rule | None, found: Diagnostic) -> dict[str, Any]:
    """The reporting descriptor of a rule; of one that is not known, what its finding tells."""
    summary = _paragraph(rule.summary if rule else id)
    why = _paragraph(rule.why if rule else found.why) or summary
    severity = _worst(rule) if rule else found.severity
    tags = [id.partition("/")[0], rule.value if rule else found.value, "fixable" if rule and rule.fixable else None]
    return {
        "id": visible(id),
        "shortDescription": {"text": _cut(summary)},
        "fullDescription": {"text": _cut(why)},
        "help": {"text": f"{summary} {why}", "markdown": _markdown(summary, why, rule)},
        "defaultConfiguration": {"level": LEVELS[severity]},
        "properties": {
            "tags": list(dict.fromkeys(visible(tag) for tag in tags if tag)),
            "problem.severity": PROBLEMS[severity],
        },
    }


def _worst(rule: Rule) -> Severity:
    return rule.severity if isinstance(rule.severity, Severity) else max(rule.severity.values())


def _markdown(summary: str, why: str, rule: Rule | None) -> str:
    parts = [_no_html(summary), _no_html(why)]
    for title, cases in (("Found", rule.bad if rule else ()), ("Not found", rule.good if rule else ())):
        texts = [case.text for case in cases if len(case.text) <= LONGEST_EXAMPLE][:MOST_EXAMPLES]
        if texts:
            parts.append(f"## {title}")
            parts.extend(map(_fenced, texts))
    return "\n\n".join(parts)


def _fenced(text: str) -> str:
    """A code block whose fence is longer than any in it."""
    from textwrap import dedent

    lines = [visible(line) for line in dedent(text).strip("\n").rstrip().split("\n")]
    fence = "```"
    while any(fence in line for line in lines):
        fence += "`"
    return "\n".join([f"{fence}text", *lines, fence])


def _paragraph(text: str) -> str:
    return visible(" ".join(text.split()))


def _no_html(text: str) -> str:
    return text.replace("<", "\\<")


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
