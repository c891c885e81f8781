"""Characters that are taken for others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from unicodedata import normalize

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import MASK, Document
from postlint.expression import expression
from postlint.rule import Bad, rule
from postlint.text import Span

GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))
CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТУХаеорсухѕіјһԁ", "ABESIJKMHOPCTYXaeopcyxsijhd", strict=True))
LOOKALIKES = GREEK | CYRILLIC
FULL_WIDTH = {
    "，": ",",
    "：": ":",
    "；": ";",
    "！": "!",
    "？": "?",
    "（": "(",
    "）": ")",
    "％": "%",
    "／": "/",
    "｜": "|",
}
CURLED = {"“": '"', "”": '"', "‘": "'", "’": "'"}
PLAIN_TEXT = frozenset(("text", "txt", "plain", "plaintext", "markdown", "md"))


ODD_LETTER = expression(f"[{''.join(LOOKALIKES)}\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]")
"""A letter that looks like a Latin one, or one of full width or of mathematics."""
FULL_WIDTH_SIGN = expression(f"[{''.join(FULL_WIDTH)}]")


@cache
def _other_script() -> re.Pattern[str]:
    """A letter of a script that has full-width signs of its own."""
    return re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


@cache
def _curled() -> re.Pattern[str]:
    """A line of code that has a curly quote where a text begins, behind a bracket or as a value of YAML."""
    return re.compile(r"^.*[(\[{=] ?[“”‘’](?=\S).*$|^[ \t]*(?:- |[\w.-]+: )[“”‘’][^\s“”‘’]+[“”‘’]$", re.MULTILINE)


@cache
def _quote() -> re.Pattern[str]:
    """A curly quote, and no apostrophe within a word."""
    return re.compile("(?<![^\\W_])[“”‘’]|[“”‘’](?![^\\W_])")


@rule(
    why=(
        "A Cyrillic letter in a Latin word, a full-width colon or a curly quote in code looks right and is another "
        "character: searches miss the word, and code that a reader copies does not run."
    ),
    needs="beyond-ascii",
    bad=(
        Bad(
            """
                \u0421ilium runs in the kernel.
                ^^^^^^ The '\u0421' in '\u0421ilium' is Cyrillic and only looks like 'C'.
            """,
            fixed="""
                Cilium runs in the kernel.
            """,
        ),
        Bad(
            """
                Prerequisites\uff1athe client\uff08any version\uff09
                             ^ '\uff1a' is a full-width sign among Latin words.
                                        ^ '\uff08' is a full-width sign among Latin words.
                                                    ^ '\uff09' is a full-width sign among Latin words.
            """,
            fixed="""
                Prerequisites: the client (any version)
            """,
        ),
        Bad(
            """
                ```python
                run(\u2018all\u2019, name=\u201cx\u201d)
                    ^ This code has curly quotes, which no language takes for quotes.
                ```
            """,
            fixed="""
                ```python
                run('all', name="x")
                ```
            """,
        ),
    ),
    good=(
        "The parameter \u03b1, a delay of 5 \u03bcs, and \u0394t.",
        "\u041f\u0440\u0438\u0432\u0435\u0442, Cilium! \u0421\u0415\u041e is all Cyrillic.",
        "Cilium \u662f\u4ec0\u4e48\uff1f",
        "```python\n# it\u2019s \u201cfine\u201d in a comment\nprint('\u2019')\n```",
    ),
)
def confusable_character(doc: Document) -> Iterator[Finding]:
    """No character stands there that only looks like the right one."""
    signs = doc.source.beyond_ascii
    if any(sign in LOOKALIKES or sign >= "\uff21" for sign in signs):
        yield from _letters(doc)
    if not signs.isdisjoint(FULL_WIDTH):
        yield from _signs(doc)
    if not signs.isdisjoint(CURLED):
        yield from _quotes(doc)


def _letters(doc: Document) -> Iterator[Finding]:
    text = doc.source.text
    done = 0
    # Elsewhere than in words to be read it is a name that something else has, too, and a person should look.
    literal = [doc.front_matter.span, *(code.span for code in doc.code), *(url.span for url in doc.urls)]
    for match in ODD_LETTER.finditer(text):
        if match.start() < done:
            continue
        start, done = _word_around(text, match.start(), done)
        word, letter = text[start:done], match.group()
        kind = _kind(letter)
        latin = "".join(LOOKALIKES.get(one) or normalize("NFKC", one) for one in word)
        if len(word) == 1 or not (latin.isascii() and latin.isalpha() and len(latin) == len(word)):
            continue
        if kind != "mathematical" and not any(one.isascii() for one in word):
            continue  # A word of another language, that has no letter but such as look Latin.
        is_safe = not any(one.start < done and start < one.end for one in literal)
        yield Finding(
            Span(start, done),
            f"The '{letter}' in '{word}' is {kind} and only looks like '{latin[match.start() - start]}'.",
            help="Type the Latin letter, so that searches find the word and a copy of it works.",
            fix=Fix(f"Write '{latin}'", (Edit(Span(start, done), latin),), is_safe),
        )


def _word_around(text: str, at: int, first: int) -> tuple[int, int]:
    start = end = at
    while start > first and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return start, end


def _kind(letter: str) -> str:
    if letter in LOOKALIKES:
        return "Greek" if letter in GREEK else "Cyrillic"
    return "full-width" if letter < "\U0001d400" else "mathematical"


def _signs(doc: Document) -> Iterator[Finding]:
    prose = doc.prose
    for block in prose.blocks:
        text = prose.text[block.start : block.end]
        if text.isascii() or not FULL_WIDTH_SIGN.search(text) or _other_script().search(text):
            continue
        for match in FULL_WIDTH_SIGN.finditer(text):
            sign = match.group()
            span = prose.span(block.start + match.start(), block.start + match.end())
            plain = _spaced(FULL_WIDTH[sign], text[: match.start()][-1:], text[match.end() : match.end() + 1])
            # '1）' is no list, and ']（' no link, until they are mended.
            is_safe = block.is_prose and not text[: match.start()].isdigit() and doc.source.text[span.start - 1] != "]"
            yield Finding(
                span,
                f"'{sign}' is a full-width sign among Latin words.",
                help=f"Write '{FULL_WIDTH[sign]}'.",
                fix=Fix(f"Write '{FULL_WIDTH[sign]}'", (Edit(span, plain),))
                if is_safe and doc.source[span] == sign
                else None,
            )


def _spaced(sign: str, before: str, after: str) -> str:
    """The sign with the blank that its full-width form has built in."""
    if sign == "(" and before.isalnum():
        return f" {sign}"
    return f"{sign} " if sign in ",:;!?)" and (after.isalnum() or after == MASK) else sign


def _quotes(doc: Document) -> Iterator[Finding]:
    """One finding for each code, at the first of its quotes; its fix is one edit, however many there are."""
    text = doc.source.text
    for code in doc.code:
        start, end = code.content_span
        if text[start:end].isascii() or code.language in PLAIN_TEXT:
            continue
        quotes = [
            Span(line.start() + quote.start(), line.start() + quote.end())
            for line in _curled().finditer(text, start, end)
            for quote in _quote().finditer(line.group())
        ]
        if quotes:
            plain = [CURLED[text[one.start]] + text[one.end : other.start] for one, other in pairwise(quotes)]
            straight = "".join((*plain, CURLED[text[quotes[-1].start]]))
            yield Finding(
                quotes[0],
                "This code has curly quotes, which no language takes for quotes.",
                help="Write straight quotes, so that whoever copies the code can run it.",
                # It may show what curly quotes do.
                fix=Fix("Write straight quotes", (Edit(Span(quotes[0].start, quotes[-1].end), straight),), safe=False),
            )
