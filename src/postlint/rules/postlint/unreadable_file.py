"""A post that could not be read."""

from postlint.diagnostic import Severity
from postlint.rule import engine_rule

unreadable_file = engine_rule(
    "Posts must be files that can be read.",
    why="A post that could not be read was not checked.",
    severity=Severity.ERROR,
)
