"""A rule that failed on a post."""

from postlint.diagnostic import Severity
from postlint.rule import engine_rule

crashed_rule = engine_rule(
    "Rules must not fail.",
    why="A post that a rule failed on was not checked by it, whatever the report says otherwise.",
    severity=Severity.ERROR,
)
