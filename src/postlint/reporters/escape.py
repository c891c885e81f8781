"""Makes text of strangers harmless to whoever reads a report: the only module that decides what is harmful.

A terminal obeys control characters and shows text in an order that bidi controls set; GitHub's runner obeys lines that
start with ``::`` and, anywhere in a line, ``##[``. Posts, paths and rules of a pull request may hold all of these.
"""

from __future__ import annotations

import re

# Bidi controls, zero-width and invisible characters, further line ends, tags, lone surrogates.
_UNSEEN = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d"
    r"\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Variation selectors that follow what can be an emoji (keycaps start with a digit, # or *) only choose its form. Behind
# a # that is no keycap they would hide a command: the runner compares text by culture, which leaves them out.
_NO_EMOJI = r"(?:^|(?<=[\x00-\x22\x24-\x29\x2b-\x2f\x3a-\x7f\ufe0e\ufe0f]))"
_HARMFUL = rf"[\x00-\x1f\x7f-\x9f{_UNSEEN}]|##\[|{_NO_EMOJI}[\ufe0e\ufe0f]|(?<=#)[\ufe0e\ufe0f](?!\u20e3)"
_READABLE = dict.fromkeys(code for code in (*range(0xA1, 0x180), *map(ord, "‐–—‘’“”„•…›‹€™←→≈≠≤≥✓")) if code != 0xAD)
"""What posts have beyond ASCII that takes a column and speaks to nobody."""
_COLOR = r"\x1b\[[0-9;]*m"
_RUNNER_COMMAND = rf"^((?:{_COLOR}|\s)*):(?=(?:{_COLOR})*:)"
_BROKEN_JSON = {"\x7f": "\\u007f", "##[": "\\u0023#["}


def visible(text: str) -> str:
    """Text with each harmful character shown as an escape; line ends and tabs count as harmful, too."""
    return text if is_plain(text) else re.sub(_HARMFUL, _shown, text)


def is_plain(text: str) -> bool:
    """Whether it is plain that nothing in a text needs an escape, nor any more room than a column a character."""
    if not text.isascii():
        text = text.translate(_READABLE)
    return text.isascii() and text.isprintable() and "##[" not in text


def cells(text: str) -> list[str]:
    """What ``visible`` shows, one piece for each code point of the text."""
    shown = list(text)
    for match in re.finditer(_HARMFUL, text):
        pieces = ["#", "\\x23", "["] if match[0] == "##[" else [_shown(match)]
        shown[match.start() : match.end()] = pieces
    return shown


def line(text: str) -> str:
    """A finished line of a report, whose parts are ``visible``: nothing in it speaks to GitHub's runner.

    Color codes may stand in it; the runner's commands are broken across them, too.
    """
    if "::" in text or "\x1b[" in text:
        text = re.sub(_RUNNER_COMMAND, r"\1\\x3a", text)
    return _break_hashes(text) if "#" in text else text


def json(text: str) -> str:
    """JSON made with ``ensure_ascii``, in which only escapes of JSON's own are used against the same harm."""
    return re.sub(r"\x7f|##\[", lambda match: _BROKEN_JSON[match[0]], text)


def is_encodable(text: str) -> bool:
    """Whether text can be written as UTF-8: it has no lone surrogates."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _shown(match: re.Match[str]) -> str:
    found = match[0]
    if found == "##[":
        return "#\\x23["
    code = ord(found)
    if code < 0xA0:
        return {0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t"}.get(code, f"\\x{code:02x}")
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"U+{code:04X}"


def _break_hashes(text: str) -> str:
    """Break ``##[`` where parts meet, such as a path that ends in ``##`` before a bracket."""
    return re.sub(rf"#((?:{_COLOR})*)#((?:{_COLOR})*)\[", r"#\1\\x23\2[", text)
