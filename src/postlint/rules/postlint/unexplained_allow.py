"""A suppression without a reason."""

from postlint.diagnostic import Severity
from postlint.rule import Bad, engine_rule

unexplained_allow = engine_rule(
    "Suppressions should say why.",
    why="Whoever reads the post next cannot tell an exception that was thought about from one that was not.",
    severity=Severity.HINT,
    bad=Bad("""
        <!-- postlint-allow images/missing-alt -->
             ^^^^^^^^^^^^^^ This does not say why the rule may be broken here.
        ![](chart.png)
    """),
    good="""
        <!-- postlint-allow images/missing-alt: the text says it all -->
        ![](chart.png)
    """,
)
