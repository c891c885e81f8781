"""Where front matter stands in a post, and where its fences say something else than their writer meant."""

from __future__ import annotations

import re

from postlint.data import DataError, Repair, Syntax
from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.text import Span

FENCES: dict[str, Syntax] = {"---": "yaml", "+++": "toml"}
MOST_LINES_ABOVE = 20  # front matter further below is no longer looked for

_EOL = r"(?:\r\n|\r|\n|\Z)"
_OPENING = expression(rf"(?P<before>[ \t\r\n\ufeff\u200b]*)(?P<fence>-{{3,}}|\+{{3}})[ \t]*{_EOL}")
_LINE = expression(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_FIRST_LINE = expression(r"\A[^\r\n]*")
_FENCE_LINE = expression(rf"(?P<fence>---|\+\+\+)[ \t]*{_EOL}")
_DATA_LINE = expression(rf"(?:[\w\"'.-]+[ \t]*[:=]|[ \t#-])[^\r\n]*{_EOL}|{_EOL}")
_KEY_LINE = expression(r"[\w\"'.-]+[ \t]*[:=]")
_USUAL_KEY = expression(r"(?:title|date|authors?|description|summary|tags|categories|draft|slug|layout)[ \t]*[:=]")
_ENDING = expression(
    r"(?P<blank>[ \t]*)(?P<fence>---|\+\+\+)(?P<more>(?![-+\r\n])[ \t]*\S[^\r\n]*)?[ \t]*(?=[\r\n]|\Z)"
)


class Fenced(NamedTuple):
    """Front matter between fences: the opening one, what stands between, the closing one (empty where none is)."""

    syntax: Syntax
    opening: Span
    content: Span
    closing: Span
    errors: tuple[DataError, ...] = ()


def fenced(text: str) -> Fenced | None:
    """The front matter that fences hold at the top of a text, which they need not close."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    fence = Span(*opening.span("fence"))
    mark = text[fence.start : fence.start + 3]
    syntax, is_late = FENCES[mark], fence.start > 0
    closing_mark = r"(?:-{3,}|\.{3})" if syntax == "yaml" else r"\+{3}"
    closing = re.compile(rf"^{closing_mark}[ \t]*$", re.M).search(text.replace("\r", "\n"), opening.end())
    if is_late and not (closing and _KEY_LINE.match(text, opening.end())):
        return None
    late = (_late(text, fence),) if is_late else ()
    if closing is not None:
        end = closing.start() + len(text[closing.start() : closing.end()].rstrip())
        return Fenced(syntax, fence, Span(opening.end(), closing.start()), Span(closing.start(), end), late)
    if not _KEY_LINE.match(text, opening.end()):
        # A thematic break at the top of a post without front matter.
        return None
    return _unclosed(text, fence, opening.end(), mark)


def misplaced(text: str) -> DataError | None:
    """What looks like front matter in a post that has none: text stands above it, or no fence does."""
    if _KEY_LINE.match(text) and (mark := _closed_by(text, 0)):
        return _not_opened(text, mark)
    at = 0
    for _ in range(MOST_LINES_ABOVE):
        if (opening := _front_matter_at(text, at)) is not None:
            mark = text[slice(*opening)]
            message = f"Text stands above the front matter that this '{mark}' opens; move it to the top."
            return DataError(message, opening, "late")
        line = _LINE.match(text, at)
        if line is None:
            return None
        at = line.end()
    return None


def _not_opened(text: str, mark: str) -> DataError:
    first = Span(0, len(_FIRST_LINE.findall(text)[0]))
    message = f"This reads like front matter, and no '{mark}' stands above it; write '{mark}' in line 1."
    return DataError(message, first, "not-opened", Repair(f"Open it with '{mark}'", ((Span(0, 0), mark + _eol(text)),)))


def second(text: str, body: int) -> DataError | None:
    """A second front matter right below the first."""
    opening = _OPENING.match(text, body)
    start = _front_matter_at(text, opening.start("fence")) if opening else None
    message = "A second front matter starts here, and only the first one is read; bring both together."
    return DataError(message, start, "second") if start else None


def _late(text: str, fence: Span) -> DataError:
    mark, before = text[slice(*fence)], text[: fence.start]
    problem = "blank-above"
    if unseen := before.strip(" \t\r\n"):
        problem = "late"
        what = f"The character U+{ord(unseen[0]):04X}, which nobody sees, stands"
    else:
        what = "An empty line stands" if before.strip(" \t") else "A blank stands"
    message = f"{what} before this '{mark}', so that most site generators see no front matter; remove it."
    return DataError(message, fence, problem, Repair("Move it to the top", ((Span(0, fence.start), ""),)))


def _unclosed(text: str, fence: Span, start: int, mark: str) -> Fenced:
    """Front matter that no line closes: it is taken to reach as far as its lines look like data."""
    at = start
    while at < len(text):
        ending = _ENDING.match(text, at)
        if ending is not None and (error := _ending_error(text, ending, mark)):
            return Fenced(FENCES[mark], fence, Span(start, at), Span(*ending.span("fence")), (error,))
        line = _DATA_LINE.match(text, at)
        if line is None:
            break
        at = line.end()
    # An empty line is more likely to end it than to stand in it.
    end = start
    while end < at and text[end] not in "\r\n" and (line := _DATA_LINE.match(text, end)):
        end = line.end()
    whole = text[slice(*fence)]
    message = f"The front matter that this '{whole}' opens is not closed by another '{whole}'."
    return Fenced(FENCES[mark], fence, Span(start, end), Span(end, end), (DataError(message, fence, "not-closed"),))


def _ending_error(text: str, ending: re.Match[str], mark: str) -> DataError | None:
    """What is wrong with a line that was meant to close front matter; None where it was not."""
    span, found = Span(*ending.span("fence")), ending.group("fence")
    if ending.group("more"):
        if found != mark or ending.group("blank"):
            return None
        start = ending.start("more")
        more = ending.group("more").split()[0]
        message = f"'{more}' stands behind the '{mark}' that was to close the front matter; move it to the next line."
        blank = len(ending.group("more")) - len(ending.group("more").lstrip())
        repair = Repair("Start a new line", ((Span(start, start + blank), _eol(text)),))
    elif found != mark:
        message = f"'{found}' does not close what '{mark}' opens; write '{mark}'."
        edits = ((Span(ending.start("blank"), span.end), mark),)
        repair = Repair(f"Write '{mark}'", edits)
    else:
        message = f"This '{mark}' is indented, so it does not close the front matter; move it to the start of its line."
        repair = Repair("Take the blanks out", ((Span(*ending.span("blank")), ""),))
    return DataError(message, span, "not-closed", repair)


def _front_matter_at(text: str, at: int) -> Span | None:
    """The fence at an offset, if nothing but data follows it up to another, and one of the usual keys is among that."""
    opening = _FENCE_LINE.match(text, at)
    if opening is None or _closed_by(text, opening.end()) != opening.group("fence"):
        return None
    return Span(*opening.span("fence"))


def _closed_by(text: str, at: int) -> str:
    """The fence that closes the lines of data from an offset on, if there is one and a usual key among them."""
    has_usual_key = False
    while at < len(text):
        if (fence := _FENCE_LINE.match(text, at)) is not None:
            return fence.group("fence") if has_usual_key else ""
        has_usual_key = has_usual_key or _USUAL_KEY.match(text, at) is not None
        line = _DATA_LINE.match(text, at)
        if line is None:
            return ""
        at = line.end()
    return ""


def _eol(text: str) -> str:
    found = re.search(r"\r\n|\r|\n", text)
    return found.group() if found else "\n"
