"""A suppression that is written in a way that has no effect."""

from postlint.rule import Bad, engine_rule

misspelled_allow = engine_rule(
    "Suppressions must be spelled 'postlint-allow'.",
    why="A comment that looks like a suppression and is none leaves its writer wondering.",
    bad=(
        Bad(
            """
            <!-- postlint-disable images/missing-alt: the text says it all -->
                 ^^^^^^^^^^^^^^^^ 'postlint-disable' has no effect.
            ![](chart.png)
            """,
            fixed="""
            <!-- postlint-allow images/missing-alt: the text says it all -->
            ![](chart.png)
            """,
        ),
        Bad("""
            <!-- postlint-allow -->
                 ^^^^^^^^^^^^^^ 'postlint-allow' does not say what is allowed.
            ![](chart.png)
        """),
    ),
    good="We run <!-- postlint is fine --> postlint on every post.",
)
