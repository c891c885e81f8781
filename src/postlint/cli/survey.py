"""How posts stand to values, written for people, reports, spreadsheets and programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from postlint.cli import bars
from postlint.cli.page import block_lines
from postlint.cli.table import table
from postlint.records import NamedTuple
from postlint.reporters.escape import json as harmless
from postlint.reporters.escape import line, visible
from postlint.reporters.options import PLAIN_WIDTH
from postlint.reporters.paint import BOLD, Paint
from postlint.reporters.summary import counted

if TYPE_CHECKING:
    from postlint.catalogue import Listed
    from postlint.packs.values import Value
    from postlint.standings import Group, Standing, Standings

WORST = 3
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""With these a cell starts that spreadsheets compute."""


class Survey(NamedTuple):
    """All that is told: the values, the rules of each, how ``posts`` stand to them, and how groups of posts do."""

    values: tuple[Value, ...]
    rules: Mapping[str, Sequence[Listed]]
    whole: Standings
    posts: int
    by: str
    groups: tuple[tuple[Group, Standings], ...] | None
    show: Callable[[str], str]


class Look(NamedTuple):
    """How a table for people looks: colors, its width in columns, and whether bars are drawn."""

    color: bool
    width: int
    is_drawn: bool


PLAIN = Look(color=False, width=PLAIN_WIDTH, is_drawn=False)


def lines(survey: Survey, format: str, look: Look) -> Iterator[str]:
    """The lines of a survey in one of the formats table, markdown, csv and json, without line ends."""
    if format == "json":
        return _json(survey)
    if format == "csv":
        return _csv(survey)
    if format == "markdown":
        return _markdown(survey)
    return _table(survey, look) if survey.groups is None else _grouped_table(survey, survey.groups, look)


def _percent(standing: Standing) -> str:
    """The share of posts that keep it, rounded down, so that 100 % means all."""
    if standing.share is None:
        return "-"
    return f"{standing.kept * 1000 // standing.judged / 10:.1f} %" if standing.broken else "100 %"


def _result(survey: Survey) -> str:
    all = survey.whole.all
    if not all.judged:
        return f"No rule that serves a value reads {'this post' if survey.posts == 1 else 'these posts'}."
    verb = "keeps" if all.kept == 1 else "keep"
    said = f"{all.kept:,} of {counted(all.judged, 'post')} ({_percent(all)}) {verb} all values."
    others = survey.posts - all.judged
    return f"{said} {counted(others, 'post')} more {'is' if others == 1 else 'are'} not judged." if others else said


def _unjudged(survey: Survey, value: Value) -> str:
    """Why no post is judged by a value, in a few words."""
    if not survey.rules.get(value.id):
        return "no rule serves it yet"
    states = {one.state for one in survey.rules[value.id]}
    if "on" in states:
        return "its rules read none of these posts"
    return f"its rules are {' or '.join(sorted(states))}, and 'postlint rules' says why"


# For people


def _table(survey: Survey, look: Look) -> Iterator[str]:
    header = ("value", "kept by", "", "broken by", "hints")
    rows = []
    for value in survey.values:
        one = survey.whole.by_value[value.id]
        bar = bars.bar(one.share) if look.is_drawn and one.share is not None else ""
        hints = f"{one.hints:,}" if one.hints else ""
        rows.append((value.id, _percent(one), bar, counted(len(one.broken), "post") if one.broken else "", hints))
    yield from table(header, _right(header, rows, 1, 3, 4), color=look.color)
    yield ""
    yield _result(survey)
    for value in survey.values:
        yield ""
        yield from _about(survey, value, look)


def _about(survey: Survey, value: Value, look: Look) -> Iterator[str]:
    """What a value asks for, its rules, and the posts that break it most."""
    from postlint.catalogue.page import Terms, Text

    one = survey.whole.by_value[value.id]
    terms = [("rules", ", ".join(_rule(rule) for rule in survey.rules.get(value.id, ())) or "none yet")]
    if one.broken:
        terms.append(
            ("broken most in", ", ".join(f"{survey.show(path)} ({count:,})" for path, count in one.worst(WORST)))
        )
    elif not one.judged:
        terms.append(("posts", f"none is judged: {_unjudged(survey, value)}"))
    paint = Paint(on=look.color)
    yield line(paint(visible(value.id), BOLD))
    for block in (Text(value.statement), Terms(tuple(terms))):
        yield from map(line, block_lines(block, look.width, paint))


def _rule(rule: Listed) -> str:
    return rule.rule.id if rule.state == "on" else f"{rule.rule.id} ({rule.state})"


def _grouped_table(survey: Survey, groups: Sequence[tuple[Group, Standings]], look: Look) -> Iterator[str]:
    header = (survey.by, "posts", "keep all values", "", "broken by how many posts")
    rows = []
    for group, stand in groups:
        bar = bars.bar(stand.all.share) if look.is_drawn and stand.all.share is not None else ""
        rows.append((_name(survey, group), f"{len(group.posts):,}", _percent(stand.all), bar, _broken(stand)))
    yield from table(header, _right(header, rows, 1, 2), color=look.color)
    if survey.by == "month" and look.is_drawn and survey.whole.all.broken:
        yield ""
        yield from _over_time(survey, groups, look)
    yield ""
    yield _result(survey)


def _over_time(survey: Survey, groups: Sequence[tuple[Group, Standings]], look: Look) -> Iterator[str]:
    """A sparkline for each value that is broken: the share of posts that break it, month by month."""
    by_month = {group.name: stand for group, stand in groups if group.name is not None}
    months = bars.months(list(by_month))
    if len(months) < 2:
        return
    rows = []
    for value in survey.values:
        stands = [by_month[month].by_value[value.id] if month in by_month else None for month in months]
        shares = [1 - one.share if one is not None and one.share is not None else None for one in stands]
        if any(shares):
            highest = max(share for share in shares if share is not None)
            rows.append((value.id, bars.sparkline(shares), f"up to {highest * 100:.0f} %"))
    header = ("value", "posts that break it", f"{months[0]} to {months[-1]}")
    yield from table(header, rows, color=look.color)


def _right(header: Sequence[str], rows: Sequence[Sequence[str]], *columns: int) -> list[list[str]]:
    """The rows, with the numbers in these columns under each other."""
    widths = {i: max(len(row[i]) for row in (header, *rows)) for i in columns}
    return [[cell.rjust(widths[i]) if i in widths and cell else cell for i, cell in enumerate(row)] for row in rows]


def _name(survey: Survey, group: Group) -> str:
    nameless = "date" if survey.by == "month" else survey.by
    return group.name if group.name is not None else f"(no {nameless})"


def _broken(stand: Standings) -> str:
    """The values that are broken, each with by how many posts."""
    broken = [(len(one.broken), id) for id, one in stand.by_value.items() if one.broken]
    return ", ".join(f"{id} {count:,}" for count, id in sorted(broken, key=lambda item: (-item[0], item[1])))


# For reports


def _markdown(survey: Survey) -> Iterator[str]:
    if survey.groups is not None:
        yield _row((survey.by, "posts", "keep all values", "broken by how many posts"))
        yield "| --- | ---: | ---: | --- |"
        for group, stand in survey.groups:
            name = _name(survey, group)
            yield _row((name, f"{len(group.posts):,}", _percent(stand.all), _broken(stand)))
    else:
        yield _row(("value", "what it asks for", "kept by", "broken by", "broken most in"))
        yield "| --- | --- | ---: | ---: | --- |"
        for value in survey.values:
            one = survey.whole.by_value[value.id]
            broken = counted(len(one.broken), "post") if one.broken else ""
            worst = ", ".join(f"{survey.show(path)} ({count:,})" for path, count in one.worst(WORST))
            yield _row((value.id, value.statement, _percent(one), broken, worst))
    yield ""
    yield _plain(_result(survey))
    if survey.groups is None:
        yield from ("", "Rules:", "")
        for value in survey.values:
            rules = ", ".join(_rule(rule) for rule in survey.rules.get(value.id, ()))
            yield f"- {_plain(value.id)}: {_plain(rules or 'none yet')}"


def _row(cells: Sequence[str]) -> str:
    return line(f"| {' | '.join(map(_plain, cells))} |")


def _plain(text: str) -> str:
    """A text that Markdown shows as just that."""
    return "".join(f"\\{sign}" if sign in "\\|`*_<>[]~&#@$" else sign for sign in visible(text))


# For spreadsheets


def _csv(survey: Survey) -> Iterator[str]:
    from csv import writer
    from io import StringIO

    sheet = StringIO()
    rows = writer(sheet, lineterminator="\n")
    numbers = ("posts", "kept", "broken", "findings", "hints")
    if survey.groups is not None:
        rows.writerow((survey.by, "value", *numbers))
        for group, stand in survey.groups:
            for id, one in stand.by_value.items():
                rows.writerow((_no_formula(group.name or ""), _no_formula(id), *_numbers(one)))
    else:
        rows.writerow(("value", *numbers, "statement", "rules", "broken most in"))
        for value in survey.values:
            one = survey.whole.by_value[value.id]
            rules = " ".join(_rule(rule) for rule in survey.rules.get(value.id, ()))
            worst = ", ".join(survey.show(path) for path, _ in one.worst(WORST))
            rows.writerow(
                (_no_formula(value.id), *_numbers(one), *map(_no_formula, (value.statement, rules, worst))),
            )
    return map(line, sheet.getvalue().splitlines())


def _numbers(one: Standing) -> tuple[int, ...]:
    return (one.judged, one.kept, len(one.broken), one.findings, one.hints)


def _no_formula(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    shown = visible(text)
    return f"'{shown}" if shown.lstrip().startswith(FORMULA) else shown


# For programs


def _json(survey: Survey) -> Iterator[str]:
    from json import dumps

    all = survey.whole.all
    made: dict[str, Any] = {
        "posts": survey.posts,
        "all": _counts(all),
        "values": [_as_object(survey, value) for value in survey.values],
    }
    if survey.groups is not None:
        made["by"] = survey.by
        made["groups"] = [
            {
                "name": group.name,
                "posts": len(group.posts),
                "all": _counts(stand.all),
                "values": {id: _counts(one) for id, one in stand.by_value.items()},
            }
            for group, stand in survey.groups
        ]
    yield from harmless(dumps(made, indent=2)).splitlines()


def _counts(one: Standing) -> dict[str, int]:
    return dict(zip(("judged", "kept", "broken", "findings", "hints"), _numbers(one), strict=True))


def _as_object(survey: Survey, value: Value) -> dict[str, Any]:
    one = survey.whole.by_value[value.id]
    return {
        "id": value.id,
        "statement": value.statement,
        "source": value.source,
        "stated": value.is_stated,
        "rules": [{"id": rule.rule.id, "state": rule.state} for rule in survey.rules.get(value.id, ())],
        **_counts(one),
        "worst": [{"path": survey.show(path), "findings": count} for path, count in one.worst(WORST)],
    }
