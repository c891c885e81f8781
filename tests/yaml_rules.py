"""Rules written in YAML, run on posts: what the tests of kinds share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from postlint import fix, packs
from postlint.diagnostic import Diagnostic
from postlint.document import Document
from postlint.engine import Engine
from postlint.errors import UserErrors
from postlint.house import House
from postlint.rule import Rule
from postlint.site import CONVENTIONS, Site
from postlint.testing import OnlyRule

HEAD = "summary: Be fine.\nwhy: Because it is so.\n"


LISTING_RULE = """\
summary: Be plain.
why: It is kinder.
message: "'{match}' says nothing."
forbid:
- file: data/buzz.txt
bad:
- text: |
    We have synergy.
            ^^^^^^^ 'synergy' says nothing.
"""
"""A rule whose words stand in a file of their own."""


def rule_of(folder: Path, text: str) -> Rule:
    """The rule that a file with ``text`` behind summary and why would be."""
    pack = folder / "house-rules"
    pack.mkdir(exist_ok=True)
    (pack / "made.yml").write_text(HEAD + text, encoding="utf-8")
    (rule,) = packs.load(str(pack))
    return rule


def mistakes(folder: Path, text: str) -> list[str]:
    """What is told of a broken rule, each as ``line:column: message``; lines count from the end of ``HEAD``."""
    with pytest.raises(UserErrors) as told:
        rule_of(folder, text)
    return [f"{error.line - 2}:{error.column}: {error.args[0]}" for error in told.value.errors]


def check(
    rule: Rule, text: str, path: str = "post.md", house: House | None = None, others: Mapping[str, str] | None = None
) -> list[Diagnostic]:
    """What the rule says of a post; ``others`` are further posts of the site, by path."""
    doc = Document(text, path)
    conventions = CONVENTIONS["plain"]
    engine = Engine({rule.id: rule}, [rule.id], house=house or House())
    posts = [doc, *(Document(other, name) for name, other in (others or {}).items())]
    site = Site([engine.facts(post, conventions) for post in posts], conventions)
    return engine.check(doc, site, {rule.id: OnlyRule(rule, {})})


def found(rule: Rule, text: str, path: str = "post.md", house: House | None = None) -> list[str]:
    """The words that are complained of."""
    source = Document(text, path).source
    return [source.text[one.start.offset : one.end.offset] for one in check(rule, text, path, house)]


def fixed(rule: Rule, text: str, house: House | None = None) -> str:
    return fix.apply(text, [fix.unplaced(one.fix) for one in check(rule, text, house=house) if one.fix]).text
