"""A note to oneself, or a word of the template, that was left in the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.document.frontmatter import strings
from postlint.reading.placeholders import placeholders
from postlint.rule import Bad, rule

BEGINNINGS = tuple(
    "your my post blog article page author add insert enter write title subtitle description summary excerpt name slug "
    "date tag category image keywords untitled change yyyy first path/to/ /path/to/ < [".split()
)
INSIDE = ("example.", "{{")


def _may_be_template_word(text: str) -> bool:
    """Whether it begins as such words do, or has what some have inside; a cheap look, since for nearly all it is no."""
    folded = text.lower()
    return folded.lstrip().startswith(BEGINNINGS) or any(part in folded for part in INSIDE)


@cache
def _template_word() -> re.Pattern[str]:
    """What templates of posts put into fields, as the whole of a value, and what Hugo's leave where nobody wrote."""
    field = r"(?:title|subtitle|description|summary|excerpt|name|author|slug|date|tags?|category|image|keywords)"
    return re.compile(
        rf"\A\s*(?:(?:(?:your|my|post|blog|article|page|author|add|insert|enter|write)\s)*{field}\s(?:goes\s)?here"
        rf"|(?:your|insert|enter|write|add)\s(?:(?:a|an|the|your|post|blog|author)\s)*{field}"
        r"|untitled(?:\s(?:post|draft|page|article))?|change[\s-]?me|yyyy-mm-dd|tag-?\d|(?:my\s)?first\spost\stitle"
        r"|/?path/to/\S*|https?://(?:www\.)?example\.(?:com|org|net)(?:/\S*)?"
        r"|<(?:[a-z]+\s)?" + field + r">|\[(?:[a-z]+\s)?" + field + r"\])[\s.…!]*\Z"
        r"|\{\{-?\s*(?:replace\s+\.|\.(?:Date|Name|Title|File|Site)\b)[^}\n]{0,200}\}\}",
        re.IGNORECASE,
    )


@rule(
    severity=Severity.ERROR,
    why="It stands on top of the page, in lists and in search results, for everyone to see.",
    bad=(
        Bad("""
            ---
            title: INSERT TITLE HERE
                   ^^^^^^^^^^^^^^^^^ 'INSERT TITLE HERE' was left in 'title'.
            description: "TODO: ask Ada"
                          ^^^^ 'TODO' was left in 'description'.
            ---
        """),
        Bad("""
            {
              "params": {"tags": ["logs", "tag1"], "summary": "Lorem ipsum."}
                                           ^^^^ 'tag1' was left in 'params.tags'.
                                                               ^^^^^^^^^^^ 'Lorem ipsum' was left in 'params.summary'.
            }
        """),
        Bad("""
            +++
            title = '{{ replace .Name "-" " " | title }}'
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ '{{ replace .Name "-" " " | title }}' was left in 'title'.
            +++
        """),
    ),
    good="""
        ---
        title: Every TODO comment is there to see
        tags: [todo, untitled-goose-game]
        permalink: "/{{ page.fileSlug }}/"
        ---
    """,
)
def leftover_placeholder(doc: Document) -> Iterator[Finding]:
    """No placeholder is left in the front matter of a post."""
    root = doc.front_matter.root
    for key, node in strings(root) if root is not None else ():
        found = list(placeholders(node.text))
        if not found and _may_be_template_word(node.text):
            found = [match.span() for match in _template_word().finditer(node.text)]
        for start, end in found:
            words = node.text[start:end].strip()
            start += node.text[start:end].index(words)
            message = f"'{words}' was left in '{key}'."
            help_text = "Write what it stands for, or take the key out."
            yield Finding(node.source_span(start, start + len(words)), message, help=help_text)
