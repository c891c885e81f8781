"""Suppressions in all their places."""

from __future__ import annotations

import pytest

from postlint.config import Config
from postlint.linter import Linter
from postlint.registry import load

LINTER = Linter(Config(root=".", select=("images/missing-alt", "postlint")), load())
IMAGE = "![](a.png)"
ID = "images/missing-alt"
WHY = ": the text says it"


def found(text: str, path: str = "post.md") -> list[str]:
    return [f"{one.rule.partition('/')[2]}:{one.start.line}" for one in LINTER.lint_text(text, path)]


def test_without_a_suppression_it_is_found() -> None:
    assert found(IMAGE) == ["missing-alt:1"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"<!-- postlint-allow {ID}{WHY} -->\n{IMAGE}\n", "post.md"),
        (f"<!-- postlint-allow {ID}{WHY} -->\n\n\n{IMAGE}\n{IMAGE}\n", "post.md"),
        (f"<!-- postlint-allow images{WHY} -->\n\n{IMAGE}\n", "post.md"),
        (f"<!-- postlint-allow {ID}{WHY} -->\n\n- {IMAGE}\n- {IMAGE}\n\n- {IMAGE}\n", "post.md"),
        (f"<!-- postlint-allow {ID}{WHY} -->\n\n| a |\n|---|\n| {IMAGE} |\n", "post.md"),
        (f"<!-- postlint-allow {ID}{WHY} -->\n\n> {IMAGE}\n", "post.md"),
        (f"<!-- postlint-allow {ID}{WHY} -->\n\n<p><img src=a.png></p>\n", "post.md"),
        (f"> <!-- postlint-allow {ID}{WHY} -->\n>\n> {IMAGE}\n", "post.md"),
        (f"- one\n\n  <!-- postlint-allow {ID}{WHY} -->\n\n  {IMAGE}\n", "post.md"),
        (f"{IMAGE} <!-- postlint-allow {ID}{WHY} -->\n", "post.md"),
        (f"<!-- postlint-allow-start {ID}{WHY} -->\n\n{IMAGE}\n\n{IMAGE}\n\n<!-- postlint-allow-end -->\n", "post.md"),
        (f"{IMAGE}\n\n<!-- postlint-allow-file {ID}{WHY} -->\n", "post.md"),
        (f"{{{{/* postlint-allow {ID}{WHY} */}}}}\n\n{IMAGE}\n", "post.md"),
        (f"{{% comment %}} postlint-allow {ID}{WHY} {{% endcomment %}}\n\n{IMAGE}\n", "post.md"),
        (f"{{/* postlint-allow {ID}{WHY} */}}\n\n{IMAGE}\n", "post.mdx"),
        (f"---\ntitle: A\npostlint: {{allow: [{ID}]}}\n---\n{IMAGE}\n", "post.md"),
        (f'+++\ntitle = "A"\n# postlint-allow-file {ID}{WHY}\n+++\n{IMAGE}\n', "post.md"),
        (f"---\n# postlint-allow-file {ID}{WHY}\ntitle: A\n---\n{IMAGE}\n", "post.md"),
    ],
)
def test_it_is_allowed(text: str, path: str) -> None:
    assert found(text, path) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"<!-- postlint-allow {ID}{WHY} -->\n\n{IMAGE}\n\n{IMAGE}\n", ["missing-alt:5"]),
        (f"{IMAGE} <!-- postlint-allow {ID}{WHY} -->\n{IMAGE}\n", ["missing-alt:2"]),
        (
            f"<!-- postlint-allow-start {ID}{WHY} -->\n\n{IMAGE}\n\n<!-- postlint-allow-end -->\n\n{IMAGE}\n",
            ["missing-alt:7"],
        ),
        (f"<!-- postlint-allow {ID} -->\n\n{IMAGE}\n", ["unexplained-allow:1"]),
        (f"<!-- postlint-allow images/mising-alt{WHY} -->\n\n{IMAGE}\n", ["unknown-allow:1", "missing-alt:3"]),
        (f"<!-- postlint-disable {ID} -->\n\n{IMAGE}\n", ["misspelled-allow:1", "missing-alt:3"]),
        (f"<!-- postlint-allow {ID}{WHY} -->\n\nNo image.\n", ["unused-allow:1"]),
        # A rule that did not run cannot tell whether it is needed.
        (f"<!-- postlint-allow structure/second-h1{WHY} -->\n\nText.\n", []),
        # Code only shows a suppression.
        (f"`<!-- postlint-allow {ID} -->`\n\n{IMAGE}\n", ["missing-alt:3"]),
    ],
)
def test_what_is_left(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_nobody_may_allow_a_post_to_go_unchecked() -> None:
    assert found("<!-- postlint-allow postlint/crashed-rule: no -->\n") == ["unknown-allow:1"]
