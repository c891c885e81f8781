"""Code of Markdown: where its content stands within fences and ticks."""

from __future__ import annotations

from postlint.document.nodes import Code
from postlint.text import LINE_END, Span


def block(source: str, span: Span, lines: Span | None, info: str | None) -> Code:
    """A block of code. ``lines`` is its content with the last line end, None where it is empty; ``info`` is None of
    indented code."""
    if lines is None:
        # The content of an empty block is at the end of its opening fence.
        fence_end = span.start + len(LINE_END.split(source[span.start : span.end], maxsplit=1)[0].rstrip())
        content = Span(fence_end, fence_end)
    else:
        end = min(lines.end, span.end)
        content = _without_line_end(source, min(lines.start, end), end)
    words = info.split() if info else []
    language = words[0].partition(",")[0] if words else ""
    return Code(span, "indented" if info is None else "fenced", content, language or None)


def inline(source: str, span: Span) -> Code:
    """Code within a line; its text is not verbatim, for line ends are blanks and pipes are escaped in tables."""
    # At the end of a heading the parser takes blanks such as a form feed in.
    written = source[span.start : span.end].rstrip()
    ticks = len(written) - len(written.lstrip("`"))
    end = span.start + len(written)
    return Code(Span(span.start, end), "inline", Span(span.start + ticks, end - ticks))


def _without_line_end(source: str, start: int, end: int) -> Span:
    for line_end in ("\r\n", "\n", "\r"):
        if source.endswith(line_end, start, end):
            return Span(start, end - len(line_end))
    return Span(start, end)
