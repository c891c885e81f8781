"""A house with something to give away and something to sell, and rules run on its posts."""

from __future__ import annotations

import yaml_rules
from postlint.diagnostic import Diagnostic
from postlint.document import Document
from postlint.house import House, house_of
from postlint.rule import Rule

HOUSE = house_of(
    {
        "name": "Acme",
        "hosts": ["acme.com"],
        "places": ["discord.gg/acme"],
        "partners": ["partner.io"],
        "projects": [{"name": "Ace", "hosts": ["github.com/acme", "ace.dev"]}],
        "offers": [{"name": "Acme Cloud", "hosts": ["cloud.acme.com", "acme.com/pricing"]}],
    }
)


def check(rule: Rule, text: str, path: str = "post.md", house: House = HOUSE) -> list[Diagnostic]:
    """What the rule says of a post."""
    return yaml_rules.check(rule, text, path, house)


def told(rule: Rule, text: str, path: str = "post.md", house: House = HOUSE) -> list[tuple[str, str]]:
    """The words that the rule points at, each with its message."""
    source = Document(text, path).source
    return [(source.text[one.start.offset : one.end.offset], one.message) for one in check(rule, text, path, house)]


def found(rule: Rule, text: str, path: str = "post.md", house: House = HOUSE) -> list[str]:
    """The words that the rule points at."""
    return [words for words, _ in told(rule, text, path, house)]
