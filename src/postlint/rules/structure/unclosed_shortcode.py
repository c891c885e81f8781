"""A template tag whose pair is missing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from postlint.diagnostic import Finding, Severity
from postlint.document import Document, Shortcode
from postlint.rule import Bad, rule


@cache
def _liquid_blocks() -> frozenset[str]:
    """Liquid's own tags that must be closed (Shopify's reference of Liquid, and Jekyll's ``highlight``)."""
    return frozenset("if unless case for tablerow capture raw comment highlight".split())


@rule(
    severity=Severity.ERROR,
    why="The site generator stops at a tag that is never closed, or swallows the rest of the post.",
    needs="shortcodes",
    bad=(
        Bad("""
            {{< details >}}
            ^^^^^^^^^^^^^^^ 'details' is opened here and never closed.
            More.

            {{< details >}}
            Even more.
            {{< /details >}}
        """),
        Bad("""
            {% highlight ruby %}
            ^^^^^^^^^^^^^^^^^^^^ 'highlight' is opened here and never closed.
            puts 1
        """),
        Bad("""
            Text.

            {{% /notice %}}
            ^^^^^^^^^^^^^^^ 'notice' is closed here and was never opened.
        """),
    ),
    good=(
        """
            {{< youtube w7Ft2ymGmfc >}}

            {{< details >}}
            More.
            {{< /details >}}
        """,
        "Write `{{< details >}}` to fold a part.",
    ),
)
def unclosed_shortcode(doc: Document) -> Iterator[Finding]:
    """Template tags that come in pairs are closed."""
    shortcodes = [shortcode for shortcode in doc.shortcodes if shortcode.syntax != "directive"]
    pairs = {_name(shortcode) for shortcode in shortcodes if shortcode.closing}
    opened: dict[str, list[Shortcode]] = {}
    for shortcode in sorted(shortcodes, key=lambda shortcode: shortcode.span):
        name = _name(shortcode)
        if shortcode.closing:
            if opened.get(name):
                opened[name].pop()
            else:
                message = f"'{name}' is closed here and was never opened."
                yield Finding(shortcode.span, message, help=f"Open '{name}' before it, or take it out.")
        elif not shortcode.self_closing and (name in pairs or _must_be_closed(shortcode)):
            opened.setdefault(name, []).append(shortcode)
    for several in opened.values():
        for shortcode in several:
            message = f"'{shortcode.name}' is opened here and never closed."
            yield Finding(shortcode.span, message, help=f"Close '{shortcode.name}' where it ends.")


def _name(shortcode: Shortcode) -> str:
    """The name without Liquid's ``end``."""
    return shortcode.name.removeprefix("end") if shortcode.syntax == "liquid" and shortcode.closing else shortcode.name


def _must_be_closed(shortcode: Shortcode) -> bool:
    return shortcode.syntax == "liquid" and shortcode.name in _liquid_blocks()
