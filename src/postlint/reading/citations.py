"""What a post only cites: words in quotation marks, titles of works behind a link, titles of commits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postlint.expression import expression

if TYPE_CHECKING:
    from postlint.document.prose import Block
    from postlint.reading import Reading

TITLE_OF_A_COMMIT = expression(r"(?<!\w)#\d{2,}\b|\(\d{2,}, @|\[[\w -]*PATCH\b")
"""What an item of a change log has beside the title of a commit."""
WORDS_OF_A_TITLE = 7
"""A link's text of so many words or more is the title of what it leads to."""

WORDS_IN_CAPITALS = 4
LONGEST_SMALL = 3
"""Words of so many letters are written small in titles: 'and', 'the'."""
TITLED = expression(
    r"\b(?:called|titled|entitled|(?:talk|post|article|paper|video|session|episode|book|keynote|story)"
    r"(?:,|:| on| about)?)\s\Z",
    re.IGNORECASE,
)
"""What stands before the title of a work."""
LONGEST_BEFORE = 16


def is_cited(reading: Reading, start: int, end: int) -> bool:
    """Whether what stands between two offsets of the prose is cited, so that nobody mends its words."""
    block = reading.doc.prose.block_at(start)
    if reading.voices.quotation(start, end) is not None or is_of_change_log(reading.doc.prose.text, block):
        return True
    link = reading.links.around(start, end)
    if link is None:
        return False
    before = reading.doc.prose.text[max(block.start, link.prose.start - LONGEST_BEFORE) : link.prose.start]
    is_titled = TITLED.search(before) is not None
    return is_titled or link.text.count(" ") >= WORDS_OF_A_TITLE - 1 or _is_title_case(link.text)


def _is_title_case(text: str) -> bool:
    """Whether a link's text is set as a title: at least four words, all but small ones with a capital."""
    words = [word for word in text.split() if word[:1].isalpha() and len(word) > LONGEST_SMALL]
    return len(words) >= WORDS_IN_CAPITALS and all(word[0].isupper() for word in words)


def is_of_change_log(text: str, block: Block) -> bool:
    """Whether a block of the prose is an item of a change log, which tells the title of a commit."""
    if "list-item" not in block.scopes and "heading" not in block.scopes:
        return False
    return TITLE_OF_A_COMMIT.search(text, block.start, block.end) is not None
