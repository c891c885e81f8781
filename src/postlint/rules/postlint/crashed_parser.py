"""A post that the Markdown parser failed on."""

from postlint.diagnostic import Severity
from postlint.rule import engine_rule

crashed_parser = engine_rule(
    "Every text can be read as Markdown.",
    why="A post that could not be read was not checked; the parser is at fault, not the post.",
    severity=Severity.ERROR,
)
