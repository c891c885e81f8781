"""A parameter by which clicks are followed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import Document, Url
from postlint.document.urls import is_quoted
from postlint.records import NamedTuple
from postlint.rule import Bad, option, rule
from postlint.text import Span

PARAMETERS = (
    "utm_* gclid gclsrc dclid gbraid wbraid fbclid msclkid yclid twclid ttclid li_fat_id igshid igsh mc_cid mc_eid "
    "mkt_tok _hsenc _hsmi __hstc __hssc __hsfp hsctatracking _ga _gl vero_id oly_enc_id oly_anon_id wickedid "
    "trk trkcampaign sc_campaign s_cid pk_campaign pk_kwd mtm_* piwik_campaign rb_clickid _openstat"
).split()


class Parameter(NamedTuple):
    """A parameter of a query as it is written, from ``start`` to ``end`` without the signs that part it off."""

    name: str
    start: int
    end: int


@cache
def _sign() -> re.Pattern[str]:
    """What parts parameters, as Markdown and HTML may write it."""
    return re.compile(r"\\?&(?:amp;|#38;|#x26;)?", re.I)


@rule(
    value="consent",
    why="Readers are followed from page to page without being asked, and the link is longer than it need be.",
    options={"parameters": option(PARAMETERS, "Names of parameters; a star stands for the rest of a name.")},
    needs="queries",
    bad=(
        Bad(
            """
                [Guide](//acme.dev/?utm_source=a&utm_id=7).
                                    ^^^^^^^^^^^^^^^^^^^^^ The parameters 'utm_source' and 'utm_id' follow readers.
            """,
            fixed="[Guide](//acme.dev/).",
        ),
        Bad(
            """
                <a href="https://acme.example/talk?id=7&amp;fbclid=IwAR0&amp;t=9#end">The talk</a>
                                                            ^^^^^^^^^^^^ The parameter 'fbclid' follows readers.
            """,
            fixed='<a href="https://acme.example/talk?id=7&amp;t=9#end">The talk</a>',
        ),
        Bad(
            """
                [guide]: https://acme.example/guide?utm_campaign=launch&page=2
                                                    ^^^^^^^^^^^^^^^^^^^ The parameter 'utm_campaign' follows readers.
            """,
            fixed="[guide]: https://acme.example/guide?page=2",
        ),
    ),
    good=(
        "Read [the guide](https://acme.example/guide?page=2).",
        """
            > Read [the guide](https://acme.example/guide?utm_source=blog).
        """,
        "Add `?utm_source=newsletter` to see where readers come from.",
    ),
)
def tracking_parameter(doc: Document, options: Mapping[str, Any]) -> Iterator[Finding]:
    """Links follow no reader."""
    exact = frozenset(name for name in options["parameters"] if "*" not in name)
    patterns = tuple(name for name in options["parameters"] if "*" in name)
    for url in doc.urls:
        if "=" not in url.query or is_quoted(doc, url):
            continue
        parameters = _parameters(url)
        tracking = [one for one in parameters if _tracks(one.name.lower(), exact, patterns)]
        if tracking:
            yield _finding(url, parameters, tracking)


def _tracks(name: str, exact: frozenset[str], patterns: tuple[str, ...]) -> bool:
    return name in exact or any(fnmatchcase(name, pattern) for pattern in patterns)


def _parameters(url: Url) -> list[Parameter]:
    """The parameters of the query, at their places in the URL as it is written."""
    start = url.written.find("?") + 1
    end = url.written.find("#", start)
    while end > 0 and url.written[end - 1] == "&":  # `&#38;` begins no fragment
        end = url.written.find("#", end + 1)
    end = len(url.written) if end < 0 else end
    found, at = [], start
    for sign in [*_sign().finditer(url.written, start, end), None]:
        stop = sign.start() if sign else end
        found.append(Parameter(url.written[at:stop].partition("=")[0], at, stop))
        at = sign.end() if sign else end
    return found


def _finding(url: Url, parameters: list[Parameter], tracking: list[Parameter]) -> Finding:
    names = list(dict.fromkeys(one.name for one in tracking))
    listed = " and ".join(filter(None, (", ".join(f"'{name}'" for name in names[:-1]), f"'{names[-1]}'")))
    subject, verb = ("parameter", "follows") if len(names) == 1 else ("parameters", "follow")
    return Finding(
        Span(url.span.start + tracking[0].start, url.span.start + tracking[-1].end),
        f"The {subject} {listed} {verb} readers.",
        help="Leave out what only follows readers.",
        fix=Fix("Leave it out", tuple(_edits(url, parameters, tracking))),
    )


def _edits(url: Url, parameters: list[Parameter], tracking: list[Parameter]) -> Iterator[Edit]:
    """Each run of such parameters goes with the sign before it, the first of all with the sign behind it."""
    start = url.span.start
    kept = [one for one in parameters if one not in tracking]
    if not kept:
        yield Edit(Span(start + parameters[0].start - 1, start + parameters[-1].end), "")
        return
    for index, one in enumerate(parameters):
        if one not in tracking:
            continue
        if one.start < kept[0].start:
            yield Edit(Span(start + one.start, start + parameters[index + 1].start), "")
        else:
            yield Edit(Span(start + parameters[index - 1].end, start + one.end), "")
