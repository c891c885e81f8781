"""What the posts of a site do: keys, classes of values, spellings of names, slips; on the corpora too."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from postlint.config import Config
from postlint.document import Document
from postlint.linter import Linter
from postlint.registry import load
from postlint.site import CONVENTIONS, Site, index
from postlint.site.names import folded
from postlint.site.registries import Register
from postlint.site.slips import slip_of
from postlint.site.vocabulary import Vocabulary

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
HUGO, JEKYLL, PLAIN = CONVENTIONS["hugo"], CONVENTIONS["jekyll"], CONVENTIONS["plain"]


def site(*front_matters: str, conventions: object = PLAIN) -> Site:
    posts = [Document(f"---\n{text}\n---\n", f"{number:03}.md") for number, text in enumerate(front_matters)]
    return Site([index(post, conventions) for post in posts], conventions)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("athors", ["authors"], "authors"),
        ("autthors", ["authors"], "authors"),
        ("auhtors", ["authors"], "authors"),
        ("autzors", ["authors"], "authors"),
        ("tag", ["tags"], "tags"),
        ("canonical_url", ["canonicalUrl"], "canonicalUrl"),
        ("Title", ["title"], "title"),
        ("authors", ["author", "authors"], None),
        ("date", ["data", "update"], "data"),
        ("url", ["uri"], None),
        ("CVE-2020-8558", ["CVE-2020-8554"], None),
        ("ogImageUrl", ["ogImage"], None),
        ("mood", ["title"], None),
        ("", ["title"], None),
    ],
)
def test_slips(word: str, known: list[str], expected: str | None) -> None:
    assert slip_of(word, known) == expected


@pytest.mark.parametrize(
    "same",
    [
        ("Open Source", "open source", "opensource", "open-source", "open_source"),
        ("CI/CD", "ci/cd", "ci-cd"),
        ("Node.js", "nodejs"),
        ("Quérel", "Querel"),
        ("Cloud  Native", "cloud native"),
    ],
)
def test_spellings_of_one_name(same: tuple[str, ...]) -> None:
    assert len({folded(name) for name in same}) == 1


def test_other_names_are_other_names() -> None:
    names = ("C", "C++", "C#", ".net", "net", "go", "AI Agent", "AI Agents", "", "-")
    assert len({folded(name) for name in names}) == len(names)


def test_the_right_spelling() -> None:
    def spelling(name: str, *names: str, registry: Iterable[str] | None = None) -> str | None:
        register = Register(dict.fromkeys(registry, ())) if registry is not None else None
        return Vocabulary([name, *names], register).spelling(name)

    assert spelling("ebpf", "eBPF", "eBPF") == "eBPF", "most posts"
    assert spelling("eBPF", "eBPF", "ebpf") is None
    assert spelling("Querel", "Querel", "Quérel") == "Quérel", "an accent is rather left out than put in"
    assert spelling("ML", "ml", "go", "rust", "sql") == "ml", "of two the one that is written as the others are"
    assert spelling("ml", "ML", "Go", "Rust", "SQL") == "ML"
    assert spelling("ebpf", "ebpf", "ebpf", registry=["eBPF"]) == "eBPF", "the registry's, whatever posts do"
    assert spelling("eBPF", "ebpf", registry=["eBPF", "ebpf"]) is None
    assert spelling("rust", "Rust", "Rust", registry=["eBPF"]) == "Rust"


def test_keys() -> None:
    known = site(*["title: A\nauthor: b\nogImage: x"] * 19, "title: A\nAuthor: b\nogimage: ''")
    assert known.usual_keys() == ("author", "ogImage", "title")
    assert known.usual_class("title") == "text"
    assert known.is_rare_key("ogimage")
    assert not known.is_rare_key("ogImage")
    assert known.near_key("ogimage") == "ogImage"
    assert known.near_key("ogImage") is None
    folding = site(*["linkTitle: A"] * 20, "linktitle: B", conventions=HUGO)
    assert folding.usual_keys() == ("linkTitle",)
    assert not folding.is_rare_key("linktitle"), "one and the same key to Hugo"


def test_a_few_posts_have_no_ways_yet() -> None:
    few = site(*["title: A\ntags: [x]"] * 19)
    assert few.usual_keys() == ()
    assert few.usual_class("title") is None
    assert not site("tags: [x]").is_only_use("tags", "x")


def test_classes() -> None:
    mixed = site(*["a: [x]\nb: x\nc: true\nd: {x: 1}"] * 20, "a: x\nb: 1\nc: 'true'\nd: []")
    assert [mixed.usual_class(key) for key in "abcd"] == ["list", "text", "bool", "map"]
    assert site(*["a: [x]"] * 10, *["a: x"] * 10).usual_class("a") is None


def test_names_of_posts() -> None:
    known = site(*["tags: [x]"] * 20, "tags: [x, y]\nauthors: [ada]", "tags: Y")
    assert known.is_only_use("tags", "y") is False, "in another spelling it is there twice"
    assert known.usage.posts_with_lone("tags") == 0
    assert known.usage.posts_with_lone("authors") == 1
    assert known.slip_of_name("tags", "xx") is None
    assert site(*["tags: [metrics]"] * 20).slip_of_name("tags", "metric") == "metrics"


def test_what_is_followed_by_younger_posts() -> None:
    dated = site(*[f"date: 2024-01-{day:02}" for day in range(1, 23)], "title: No day")
    assert [dated.is_followed(path) for path in ("000.md", "001.md", "002.md", "021.md", "022.md")] == [
        True,
        True,
        False,
        False,
        True,
    ]


def test_every_question_is_noted_and_may_be_asked_again() -> None:
    asked = site(*["title: A\ntags: [x]"] * 20, "tags: [X]").for_post()
    asked.usual_keys()
    asked.usual_class("title")
    asked.is_rare_key("title")
    asked.near_key("titel")
    asked.spelling("tags", "X")
    asked.is_known_name("tags", "X")
    asked.is_only_use("tags", "X")
    asked.slip_of_name("tags", "X")
    asked.is_followed("000.md")
    asked.near_name("tags", "X")
    asked.posts_with("id", "x")
    assert len(asked.questions) == 11
    again = asked.for_post()
    assert {question: again.ask(question) for question in asked.questions} == asked.questions
    assert again.questions == {}


def test_many_names_take_time_in_proportion() -> None:
    def seconds(count: int) -> float:
        tags = [f"tag {number}" for number in range(count)]
        known = Vocabulary(tags)
        started = time.process_time()
        for tag in tags:
            known.spelling(tag)
            known.is_only_use(tag)
        return time.process_time() - started

    seconds(1_000)
    assert seconds(20_000) < 40 * max(seconds(2_000), 0.005)


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here")
@pytest.mark.parametrize(
    ("blog", "groups"), [("cilium", 31), ("milvus", 13), ("netdata", 17), ("tilt", 2), ("gitea", 0)]
)
def test_tag_collisions_of_real_blogs_are_found(blog: str, groups: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many groups of spellings as a count by hand has found: the rule may find more, none may be missing."""
    monkeypatch.chdir(CORPORA / blog)
    linter = Linter(Config(root=".", select=("frontmatter/inconsistent-tag",)), load())
    report = linter.lint_paths()
    words = {report.sources[one.path].text[one.start.offset : one.end.offset] for one in report.diagnostics}
    assert len({folded(word) for word in words}) >= groups
