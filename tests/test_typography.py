"""The rules on signs and spaces beyond their examples: odd places, and posts made to take long."""

from __future__ import annotations

import time

import pytest

from postlint.builtin import python_rules
from postlint.document import Document
from postlint.engine import Engine
from postlint.fix import apply, unplaced
from postlint.house import House
from postlint.rule import Rule
from postlint.site import CONVENTIONS, Site
from postlint.testing import OnlyRule

RULES = {rule.id: rule for rule in python_rules() if rule.pack == "typography"}


def _check(rule: Rule, text: str) -> list[tuple[str, str]]:
    """What a rule says of a text, and the text with its fixes."""
    doc = Document(text)
    engine = Engine({rule.id: rule}, [rule.id], house=House())
    site = Site([engine.facts(doc, CONVENTIONS["plain"])])
    options = {name: option.default for name, option in rule.options.items()}
    found = engine.check(doc, site, {rule.id: OnlyRule(rule, options)})
    fixed = apply(text, [unplaced(one.fix) for one in found if one.fix]).text
    return [(one.message, fixed) for one in found]


@pytest.mark.parametrize(
    ("name", "text", "message", "fixed"),
    [
        (
            "invisible",
            "A \u200b\ufeff b",
            "Behind 'A' stands a zero-width space and a byte order mark, which nobody sees.",
            "A  b",
        ),
        ("invisible", "\u200b", "Here stands a zero-width space, which nobody sees.", ""),
        ("invisible", "\x07bell it", "Before 'bell' stands a control character U+0007, which nobody sees.", "bell it"),
        ("invisible", "x\u202ey", "Behind 'x' stands a right-to-left override, which nobody sees.", "xy"),
        ("invisible", "`a\u00a0b`", "This code has 1 no-break space.", "`a b`"),
        ("invisible", "[a](b\u200b)", "Behind 'b' stands a zero-width space, which nobody sees.", "[a](b)"),
        (
            "invisible",
            "---\ntitle: A\u200b\n---\n",
            "Behind 'A' stands a zero-width space, which nobody sees.",
            "---\ntitle: A\n---\n",
        ),
        (
            "confusable",
            "\U0001d5d5old",
            "The '\U0001d5d5' in '\U0001d5d5old' is mathematical and only looks like 'B'.",
            "Bold",
        ),
        ("confusable", "\uff2dilvus", "The '\uff2d' in '\uff2dilvus' is full-width and only looks like 'M'.", "Milvus"),
        (
            "confusable",
            "See\uff1ahttps://a.org",
            "'\uff1a' is a full-width sign among Latin words.",
            "See: https://a.org",
        ),
        ("confusable", "5\uff09 More", "'\uff09' is a full-width sign among Latin words.", "5\uff09 More"),
        ("confusable", "[a]\uff08b)", "'\uff08' is a full-width sign among Latin words.", "[a]\uff08b)"),
        ("doubled-space", "`a`  b", "Two spaces stand here.", "`a` b"),
        ("doubled-space", "a    b", "4 spaces stand behind 'a'.", "a b"),
        ("double-hyphen", "a---b -- c", "Two hyphens stand for a dash.", "a---b — c"),
    ],
)
def test_odd_places(name: str, text: str, message: str, fixed: str) -> None:
    (rule,) = (rule for id, rule in RULES.items() if id.partition("/")[2].startswith(name))
    assert _check(rule, text) == [(message, fixed)]


HOSTILE = {
    "letters": "a" * 300_000,
    "Greek": "\u039fn " * 60_000,
    "one Greek word": "\u039f" * 200_000,
    "zero-width": "a\u200b" * 30_000,
    "no-break code": "`a\u00a0b` " * 20_000,
    "no-break in one code": "```\n" + "a\u00a0" * 30_000 + "\n```\n",
    "full-width": "a\uff1ab " * 20_000,
    "hyphens": "a - b -- c " * 20_000,
    "quotes": "it's \u201cit\u201d 'so' " * 6_000,
    "dots": "a ... b !! c ?? d , e  f " * 8_000,
    "curly code": "```\n" + "f(\u2018a\u2019)\n" * 20_000 + "```\n",
    "one line of curly code": "```\n" + "(\u2018" * 60_000 + "\n```\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", HOSTILE)
def test_hostile_posts_take_linear_time(shape: str) -> None:
    text = HOSTILE[shape]
    small, large = Document(text[: len(text) // 8]), Document(text)
    for doc in (small, large):
        assert doc.prose.text is not None  # Parsing is no part of what is measured.
    for rule in RULES.values():
        times = []
        for doc in (small, large):
            engine = Engine({rule.id: rule}, [rule.id], house=House())
            options = {name: option.default for name, option in rule.options.items()}
            begun = time.thread_time()
            engine.check(doc, Site([engine.facts(doc, CONVENTIONS["plain"])]), {rule.id: OnlyRule(rule, options)})
            times.append(time.thread_time() - begun)
        assert times[1] < 24 * times[0] + 0.3, f"{rule.id} takes {times}"
