"""Characters that nobody sees."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from operator import methodcaller

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import Document
from postlint.expression import expression
from postlint.rule import Bad, rule
from postlint.text import Span

NAMES = {
    "\u00a0": "no-break space",
    "\u00ad": "soft hyphen",
    "\u200b": "zero-width space",
    "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
    "\u202f": "narrow no-break space",
    "\u2060": "word joiner",
    "\ufeff": "byte order mark",
    "\ufffc": "object replacement character",
}
SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Blanks that are fine in prose, and none for those who run code."""
JOINERS = frozenset("\u200c\u200d")
OF_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
LAST_LATIN = "\u024f"
EDGE = 24
"""So many characters are looked at for the word that a message quotes."""
WORD = expression(r"[\w'’-]+")
CONTROL = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
DRAWING = expression("[\u2500-\u257f]")
WHOLE_WORD = expression(r"[\w'’-]+(?=\W)")


@cache
def _invisible() -> re.Pattern[str]:
    return re.compile(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064"
        "\u2066-\u206f\ufeff\ufff9-\ufffc\U000e0001\U000e0020-\U000e007f]+"
    )


@cache
def _spaces() -> re.Pattern[str]:
    return re.compile(f"[{SPACES}]+")


@rule(
    why=(
        "Nobody sees these characters, and much trips over them: searches miss the word, links break, and code that a "
        "reader copies ends in an error that no look at it explains."
    ),
    bad=(
        Bad(
            "We tested\u200b all of it.\n         ^ Behind 'tested' stands a zero-width space, which nobody sees.\n",
            fixed="We tested all of it.\n",
        ),
        Bad(
            "```python\nif\u00a0ready:\n  ^ This code has 5 no-break spaces, of which this is the first.\n"
            "\u00a0\u00a0\u00a0\u00a0run()\n```\n",
            fixed="```python\nif ready:\n    run()\n```\n",
        ),
    ),
    good=(
        "A no-break\u00a0space in prose, and a soft hy\u00adphen in a word.",
        "Emoji such as \U0001f469\u200d\U0001f4bb and \U0001f64f\u200d are put together.",
        "Persian \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 and Hindi \u0915\u094d\u200d\u0937 need joiners.",
        "```\n\u2502\u00a0\u00a0 \u251c\u2500\u2500 setup.py\n```",
    ),
)
def invisible_character(doc: Document) -> Iterator[Finding]:
    """No invisible characters stand in the text, and no odd spaces in code."""
    text = doc.source.text
    # Few posts have any of these, and few characters beyond ASCII: of those alone it is quickly told.
    signs = "".join(sign for sign in doc.source.beyond_ascii if not (sign.isprintable() and sign < "\u2000"))
    is_asked = CONTROL.search(text) is not None or (signs and _invisible().search(signs) is not None)
    runs = list(_invisible().finditer(text)) if is_asked else []
    if runs:
        has_right_to_left = re.search("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]", text) is not None
        runs = [run for run in runs if not _has_its_reason(text, run, has_right_to_left)]
    spaces = list(_spaces().finditer(text)) if not doc.source.beyond_ascii.isdisjoint(SPACES) else []
    if spaces and DRAWING.search(text):
        spaces = [run for run in spaces if not _is_drawn(text, run)]
    if not runs and not spaces:
        return
    within: dict[Span, list[re.Match[str]]] = {}
    code = sorted(node.span for node in doc.code)
    code_starts = [span.start for span in code]
    for run in sorted((*runs, *spaces), key=methodcaller("start")):
        at = bisect_right(code_starts, run.start()) - 1
        if at >= 0 and run.end() <= code[at].end:
            within.setdefault(code[at], []).append(run)
        elif run.group()[0] not in SPACES:
            yield _in_text(text, run)
    for runs in within.values():
        yield _in_code(text, runs)


def _in_text(text: str, run: re.Match[str]) -> Finding:
    span = Span(*run.span())
    names = _names(run.group())
    before = WORD.findall(text[max(0, span.start - EDGE) : span.start].rpartition("\n")[2])
    after = WHOLE_WORD.findall(text[span.end : span.end + EDGE].partition("\n")[0])
    where = f"Behind '{before[-1]}'" if before else f"Before '{after[0]}'" if after else "Here"
    # What no editor types may be part of an attack, and then a person should look.
    is_safe = all(character in NAMES for character in run.group())
    return Finding(
        span,
        f"{where} stands {names}, which nobody sees.",
        help="Delete it.",
        fix=Fix("Delete it", (Edit(span, ""),), is_safe),
    )


def _in_code(text: str, runs: list[re.Match[str]]) -> Finding:
    """One finding for all that one code has, at the first of them; its fix is one edit, however many there are."""
    counts = Counter(character for run in runs for character in run.group())
    told = " and ".join(f"{count:,} {_name(character)}{'s' * (count > 1)}" for character, count in counts.items())
    first = ", of which this is the first" if counts.total() > 1 else ""
    plain: list[str] = []
    done = runs[0].start()
    for run in runs:
        plain += (text[done : run.start()], "".join(" " for character in run.group() if character in SPACES))
        done = run.end()
    return Finding(
        Span(*runs[0].span()),
        f"This code has {told}{first}.",
        help="Put plain spaces in their place, so that whoever copies the code can run it.",
        # It may show what these characters do.
        fix=Fix("Write plain spaces", (Edit(Span(runs[0].start(), done), "".join(plain)),), safe=False),
    )


@lru_cache(256)
def _names(run: str) -> str:
    return " and ".join(f"a {_name(character)}" for character in dict.fromkeys(run))


def _name(character: str) -> str:
    if character in NAMES:
        return NAMES[character]
    import unicodedata

    return unicodedata.name(character, f"control character U+{ord(character):04X}").lower().replace(" u+", " U+")


def _is_drawn(text: str, run: re.Match[str]) -> bool:
    """Whether it stands beside the lines of a drawing, as ``tree`` writes it."""
    beside = text[max(0, run.start() - EDGE) : run.start()] + text[run.end() : run.end() + EDGE]
    return DRAWING.search(beside) is not None


def _has_its_reason(text: str, run: re.Match[str], has_right_to_left: bool) -> bool:
    """Whether it puts an emoji together, joins letters of another script, turns their direction, or parts a word."""
    characters = set(run.group())
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    if characters <= JOINERS or min(characters) >= "\U000e0020":
        return before > LAST_LATIN
    if characters <= OF_DIRECTION:
        return has_right_to_left
    return characters == {"\u00ad"} and before.isalpha() and after.isalpha()
