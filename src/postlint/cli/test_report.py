"""What ``postlint test`` prints, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from postlint.diagnostic import Severity
from postlint.records import NamedTuple
from postlint.reporters.escape import json as harmless
from postlint.reporters.escape import line, visible
from postlint.reporters.paint import BOLD, DIM, SEVERITY, Paint
from postlint.reporters.summary import counted

if TYPE_CHECKING:
    from postlint.testing import Result, Tested


class Look(NamedTuple):
    """How the report looks; ``width`` counts columns."""

    verbose: bool
    color: bool
    width: int


def in_full(tested: Sequence[Tested], look: Look) -> Iterator[str]:
    """The lines of the report for people, without line ends."""
    for one in tested:
        for result in one.results:
            if not result.passed:
                yield from _failed(result, look)
                yield ""
        if look.verbose:
            yield from map(line, _verbose(one, look))
    yield line(_summary(tested, look))
    if not look.verbose:
        yield from _unexercised(tested)


def _unexercised(tested: Sequence[Tested]) -> Iterator[str]:
    counts = [len(one.unexercised) for one in tested if one.unexercised]
    if counts:
        entries = "1 entry is" if sum(counts) == 1 else f"{sum(counts):,} entries are"
        yield f"{entries} in no example of {counted(len(counts), 'rule')}; --verbose lists them."


def _failed(result: Result, look: Look) -> Iterator[str]:
    paint = Paint(on=look.color)
    for name, message, place in result.failures:
        where = paint(f"{visible(place.path or result.path)}:{place.line}:{place.column}", BOLD)
        told = f"{paint(name, SEVERITY[Severity.ERROR])}[{visible(result.rule)}] {paint(visible(message), BOLD)}"
        yield line(f"{where}: {told}")
    for title, lines in result.pastes:
        yield line(f"  {paint(title, DIM)}")
        # As they are to stand in the file: nothing before them, and nothing but the invisible changed.
        yield from (line(visible(text)) for text in lines)


def _verbose(tested: Tested, look: Look) -> Iterator[str]:
    from textwrap import wrap

    rule = tested.rule
    examples = counted(sum(bool(result.example) for result in tested.results), "example")
    yield f"{visible(rule.id)}: {examples}, {'pass' if tested.passed else 'FAIL'}"
    if tested.unexercised:
        listed = visible(f"in no example: {'; '.join(tested.unexercised)}")
        yield from wrap(listed, look.width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def _summary(tested: Sequence[Tested], look: Look) -> str:
    results = [result for one in tested for result in one.results]
    examples = sum(bool(result.example) for result in results)
    packs = {one.rule.pack for one in tested}
    what = f"Tested {counted(len(tested), 'rule')} of {counted(len(packs), 'pack')} by {counted(examples, 'example')}: "
    failed = [result for result in results if not result.passed]
    if not failed:
        return what + "all pass."
    failed_examples = sum(bool(result.example) for result in failed)
    parts = [counted(failed_examples, "example")] if failed_examples else []
    if others := len(failed) - failed_examples:
        parts.append(counted(others, "rule"))
    fail = "fails" if len(failed) == 1 else "fail"
    return what + Paint(on=look.color)(f"{' and '.join(parts)} {fail}.", SEVERITY[Severity.ERROR])


def as_json(tested: Sequence[Tested]) -> Iterator[str]:
    """The lines of a JSON array: an object for each rule, and one for each of its examples."""
    from json import dumps

    objects = [found for one in tested for found in _objects(one)]
    yield "["
    for i, found in enumerate(objects):
        yield f"  {harmless(dumps(found))}{',' if i < len(objects) - 1 else ''}"
    yield "]"


def _objects(tested: Tested) -> Iterator[dict[str, Any]]:
    whole = next((result for result in tested.results if not result.example), None)
    yield {
        "rule": tested.rule.id,
        "example": None,
        "passed": tested.passed,
        "problems": _problems(whole) if whole is not None else [],
        "unexercised": list(tested.unexercised),
    }
    for result in tested.results:
        if result.example:
            yield {
                "rule": result.rule,
                "example": result.example,
                "path": result.path,
                "line": result.place.line,
                "column": result.place.column,
                "passed": result.passed,
                "problems": _problems(result),
                "right": [{"title": title, "lines": list(lines)} for title, lines in result.pastes],
            }


def _problems(result: Result) -> list[dict[str, Any]]:
    return [
        {
            "problem": name,
            "message": message,
            "path": place.path or result.path,
            "line": place.line,
            "column": place.column,
        }
        for name, message, place in result.failures
    ]
