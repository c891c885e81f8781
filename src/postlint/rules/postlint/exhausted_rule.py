"""A rule that took too long on a post."""

from postlint.diagnostic import Severity
from postlint.rule import engine_rule

exhausted_rule = engine_rule(
    "Rules must come to an end.",
    why="A rule that takes longer than its time is stopped, so that one pattern cannot hang a whole run.",
    severity=Severity.ERROR,
)
