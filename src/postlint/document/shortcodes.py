"""Template tags in a post: Hugo shortcodes, Liquid, JSX with braces, ``:::`` directives, MDX imports and comments.

They are found before Markdown is parsed and filled up in its input, as site generators do with placeholders. All
offsets stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from postlint.document.filler import filled
from postlint.document.finder import Finder
from postlint.document.html import Tokenizer, comment
from postlint.document.nodes import Attribute, Code, Comment, Shortcode, Tag
from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.text import Span

BRACES = ("{{", "{%", "{/*", "={", "{...")
IMPORTS = ("\nimport ", "\rimport ")
RAW_LIQUID = frozenset({"highlight", "raw", "mermaid", "plantuml"})
RAW_HUGO = frozenset({"highlight", "mermaid", "katex", "math", "code", "plantuml", "chart"})
VERBATIM_SCAN = 10_000
LONGEST_PREFIX = 200


class Template(NamedTuple):
    """What was found, and ``text`` with all of it filled up; an empty one where nothing was found."""

    text: str
    shortcodes: tuple[Shortcode, ...]
    tags: tuple[Tag, ...]
    comments: tuple[Comment, ...]
    code: tuple[Code, ...]


NOTHING = Template("", (), (), (), ())


@cache
def _scanner(is_mdx: bool, has_imports: bool, has_directives: bool, has_braced_tags: bool) -> re.Pattern[str]:
    """One group for each method of ``_Scan``, only of what the text may have.

    It begins with a set of characters, since such a search is fast.
    """
    jsx = r"/?(?:[A-Za-z][\w.:-]*|(?=>))" if is_mdx else r"[A-Za-z][\w.:-]*(?=[^<>]*(?:=|\s)\{)"
    return re.compile(
        rf"[`~<{{{':' if has_directives else ''}{chr(10) + chr(13) if has_imports else ''}]"
        r"(?:(?<=`)(?P<ticks>`*)|(?<=~)(?P<tildes>~~+)|(?<=<)(?P<html_comment>!--)"
        r"|(?<=\{)(?P<hugo_comment>\{(?:-\s*)?/\*)|(?<=\{)(?P<hugo>\{[<%])|(?<=\{)(?P<liquid>%)|(?<=\{)(?P<output>\{)"
        r"|(?<=\{)(?P<mdx_comment>/\*)"
        + (r"|(?<=:)(?P<directive>::+[^\r\n]*)" if has_directives else "")
        + (rf"|(?<=[\r\n]){ESM[is_mdx]}" if has_imports else "")
        + (rf"|(?<=<)(?P<jsx>{jsx})" if is_mdx or has_braced_tags else "")
        + (r"|(?<=\{)(?P<expression>)" if is_mdx else "")
        + ")"
    )


ESM = {
    True: r"(?P<esm>(?:import|export)\b[^\r\n]*)",
    False: r"(?P<esm>import\s[^\r\n]*\bfrom\s+['\"][^\r\n]*)",
}
LINE_PREFIX = expression(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")
PARAMETER = expression(
    r"(?:(?P<name>[\w.-]+)\s*[=:]\s*)?"
    r"(?:\"(?P<double>(?:[^\"\\]|\\.)*)(?:\"|\Z)|'(?P<single>[^']*)'|`(?P<raw>[^`]*)`|(?P<bare>[^\s\"'`=]+))",
    re.S,
)
HUGO_NAME = expression(r"\s*(?P<closing>/?)\s*(?P<name>[\w/.-]+)")
LIQUID_NAME = expression(r"-?\s*(?P<name>[\w-]+)")
DIRECTIVE = expression(r"[ \t]*:::+[ \t]*(?P<name>[\w-]*)")


def scan(text: str, start: int, *, is_mdx: bool) -> Template:
    """The template tags of ``text`` from ``start`` on, code left out."""
    has_imports = is_mdx or any(found in text for found in IMPORTS) or text.startswith("import ", start)
    if not has_imports and ":::" not in text:
        first = text.find("{", start)
        if first < 0 or not any(text.find(braces, max(0, first - 1)) >= 0 for braces in BRACES):
            return NOTHING
    return _Scan(text, start, is_mdx, has_imports).run()


class _Scan:
    def __init__(self, text: str, start: int, is_mdx: bool, has_imports: bool) -> None:
        self.text = text
        self.start = start
        self.end = len(text)
        self.is_mdx = is_mdx
        self.has_imports = has_imports
        self.tokenizer = Tokenizer(text)
        self.shortcodes: list[Shortcode] = []
        self.tags: list[Tag] = []
        self.comments: list[Comment] = []
        self.code: list[Code] = []
        self.spans: list[Span] = []
        self.finder = Finder(text)

    def run(self) -> Template:
        has_braced_tags = "={" in self.text or "{..." in self.text
        scanner = _scanner(self.is_mdx, self.has_imports, ":::" in self.text, has_braced_tags)
        # The line end before the body is looked at too, for what must stand at the start of a line.
        at = max(0, self.start - 1)
        if self.has_imports and self.start == 0 and (first := re.compile(ESM[self.is_mdx]).match(self.text)):
            at = self._esm(first)
        while match := scanner.search(self.text, at):
            at = max(getattr(self, f"_{match.lastgroup}")(match), match.end())
        return Template(
            filled(self.text, self.spans),
            tuple(self.shortcodes),
            tuple(self.tags),
            tuple(self.comments),
            tuple(self.code),
        )

    # One method for each group of the scanner: takes the match, gives the place to go on from.

    def _ticks(self, match: re.Match[str]) -> int:
        ticks = match.group()
        if len(ticks) >= 3 and self._begins_line(match.start()):
            return self._fence_end(ticks, match.end())
        stop = min(self.end, match.end() + VERBATIM_SCAN)
        blank_line = re.compile(r"\n[ \t]*\r?\n").search(self.text, match.end(), stop)
        stop = blank_line.start() if blank_line else stop
        found = re.compile(rf"(?<!`){ticks}(?!`)").search(self.text, match.end(), stop)
        return found.end() if found else match.end()

    def _tildes(self, match: re.Match[str]) -> int:
        return self._fence_end(match.group(), match.end()) if self._begins_line(match.start()) else match.end()

    def _fence_end(self, marks: str, at: int) -> int:
        closing = re.compile(rf"^[ \t>]*{marks[0]}{{{len(marks)},}}[ \t]*\r?$", re.M)
        found = closing.search(self.text, self._line_end(at))
        return found.end() if found else self.end

    def _begins_line(self, at: int) -> bool:
        line_start = self._line_start(at)
        prefix = LINE_PREFIX.match(self.text, line_start, at) if line_start is not None else None
        return prefix is not None and prefix.end() == at

    def _html_comment(self, match: re.Match[str]) -> int:
        return self._after("-->", match.end())

    def _hugo_comment(self, match: re.Match[str]) -> int:
        return self._comment(match, r"\*/\s*-?\}\}", "hugo")

    def _mdx_comment(self, match: re.Match[str]) -> int:
        return self._comment(match, r"\*/\s*\}", "mdx")

    def _comment(self, match: re.Match[str], end: str, syntax: str) -> int:
        found = self.finder.search(end, match.end())
        if found is None:
            return match.end()
        self.comments.append(comment(self.text, match.start(), match.end(), found.start(), found.end(), syntax))
        self.spans.append(self.comments[-1].span)
        return found.end()

    def _hugo(self, match: re.Match[str]) -> int:
        closing_mark = ">}}" if match.group().endswith("<") else "%}}"
        end = self._after(closing_mark, match.end())
        if end == match.end():
            return end
        inner = Span(match.end(), end - len(closing_mark))
        if self.text.startswith("/*", inner.start):
            # `{{</* name */>}}` shows a shortcode to readers instead of running it.
            self.code.append(Code(Span(match.start(), end), "shortcode", inner))
            self.spans.append(Span(match.start(), end))
            return end
        name = HUGO_NAME.match(self.text, inner.start, inner.end)
        if name is None:
            return match.end()
        self_closing = self.text[slice(*inner)].rstrip().endswith("/")
        parameters = Span(name.end(), inner.start + len(self.text[slice(*inner)].rstrip().rstrip("/")))
        shortcode = self._shortcode(
            "hugo", match.start(), end, name, parameters, bool(name.group("closing")), self_closing
        )
        if shortcode.name in RAW_HUGO and not shortcode.closing and not self_closing:
            return self._raw(shortcode, rf"\{{\{{[<%]\s*/\s*{re.escape(shortcode.name)}\s*[>%]\}}\}}")
        if shortcode.name == "comment" and not shortcode.closing:
            return self._raw_comment(shortcode, r"\{\{[<%]\s*/\s*comment\s*[>%]\}\}")
        return end

    def _liquid(self, match: re.Match[str]) -> int:
        end = self._after("%}", match.end())
        name = LIQUID_NAME.match(self.text, match.end(), end) if end > match.end() else None
        if name is None:
            return match.end()
        word = name.group("name")
        closing = word.startswith("end")
        shortcode = self._shortcode("liquid", match.start(), end, name, Span(name.end(), end - 2), closing, False)
        if word in RAW_LIQUID:
            return self._raw(shortcode, rf"\{{%-?\s*end{word}\s*-?%\}}")
        if word == "comment":
            return self._raw_comment(shortcode, r"\{%-?\s*endcomment\s*-?%\}")
        return end

    def _output(self, match: re.Match[str]) -> int:
        end = self._after("}}", match.end(), within_line=True)
        if end > match.end():
            self.spans.append(Span(match.start(), end))
        return end

    def _directive(self, match: re.Match[str]) -> int:
        line_start = self._line_start(match.start())
        if line_start is None or self.text[line_start : match.start()].strip():
            return match.end()
        name = DIRECTIVE.match(self.text, match.start(), match.end())
        if name is not None:
            title = Span(name.end(), match.end())
            span = Span(match.start(), name.end() if name.group("name") else match.end())
            self.shortcodes.append(
                Shortcode(span, "directive", name.group("name"), Span(*name.span("name")), (), not name.group("name"))
            )
            # A title after the name is read: `:::tip Good to know`.
            self.spans.append(span if self.text[slice(*title)].strip() else Span(match.start(), match.end()))
        return match.end()

    def _esm(self, match: re.Match[str]) -> int:
        start = match.start("esm")
        before = self.text[max(self.start, start - 4) : start]
        if before.strip() and not self._follows_esm(start):
            return match.end()
        end = self._blank_line(match.end())
        self.spans.append(Span(start, end))
        return end

    def _follows_esm(self, at: int) -> bool:
        return bool(self.spans) and not self.text[self.spans[-1].end : at].strip()

    def _jsx(self, match: re.Match[str]) -> int:
        token = self.tokenizer.tag(match.start(), self.end)
        if token is None or (not self.is_mdx and not any(found.value_span is not None for found in token.attributes)):
            return match.end()
        self.tags.append(token)
        self.spans.append(token.span)
        return token.span.end

    def _expression(self, match: re.Match[str]) -> int:
        end = self.tokenizer.expression_end(match.start(), self.end)
        if end < 0:
            return match.end()
        self.spans.append(Span(match.start(), end))
        return end

    # Pieces

    def _shortcode(
        self, syntax: str, start: int, end: int, name: re.Match[str], inner: Span, closing: bool, self_closing: bool
    ) -> Shortcode:
        parameters = tuple(self._parameters(inner)) if not closing else ()
        span = Span(start, end)
        made = Shortcode(span, syntax, name.group("name"), Span(*name.span("name")), parameters, closing, self_closing)
        self.shortcodes.append(made)
        self.spans.append(span)
        return made

    def _parameters(self, inner: Span) -> Iterator[Attribute]:
        for match in PARAMETER.finditer(self.text, *inner):
            kind = match.lastgroup or "bare"
            name_span = Span(*match.span("name")) if match.group("name") else Span(match.start(), match.start())
            value = match.group(kind)
            if kind == "double" and "\\" in value:
                value = re.sub(r"\\(.)", r"\1", value)
            yield Attribute(Span(*match.span()), match.group("name") or "", name_span, value, Span(*match.span(kind)))

    def _raw(self, opening: Shortcode, end: str) -> int:
        """A pair of tags around code."""
        found = self.finder.search(end, opening.span.end)
        if found is None:
            return opening.span.end
        span = Span(opening.span.start, found.end())
        self.code.append(Code(span, "shortcode", Span(opening.span.end, found.start())))
        name_start = self.text.rindex(opening.name, *found.span())
        name_span = Span(name_start, name_start + len(opening.name))
        self.shortcodes.append(
            Shortcode(Span(*found.span()), opening.syntax, opening.name, name_span, (), closing=True)
        )
        self.spans[-1] = span
        return span.end

    def _raw_comment(self, opening: Shortcode, end: str) -> int:
        found = self.finder.search(end, opening.span.end)
        if found is None:
            return opening.span.end
        self.shortcodes.pop()
        start, text_start = opening.span
        self.comments.append(comment(self.text, start, text_start, found.start(), found.end(), opening.syntax))
        self.spans[-1] = self.comments[-1].span
        return found.end()

    def _after(self, closing: str, at: int, *, within_line: bool = False) -> int:
        """The place after ``closing``, or ``at`` where it does not come."""
        found = self.finder.find(closing, at)
        if found < 0 or (within_line and found > self._line_end(at)):
            return at
        return found + len(closing)

    def _line_end(self, at: int) -> int:
        found = self.finder.search(r"[\r\n]", at)
        return found.start() if found else self.end

    def _line_start(self, at: int) -> int | None:
        """Where the line starts; None where that is too far away for what may stand before a block."""
        nearest = max(0, at - LONGEST_PREFIX)
        start = max(self.text.rfind("\n", nearest, at), self.text.rfind("\r", nearest, at)) + 1
        return start if start > nearest or nearest == 0 else None

    def _blank_line(self, at: int) -> int:
        found = self.finder.search(r"(?:\r\n|\r|\n)[ \t]*(?=[\r\n]|$)|\Z", at)
        return found.start() if found else self.end
