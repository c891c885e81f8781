"""Pages as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from postlint.catalogue.page import Block, Code, Page, Terms, Text
from postlint.expression import expression

CODE = expression(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
MARKUP = expression(r"[<>*_\[\]|]")


def page(made: Page, links: Mapping[str, str]) -> str:
    """A page as a file; ``links`` has targets for names with which something that is said of a term begins."""
    lines = [f"# {made.title}", ""]
    for block in made.lead:
        lines += [*_block(block, links), ""]
    for section in made.sections:
        lines += [f"## {section.title}", ""]
        for block in section.blocks:
            lines += [*_block(block, links), ""]
    return "\n".join(lines)


def _block(block: Block, links: Mapping[str, str]) -> Iterator[str]:
    match block:
        case Text(text):
            yield plain(text)
        case Code(text, language):
            yield from fenced(text, language)
        case Terms(items):
            for term, text in items:
                name, colon, rest = text.partition(":")
                said = f"[{name}]({links[name]}){colon}{plain(rest)}" if name in links else plain(text)
                yield f"- {plain(term)}: {said}"


def fenced(text: str, language: str) -> Iterator[str]:
    """The lines of a code block, in a fence that nothing in it closes."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    yield fence + language
    yield from text.split("\n")
    yield fence


def plain(text: str) -> str:
    """Text in which nothing is markup but code in backticks."""
    parts: list[str] = []
    done = 0
    for match in CODE.finditer(text):
        parts += (_escaped(text[done : match.start()]), match.group())
        done = match.end()
    return "".join((*parts, _escaped(text[done:])))


def _escaped(text: str) -> str:
    return MARKUP.sub(lambda match: "\\" + match.group(), text)


def cell(text: str) -> str:
    """Text within a cell of a table."""
    return re.sub(r"(?<!\\)\|", r"\\|", plain(text))
