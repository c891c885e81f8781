"""A file that is too large to be a post."""

from postlint.diagnostic import Severity
from postlint.rule import engine_rule

oversized_file = engine_rule(
    "Posts must be of a size that a person could write.",
    why="A file of many megabytes is no post, and reading it could hang a run; it was not checked.",
    severity=Severity.ERROR,
)
