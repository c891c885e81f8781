"""Planted faults: each rule on front matter finds its fault at the exact place, in every format and odd place.

«…» stands around what must be found. Each post is also read with CRLF, and every fix is carried out.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from planted import RULES, Fault, run, spans
from postlint import carets, fix
from postlint.diagnostic import Diagnostic
from postlint.document import Document
from postlint.text import Span

BODY = "\nText: with a colon, and --- dashes.\n"
# What another session plants has a list of its own.
FEWEST = 150


def raw(rule: str, text: str, **case: Any) -> Fault:
    if "preset" in case:
        case["frontmatter"] = {"preset": case.pop("preset")}
    return Fault(f"frontmatter/{rule}", text, case)


def yaml(rule: str, inner: str, **case: Any) -> Fault:
    return raw(rule, f"---\n{inner}---\n{BODY}", **case)


def toml(rule: str, inner: str, **case: Any) -> Fault:
    return raw(rule, f"+++\n{inner}+++\n{BODY}", **case)


def json(rule: str, inner: str, **case: Any) -> Fault:
    return raw(rule, f"{{\n{inner}}}\n{BODY}", **case)


def old(front_matter: str) -> dict[str, str]:
    """Another post of the site."""
    return {"old.md": f"---\n{front_matter}\n---\n"}


LONG = "How we search a terabyte of compressed logs in less than a second on one small machine that we rent by the hour"
POSTS = {f"{number}.md": "---\nseries: Storage\n---\n" for number in range(20)}

BROKEN = [
    yaml("broken", "title: Logs«:» how we index them\n"),
    yaml("broken", "title: How we index«:» logs # draft\ntags: [a]\n"),
    yaml("broken", "params:\n  seo:\n    title: Logs«:» how\n"),
    yaml("broken", "tags:\n  - logs: of«:» ours\n"),
    yaml("broken", "title: Logs\nsummary: Why“this”«:» that\n"),
    yaml("broken", "title: «{{ page.title }}»\n"),
    yaml("broken", "title: «{{ page.title }}» and more\n"),
    yaml("broken", "cover:\n  image: «{% asset logo.png %}»\n"),
    yaml("broken", "tags:\n  - «{{< tag >}}»\n"),
    yaml("broken", 'title: «{{ replace .Name "-" " " }}»\n'),
    yaml("broken", "author: «@»ada\n"),
    yaml("broken", "title: «`»select` is slow\n"),
    yaml("broken", "title: «%»d per second\n"),
    yaml("broken", "title: «*»Fast* logs\n"),
    yaml("broken", "title: «&»! logs\n"),
    yaml("broken", "title: «!important» news\n"),
    yaml("broken", "title: [RFC] «How we index»\n"),
    yaml("broken", "title: «[»RFC\ndate: 2024-03-14\n"),
    yaml("broken", "title: «|» logs\n"),
    yaml("broken", "title: «-» logs\n"),
    yaml("broken", 'title: "Logs" «and metrics»\n'),
    yaml("broken", 'title: "We say "«logs" to them"»\n'),
    yaml("broken", "title: 'It'«s logs'»\n"),
    yaml("broken", 'title: «"»Logs\ndate: 2024-03-14\n'),
    yaml("broken", 'path: "C:«\\d»ocs"\n'),
    yaml("broken", "«title:Logs»\ndate: 2024-03-14\n"),
    yaml("broken", "date: 2024-03-14\n«title:Logs»\n"),
    yaml("broken", "title: Logs\n«and metrics»\ndate: 2024-03-14\n"),
    yaml("broken", "tags:\n«\t»- logs\n"),
    yaml("broken", "params:\n«\t»cover: a.png\n\ttags: b\n"),
    yaml("broken", "title: Logs\n  date«:» 2024-03-14\n"),
    yaml("broken", "«- title\n- date»\n"),
    yaml("broken", "«Just text»\n"),
    yaml("broken", "title:«\u00a0»Logs\n"),
    yaml("broken", "title: Logs\n«---» # second\ndate: 2024-03-14\n"),
    yaml("broken", "title: a«\x07»b\n"),
    yaml("broken", "title: «!!python/name:os.system» x\n"),
    yaml("broken", "count: «" + "9" * 1100 + "»\n"),
    yaml("broken", "a: «*b»\n"),
    toml("broken", "title = «How» we index\n"),
    toml("broken", "title = «{{ .Title }}»\n"),
    toml("broken", 'title = «"»Logs\ndate = 2024-03-14\n'),
    toml("broken", "title = 'Logs' «and» more\n"),
    json("broken", '"title": "Logs"\n«"»date": "2024-03-14"\n'),
    raw("broken", f'{{\n"title": "Logs",\n«}}»\n{BODY}'),
    json("broken", "«title»: 1\n"),
    json("broken", '"title": «How» we index\n'),
    json("broken", '"title": «{{ .Title }}»\n'),
    raw("broken", f"«---»\ntitle: Logs\n{BODY}"),
    raw("broken", f"«+++»\ntitle = 'Logs'\n{BODY}"),
    raw("broken", f'«{{»\n"title": "Logs"\n{BODY}'),
    raw("broken", f"---\ntitle: Logs\n«---»If you{BODY}"),
    raw("broken", f"---\ntitle: Logs\n  «---»\n{BODY}"),
    raw("broken", f"---\ntitle: Logs\n«+++»\n{BODY}"),
    raw("broken", f"\n\n«---»\ntitle: Logs\n---\n{BODY}"),
    raw("broken", f" «---»\ntitle: Logs\n---\n{BODY}"),
    raw("broken", f"\u200b«---»\ntitle: Logs\n---\n{BODY}"),
    raw("broken", f"# Logs\n«---»\ntitle: Logs\n---\n{BODY}"),
    raw("broken", f"<!-- by Ada -->\n\n«+++»\ntitle = 'Logs'\n+++\n{BODY}"),
    raw("broken", f"«title: Logs»\ndate: 2024-03-14\n---\n{BODY}"),
    raw("broken", f"---\ntitle: Logs\n---\n\n«---»\ndate: 2024-03-14\n---\n{BODY}"),
    raw("broken", f"«---»\ntitle = 'Logs'\n---\n{BODY}"),
    raw("broken", f"«+++»\ntitle: Logs\n+++\n{BODY}"),
]
KEYS = [
    yaml("duplicate-key", "title: A\ndate: 2024-03-14\n«title»: B\n"),
    yaml("duplicate-key", "params:\n  - cover: a.png\n    «cover»: b.png\n"),
    yaml("duplicate-key", "params: {a: 1, b: 2, «a»: 1}\n"),
    yaml("duplicate-key", 'title: A\n«"title"»: A\n'),
    yaml("duplicate-key", "Title: A\n«title»: A\n", preset="hugo"),
    toml("duplicate-key", "title = 'A'\n«title» = 'B'\n"),
    toml("duplicate-key", "[params]\na = 1\n«[params]»\nb = 1\n"),
    json("duplicate-key", '"title": "A",\n«"title"»: "A"\n'),
    yaml("unordered-keys", "date: 2024-03-14\n# On logs\n«title»: |\n  Logs\nlayout: post\n"),
    toml("unordered-keys", "tags = ['logs'] # few\n«title» = 'Logs'\n\n[params]\ndate = 1\n"),
    json("unordered-keys", '"date": "2024-03-14", «"title"»: "Logs"\n'),
]
DATES = [
    raw("missing-date", f"«---»\ntitle: Logs\n---\n{BODY}"),
    raw("missing-date", f"«+++»\ntitle = 'Logs'\n+++\n{BODY}"),
    raw("missing-date", f'«{{»\n"title": "Logs"\n}}\n{BODY}'),
    raw("missing-date", f"«---»\n---\n{BODY}"),
    raw("missing-date", f"«---»\nparams:\n  date: 2024-03-14\n---\n{BODY}"),
    yaml("malformed-date", "date: «2024-3-9»\n"),
    yaml("malformed-date", "date: '«2024/03/09»' # out\n"),
    yaml("malformed-date", 'date: "«March 9, 2024»"\n'),
    yaml("malformed-date", "date: >-\n  «9 March 2024»\n"),
    yaml("malformed-date", "date: «20240309»\n"),
    yaml("malformed-date", "date: «31/12/2024»\n"),
    yaml("malformed-date", "date: «04/05/2024»\n"),
    yaml("malformed-date", "date: «soon»\n"),
    yaml("malformed-date", "date: «2024-3-9 10:00»\n"),
    yaml("malformed-date", "date: 2024-03-14\nlast_update:\n  date: «Mar 20 2024»\n  author: ada\n"),
    toml("malformed-date", "date = '«2024.3.9»'\n"),
    toml("malformed-date", 'Date = "«9. 3. 2024»"\n', preset="hugo"),
    json("malformed-date", '"date": "«Sat, 09 Mar 2024 10:00:00 GMT»"\n'),
    json("malformed-date", '"date": «20240309»\n'),
    yaml("impossible-date", "date: «2024-02-30»\n"),
    yaml("impossible-date", 'date: "«2024-13-01»"\n'),
    yaml("impossible-date", "event:\n  - day: «2023-02-29»\n"),
    yaml("impossible-date", "date: «2024-06-31T10:00:00Z»\n"),
    yaml("impossible-date", "lastmod: '«30 February 2024»'\n"),
    toml("impossible-date", "date = «2024-02-30»\n"),
    toml("impossible-date", "date = '«2024-00-10»'\n"),
    json("impossible-date", '"date": "«2024-02-30»"\n'),
    raw("impossible-date", f"«---»\ntitle: Logs\n---\n{BODY}", path="_posts/2024-02-30-logs.md"),
    raw("impossible-date", f"«+++»\ntitle = 'Logs'\n+++\n{BODY}", path="blog/2023/02/29/logs.md"),
    yaml("future-date", "date: «2030-01-02»\n", today="2029-12-31"),
    yaml("future-date", "date: '«2030-01-01T00:30:00Z»'\n", today="2029-12-31"),
    toml("future-date", "date = «2030-01-01T01:30:00+01:00»\n", today="2029-12-31"),
    toml("future-date", "date = «2029-12-31T20:00:00-08:00»\n", today="2029-12-31"),
    json("future-date", '"date": "«Jan 2, 2030»"\n', today="2029-12-31"),
    yaml("future-date", "date: «2030-01-01T00:30:00»\n", today="2029-12-31", options={"hours-from-utc": -5.0}),
    raw("future-date", f"«---»\ntitle: Logs\n---\n{BODY}", today="2029-12-31", path="_posts/2030-01-01-logs.md"),
    yaml("mismatched-date", "date: «2024-03-24»\n", path="_posts/2024-03-14-logs.md"),
    yaml("mismatched-date", "date: '«2025-03-14T10:00:00Z»'\n", path="blog/2024-03-14-logs/index.md"),
    toml("mismatched-date", "date = «2024-03-14»\n", path="content/blog/2023/logs/index.md"),
    json("mismatched-date", '"date": "«2024-03-14»"\n', path="content/blog/2024/03/24/logs.md"),
    yaml("updated-before-published", "date: 2024-03-14\nupdated: «2024-03-13»\n"),
    yaml("updated-before-published", "last_update: {date: '«2023-03-13»'}\ndate: 2024-03-14\n"),
    toml("updated-before-published", "lastmod = «2024-03-13T10:00:00Z»\ndate = 2024-03-14\n"),
    json("updated-before-published", '"date": "2024-03-14",\n"modified": "«2024-03-01»"\n'),
]
TEXTS = [
    yaml("leftover-placeholder", "title: «TODO»\n"),
    yaml("leftover-placeholder", "title: '«INSERT TITLE HERE»'\n"),
    yaml("leftover-placeholder", "summary: >\n  A word before,\n  «lorem ipsum\n  dolor sit amet», and more.\n"),
    yaml("leftover-placeholder", "params:\n  tags:\n    - logs\n    - «tag2»\n"),
    yaml("leftover-placeholder", 'title: "«Untitled»"\n'),
    yaml("leftover-placeholder", "author: «Your Name»\n"),
    yaml("leftover-placeholder", "summary: |\n  «TBD»: ask \\ Ada\n"),
    toml("leftover-placeholder", "title = '''\n«Post title here»'''\n"),
    toml("leftover-placeholder", 'description = "Say \\"hi\\" «(TODO: whom)»"\n'),
    json("leftover-placeholder", '"cover": "«/path/to/image.png»"\n'),
    json("leftover-placeholder", '"canonical": "«https://example.com/post»"\n'),
    yaml("long-title", f"title: «{LONG}»\n"),
    yaml("long-title", f"title: >\n  «{LONG[:60]}\n  {LONG[60:]}»\n"),
    yaml("long-title", f"title: '«It''s {LONG}»'\n"),
    toml("long-title", f'title = "«\\u0041 {LONG}»"\n'),
    json("long-title", f'"title": "«{LONG}»"\n'),
    yaml("title-full-stop", "title: How we index logs«.»\n"),
    yaml("title-full-stop", "title: 'It''s how we index logs«.»'\n"),
    yaml("title-full-stop", 'title: "We \\"index\\" logs«.»" # yes\n'),
    yaml("title-full-stop", "title: >-\n  How we\n  index logs«.»\n"),
    yaml("title-full-stop", "title: 日志«。»\n"),
    toml("title-full-stop", "title = 'How we index logs«.»'\n"),
    toml("title-full-stop", 'title = """\nHow we index logs«.»"""\n'),
    json("title-full-stop", '"title": "How we \\u0069ndex logs and why«.»"\n'),
    raw("missing-summary", f"«---»\ntitle: Logs\n---\n{BODY}"),
    raw("missing-summary", f"«+++»\ntitle = 'Logs'\n+++\n{BODY}"),
    raw("missing-summary", f'«{{»\n"title": "Logs"\n}}\n{BODY}'),
    yaml("long-summary", f"description: «{LONG}, {LONG}, {LONG}»\n"),
    yaml("long-summary", f"description: |\n  «{LONG},\n  {LONG},\n  {LONG}.»\n"),
    toml("long-summary", f"summary = '«{LONG}, {LONG}, {LONG}»'\n"),
    json("long-summary", f'"excerpt": "«{LONG}, {LONG}, {LONG}»"\n'),
    yaml("short-summary", "description: «On logs»\n"),
    yaml("short-summary", "description: >\n  «On\n  logs»\n"),
    toml("short-summary", "summary = '«On logs»'\n"),
    json("short-summary", '"desc": " «On logs» "\n'),
    yaml("summary-repeats-title", "title: How we index\ndescription: '«How we index!»'\n"),
    yaml("summary-repeats-title", "description: |\n  «How We Index»\ntitle: How we index\n"),
    toml("summary-repeats-title", 'title = "How we index"\nsummary = "«How we \\u0069ndex»"\n'),
    json("summary-repeats-title", '"title": "How we index", "summary": "«How we index.»"\n'),
    yaml("markup-in-summary", "description: Why «**one**» filter is «*quite*» enough\n"),
    yaml("markup-in-summary", "description: >-\n  Why one «[filter](/docs)»\n  is «<b>»enough«</b>»\n"),
    yaml("markup-in-summary", "description: 'It''s «__one__» filter'\n"),
    toml("markup-in-summary", 'summary = "One \\"filter\\" «&amp;» more"\n'),
    json("markup-in-summary", '"summary": "One\\tfilter «{{< x >}}» «![a](b.png)»"\n'),
    yaml("malformed-slug", "slug: «How We Index»\n"),
    yaml("malformed-slug", "slug: '«index_logs»'\n"),
    yaml("malformed-slug", "slug: «logs?a=b»\n"),
    toml("malformed-slug", "slug = '«Index-Logs»'\n"),
    json("malformed-slug", '"slug": "«index logs»"\n'),
]
VALUES = [
    yaml("yaml-trap", "title: «no»\n"),
    yaml("yaml-trap", "tags: [logs, «on», «2024-03-14»]\n"),
    yaml("yaml-trap", "tags:\n  - «yes» # indeed\n  - «~»\n"),
    yaml("yaml-trap", "title: «12:30»\n"),
    yaml("yaml-trap", "version: «1.10»\n"),
    yaml("yaml-trap", "params:\n  release: {major: «012»}\n"),
    yaml("yaml-trap", "authors:\n  - name: «Off»\n    title: Writer\n"),
    yaml("yaml-trap", "lang: «no»\n"),
    yaml("yaml-trap", "title: «2024»\n", preset="docusaurus"),
    yaml("yaml-trap", "draft: «off»\n", preset="gatsby"),
    yaml("yaml-trap", "Title: «0755»\n", preset="hugo"),
    yaml("too-many-tags", "«tags»: [a, b, c, d, e, f, g, h, i, j, k, l, m]\n"),
    yaml("too-many-tags", "«tags»:\n" + "".join(f"- t{number}\n" for number in range(13))),
    toml("too-many-tags", "«tags» = ['a', 'b', 'c']\n", options={"max": 2}),
    json("too-many-tags", '«"tags"»: "a, b, c"\n', options={"max": 2}),
    yaml("draft-on-main", "title: Logs\n«draft»: true\n"),
    toml("draft-on-main", "«Draft» = true\n", preset="hugo"),
    json("draft-on-main", '«"status"»: "draft"\n'),
    raw("missing-image", f"«---»\ntitle: Logs\n---\n{BODY}"),
    raw("missing-image", f"«+++»\ntitle = 'Logs'\n+++\n{BODY}"),
    raw("missing-image", f'«{{»\n"title": "Logs"\n}}\n{BODY}'),
    yaml("miscased-title", "title: How «we index» Logs\n"),
    toml("miscased-title", "title = 'How «We Index Our Logs»'\n\n", options={"style": "sentence"}),
]
SITE = [
    yaml("duplicate-title", "«title»: Logs\n", files=old("title: logs")),
    toml("duplicate-title", "«title» = 'Logs'\n", files=old("title: Logs")),
    yaml("duplicate-url", "slug: «logs»\n", files=old("slug: logs")),
    toml("duplicate-url", "slug = '«logs»'\n", path="content/new.md", preset="hugo", files={"content/logs.md": ""}),
    json("duplicate-url", '"permalink": "«/blog/Logs»"\n', files=old("permalink: /blog/logs/")),
    yaml("duplicate-summary", "description: >\n  «Why we\n  index»\n", files=old("description: why we index")),
    json("duplicate-summary", '"summary": "«Why we index»"\n', files=old("summary: Why we index!")),
    yaml("copied-alias", "aliases:\n  - /a/\n  - '«/old/»'\n", files=old("aliases: [/old]")),
    toml("copied-alias", "aliases = ['«/Old»']\n", files=old("aliases: [/old]")),
    yaml("occupied-alias", "aliases: [«/old/»]\n", files=old("permalink: /old")),
    json("occupied-alias", '"permalink": "/new", "redirect_from": "«/new/»"\n'),
    toml("duplicate-stub", "externalUrl = '«https://a.example/b»'\n", files=old("externalUrl: https://a.example/b/")),
    yaml("duplicate-stub", "redirect_to: «https://a.example/b»\n", files=old("redirect_to: https://a.example/b")),
    yaml("lone-series", "series: «Indexes»\n", files=POSTS),
    json("lone-series", '"series": ["Storage", "«Indexes»"]\n', files=POSTS),
]
FAULTS = [*BROKEN, *KEYS, *DATES, *TEXTS, *VALUES, *SITE]


def _id(fault: Fault) -> str:
    return f"{fault.rule.partition('/')[2]}-{FAULTS.index(fault)}"


def test_there_are_many_of_every_rule() -> None:
    assert len(FAULTS) >= FEWEST
    assert min(Counter(fault.rule for fault in FAULTS).values()) >= 2


@pytest.mark.parametrize("fault", FAULTS, ids=_id)
def test_fault_is_found_at_its_place(fault: Fault) -> None:
    assert spans(run(fault, fault.text)) == fault.spans


@pytest.mark.parametrize("fault", FAULTS, ids=_id)
def test_fault_is_found_with_other_line_ends(fault: Fault) -> None:
    other = fault._replace(marked=fault.marked.replace("\n", "\r\n"))
    assert spans(run(other, other.text)) == other.spans


def _examples() -> list[Fault]:
    """The bad examples of all rules on front matter."""
    found = []
    for rule in RULES.values():
        if rule.pack == "frontmatter":
            for case in rule.bad:
                world = {name: value for name, value in case._asdict().items() if name not in ("text", "fixed")}
                found.append(Fault(rule.id, carets.read(case.text).text, world))
    return found


WITH_EXAMPLES = [*FAULTS, *_examples()]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("fault", WITH_EXAMPLES, ids=lambda fault: fault.rule.partition("/")[2])
def test_a_fix_mends_what_was_found_and_nothing_else(fault: Fault, line_end: str) -> None:
    text = fault.text.replace("\n", line_end)
    found = run(fault, text)
    for one in found:
        if one.fix is None:
            continue
        applied = fix.apply(text, [fix.unplaced(one.fix)])
        after = run(fault, applied.text)
        assert one.message not in {other.message for other in after} or len(after) < len(found)
        edits = sorted((edit.start.offset, edit.end.offset) for edit in one.fix.edits)
        assert _outside(text, edits) == _outside(applied.text, _moved(one))
        if text.endswith(BODY):
            assert applied.text.endswith(BODY)
        before, now = Document(text).front_matter, Document(applied.text).front_matter
        if before.root is not None and not before.errors:
            assert now.root is not None
            kept = [key for key in before.data if key in now.data]
            assert len(kept) >= len(before.data) - 1
            assert sum(now.data[key] != before.data[key] for key in kept) <= 1


def test_a_byte_order_mark_has_no_place_of_its_own() -> None:
    fault = yaml("broken", "title: Logs\n")
    assert spans(run(fault, "\ufeff" + fault.text)) == [Span(0, 3)]


def _outside(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """The pieces of a text between some places."""
    pieces, done = [], 0
    for start, end in spans:
        pieces.append(text[done:start])
        done = end
    return [*pieces, text[done:]]


def _moved(found: Diagnostic) -> list[tuple[int, int]]:
    """Where the new texts of a fix stand in the fixed text."""
    assert found.fix is not None
    places, by = [], 0
    for edit in sorted(found.fix.edits, key=lambda edit: edit.start.offset):
        start = edit.start.offset + by
        places.append((start, start + len(edit.text)))
        by += len(edit.text) - (edit.end.offset - edit.start.offset)
    return places
