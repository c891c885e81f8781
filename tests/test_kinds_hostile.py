"""Rules that count and look around take time in proportion to the post, whatever it is made of."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from acme import HOUSE, check
from postlint.document import Document
from postlint.matching import Matcher
from postlint.reading import Reading
from postlint.rule import Rule
from postlint.site import Site
from yaml_rules import rule_of

SIZE = 800
MOST_SECONDS = 2.0
MOST_RATIO = 3.0
TOO_SHORT_TO_COMPARE = 0.05
ATTEMPTS = 5

SHAPES: dict[str, Callable[[int], str]] = {
    "one sentence": lambda size: "a *b* " * size,
    "one block": lambda size: "a *b*. So it is.\n" * size,
    "blocks": lambda size: "a b ![c](d.png)\n\n" * size,
    "lines": lambda size: "<p>a b</p>" * size,
    "sections": lambda size: "## a\n\nb [x](y)\n\n" * size,
    "headings in quotes": lambda size: "> ## a\n\nb\n\n" * size,
    "items": lambda size: "- a b\n\n  ![c](d.png)\n" * size,
    "nested items": lambda size: "".join(f"{'  ' * (number % 40)}- a b\n" for number in range(size)),
    "cells": lambda size: "| a | b |\n|---|---|\n" + "| a | ![](x.png) |\n" * size,
    "tables": lambda size: "| a | b |\n|---|---|\n| a | c |\n\n" * size,
    "quotes": lambda size: "> a b\n\n![c](d.png)\n\n" * size,
    "links": lambda size: "[a](https://cloud.acme.com/x) [b](https://ace.dev) " * size,
    "code": lambda size: "a\n\n```x\nb\n```\n\n" * size,
    "tags": lambda size: "<ul><li>a<blockquote>b</blockquote></li></ul><table></table>" * size,
}
RULES = (
    "limit: {of: [a], most: 1, least: 1, per: heading}",
    "limit: {of: [a, {images}, {lists}, {tables}, {quotes}, {code-blocks}], least: 2, per: section}",
    "in: [first-section, quotes]\nlimit: {of: [{images}, {code-blocks}, {links: {role: own}}], most: 0}",
    "limit: {of: words, most: 3, per: section}",
    "limit: {of: sentences, most: 3, per: 100 words}",
    "require: {when: [a], then: [z], within: sentence}",
    "require: {when: [a], then: images, within: sentence}",
    "require: {when: [a, {images}, {links}, {code-blocks}], then: [b, {quotes}], within: paragraph}",
    "require: {when: [a], then: {links: {host: x.org}}, within: section}",
    "order: {first: {links: {role: project}}, then: [a, {images}]}",
    "ratio: {of: {links: {role: commercial}}, to: [{links: {role: project}}, {headings}], most: 0.5}",
)


def seconds(rule: Rule, doc: Document) -> float:
    """The processor time of the rule itself, on a post that has been read."""
    hits = Matcher({"x": rule.needles}, HOUSE.words).hits(doc.prose).of("x")
    assert rule.check is not None
    gc.disable()
    started = time.process_time()
    list(rule.check(reading=Reading(doc, HOUSE, Site([])), hits=hits))
    taken = time.process_time() - started
    gc.enable()
    return taken


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_as_the_post_does(tmp_path: Path, shape: str) -> None:
    make = SHAPES[shape]
    rules = {text: rule_of(tmp_path, text) for text in RULES}
    for _ in range(ATTEMPTS):
        small, large = Document(make(SIZE)), Document(make(2 * SIZE))
        times = {text: (seconds(rule, small), seconds(rule, large)) for text, rule in rules.items()}
        slow = {text: both for text, both in times.items() if both[1] > max(TOO_SHORT_TO_COMPARE, MOST_RATIO * both[0])}
        if not slow:
            break
    assert not slow
    assert max(large for _, large in times.values()) < MOST_SECONDS


@pytest.mark.parametrize("text", RULES)
def test_no_post_is_too_odd(tmp_path: Path, text: str) -> None:
    """Whatever a rule looks at, it comes to its end and points into the post: the engine raises where it does not."""
    rule = rule_of(tmp_path, text)
    odd = [
        "",
        "a",
        "\ufeff",
        "\r",
        "a\r\rb",
        "---\n---\n",
        "---\ntitle: ''\n---",
        "a\x00b",
        "![](",
        "> ",
        "#",
        "| |\n|-|\n",
    ]
    odd += ["<table><ul>", "</table></ul></blockquote>", "a\n\n[^1]: b", "```", "---\ntitle: [a]\n---\na b", "- \n-"]
    odd += [make(2) for make in SHAPES.values()]
    for post in odd:
        for path in ("post.md", "post.mdx", "post.html"):
            for one in check(rule, post, path):
                assert one.start.offset <= one.end.offset <= len(post), (post, path)
