"""A post in another encoding than UTF-8."""

from postlint.diagnostic import Severity
from postlint.rule import engine_rule

not_utf_8 = engine_rule(
    "Posts must be UTF-8.",
    why="Site generators read UTF-8; in any other encoding readers see broken letters, and the post was not checked.",
    severity=Severity.ERROR,
)
