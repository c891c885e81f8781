"""Which elements of HTML begin a block, hold code, or hold what nobody reads."""

from __future__ import annotations

# Elements that begin a block of their own, with the scope of their text; None: that of what surrounds them.
BLOCKS: dict[str, str | None] = {
    **dict.fromkeys(
        "address article aside blockquote body center details dialog div dl fieldset figure footer form header hr html "
        "main nav ol option p pre script section select style summary table tbody tfoot thead tr ul".split()
    ),
    **dict.fromkeys(("li", "dd", "dt"), "list-item"),
    **dict.fromkeys(("td", "th"), "table-cell"),
    "caption": "caption",
    "figcaption": None,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
}
CONTAINERS = {"blockquote": "quote", "figcaption": "caption"}
"""Elements whose blocks all have one scope more."""

HEADINGS = frozenset(name for name, scope in BLOCKS.items() if scope == "heading")
INLINE_CODE = frozenset({"code", "kbd", "samp", "var", "tt"})
SILENT = frozenset("script style pre template svg math iframe object textarea select noscript".split())
