"""The source line of a finding with carets below it, cut to the width of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.records import NamedTuple
from postlint.reporters.escape import cells, is_plain
from postlint.reporters.width import tab_stop, width

if TYPE_CHECKING:
    from postlint.text import Position, Source

CUT = "…"
MOST_FOR_A_WORD = 14


class Snippet(NamedTuple):
    """A line of source as shown, the columns before the carets, how many carets, and the last line of the finding."""

    text: str
    indent: int
    carets: int
    last_line: int | None = None


def snippet(source: Source, start: Position, end: Position, room: int) -> Snippet:
    """The first line of a finding, at most ``room`` columns wide. Positions must lie in the source."""
    line = source[source.line_span(start.line)]
    first = min(start.column - 1, len(line))
    last = min(end.column - 1, len(line)) if end.line == start.line else len(line)
    # No more than this can be shown: one line may be the whole post, and findings in it many.
    skipped = max(0, first - room)
    left_over = len(line) > first + 2 * room
    shown, widths = _measured(line[skipped : first + 2 * room])
    first, last = first - skipped, min(max(first, last) - skipped, len(shown))
    low, high = _window(shown, widths, (first, last), room, bool(skipped), left_over)
    before = CUT if low or skipped else ""
    after = CUT if high < len(shown) or left_over else ""
    return Snippet(
        text=before + "".join(shown[low:high]) + after,
        indent=len(before) + sum(widths[low:first]),
        carets=max(1, sum(widths[first : min(last, high)])),
        last_line=end.line if end.line > start.line else None,
    )


def _measured(line: str) -> tuple[list[str], list[int]]:
    """What is shown for each code point, and how many columns it takes."""
    if is_plain(line):
        return list(line), [1] * len(line)
    shown = cells(line)
    widths = []
    column = 0
    for i, character in enumerate(line):
        if " " <= character <= "~" and shown[i] == character:
            widths.append(1)
            column += 1
            continue
        if character == "\t":
            shown[i] = " " * tab_stop(column)
        taken = width(shown[i]) if character != "\ufe0f" else width(line[i - 1 : i + 1]) - width(line[i - 1 : i])
        widths.append(taken)
        column += taken
    return shown, widths


def _window(
    shown: list[str], widths: list[int], marked: tuple[int, int], room: int, before: bool, after: bool
) -> tuple[int, int]:
    """The code points to show, so that the marked ones are among them with about as much on either side."""
    first, last = marked
    if sum(widths) + before + after <= room:
        return 0, len(shown)
    spare = room - 2 - sum(widths[first:last])
    if spare <= 0:
        return first, _forward(widths, first, room - 2)
    on_the_left, on_the_right = sum(widths[:first]), sum(widths[last:])
    left = min(on_the_left, max(spare // 2, spare - on_the_right))
    low = first - _forward(widths[first - 1 :: -1] if first else [], 0, left)
    high = _forward(widths, last, spare - left)
    return _to_words(shown, low, high, marked)


def _forward(widths: list[int], start: int, columns: int) -> int:
    stop = start
    while stop < len(widths) and widths[stop] <= columns:
        columns -= widths[stop]
        stop += 1
    return stop


def _to_words(shown: list[str], low: int, high: int, marked: tuple[int, int]) -> tuple[int, int]:
    """Move the cuts to the nearest blank on the inside, where one is near."""
    first, last = marked
    if low and shown[low - 1] != " ":
        blank = next((i for i in range(low, min(first, low + MOST_FOR_A_WORD)) if shown[i] == " "), None)
        low = low if blank is None else blank + 1
    if high < len(shown) and shown[high] != " ":
        blank = next((i for i in range(high - 1, max(last, high - MOST_FOR_A_WORD) - 1, -1) if shown[i] == " "), None)
        high = high if blank is None else blank
    return low, high
