"""A suppression that nothing needs any more."""

from postlint.rule import Bad, engine_rule

unused_allow = engine_rule(
    "Suppressions must be needed.",
    why="A suppression that is left behind would hide the next mistake.",
    bad=Bad(
        """
        ![Load](load.png) <!-- postlint-allow images/missing-alt: the text says it all -->
                                              ^^^^^^^^^^^^^^^^^^ Nothing here needs 'images/missing-alt' to be allowed.
        """,
        fixed="""
        ![Load](load.png)
        """,
    ),
    good="""
        ![](chart.png) <!-- postlint-allow images/missing-alt: the text says it all -->
    """,
)
