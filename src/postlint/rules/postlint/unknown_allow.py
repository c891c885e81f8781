"""A suppression that names no rule."""

from postlint.rule import Bad, engine_rule

unknown_allow = engine_rule(
    "Suppressions must name rules that exist.",
    why="A suppression of a rule that does not exist has no effect, and its writer believes that it has.",
    bad=Bad(
        """
        <!-- postlint-allow images/mising-alt: the text says it all -->
                            ^^^^^^^^^^^^^^^^^ There is no rule 'images/mising-alt' to allow.
        ![](chart.png)
        """,
        fixed="""
        <!-- postlint-allow images/missing-alt: the text says it all -->
        ![](chart.png)
        """,
    ),
    good="""
        <!-- postlint-allow images/missing-alt: the text says it all -->
        ![](chart.png)
    """,
)
