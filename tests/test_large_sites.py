"""What holds the posts and pages of a large site in little memory says the same as plain dicts and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.packed import Packed
from postlint.site import CONVENTIONS, PostFacts, Site, posts
from postlint.site import lookup as lookups
from postlint.site.lookup import Lookup, Paths, Texts
from postlint.site.page_list import PageList, normal
from postlint.site.posts import Posts
from postlint.site.similar import COMMON, MOST_COMPARED, Similar
from postlint.site.sources import Sources, name_of
from postlint.site.tree import folded

TEXT = st.text(max_size=12)
SOME = st.none() | TEXT
PAIRS = st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple)
FACTS = st.builds(
    PostFacts,
    path=TEXT,
    title=SOME,
    iso_date=st.none() | st.dates().map(str),
    draft=st.booleans(),
    language=st.sampled_from([None, "en", "de"]),
    is_section=st.booleans(),
    spellings=st.lists(TEXT.map(lambda spelling: ((spelling, "other"), spelling)), max_size=2).map(tuple),
    habits=st.lists(TEXT, max_size=2).map(tuple),
    keys=PAIRS,
    names=PAIRS,
    unique=PAIRS,
    summary=SOME,
    address=st.none() | st.tuples(TEXT, TEXT),
    aliases=st.lists(TEXT, max_size=2).map(tuple),
    link_lines=TEXT,
)
URL = st.sampled_from(
    ["/", "/a", "/a/", "/A", "/a.html", "/a/index.html", "/b/a", "/B/A/", "/\u00e9", "/e\u0301", "/c-d"]
)


@given(st.lists(st.tuples(TEXT, st.integers(0, 2**32 - 1))), TEXT, st.integers(1, 50))
def test_a_lookup_is_a_dict_of_sorted_lists(pairs: list[tuple[str, int]], other: str, part: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lookups, "PART", part)
        lookup = Lookup(pairs)
    wanted = {text: sorted(number for each, number in pairs if each == text) for text in {other, *dict(pairs)}}
    assert {text: list(lookup.numbers(text)) for text in wanted} == wanted
    assert sorted(map(list, lookup.groups())) == sorted(filter(None, wanted.values()))


@given(st.lists(st.text(st.characters(codec=None))))
def test_texts_are_a_list(texts: list[str]) -> None:
    held = Texts()
    for text in texts:
        held.append(text)
    assert [held[number] for number in range(len(held))] == texts


@given(st.lists(st.lists(st.sampled_from(["", "a", "b", "c\u00e9", "d.html"]), max_size=5).map("/".join), max_size=200))
def test_paths_are_a_list(paths: list[str]) -> None:
    held = Paths()
    for path in paths:
        held.append(path)
    assert [held[number] for number in range(len(held))] == paths


@given(st.lists(st.binary()), st.lists(st.binary()))
def test_packed_pieces_are_a_list(first: list[bytes], further: list[bytes]) -> None:
    held = Packed(first)
    for piece in further:
        held.append(piece)
    assert [held[number] for number in range(len(held))] == [*first, *further]


def test_like_pieces_take_little() -> None:
    pieces = [
        f'{{"rule": "links/broken-link", "message": "There is no page {number}."}}'.encode() for number in range(500)
    ]
    assert len(Packed(pieces)._bytes) < 0.2 * sum(map(len, pieces))


@given(st.lists(FACTS, max_size=8, unique_by=lambda one: one.path), st.integers(0, 8))
def test_packed_facts_are_those_that_went_in(facts: list[PostFacts], most_whole: int) -> None:
    in_order = sorted(facts)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(posts, "MOST_WHOLE", most_whole)
        held = Posts(facts)
    assert list(held.values()) == in_order
    assert list(held) == held.paths == [one.path for one in in_order]
    assert [held[one.path] for one in facts] == facts
    assert list(held.but_sections) == [one for one in in_order if not one.is_section]
    assert len(held.but_sections) == sum(not one.is_section for one in facts)
    assert held.languages == [one.language for one in in_order]
    assert (list(held.drafts), list(held.sections)) == (
        [one.draft for one in in_order],
        [one.is_section for one in in_order],
    )
    assert [held.at(number) for number in map(held.number, held) if number is not None] == in_order
    assert held.number("no such post") is None
    assert Posts.of(held) is held


QUESTIONS = ("title", "date", "language", "is_draft", "is_section", "is_followed", "url")


def answers(facts: list[PostFacts]) -> Iterator[object]:
    site = Site(facts, CONVENTIONS["hugo"])
    for one in facts:
        yield from (site.ask((question, one.path)) for question in QUESTIONS)
        yield from (site.ask(("posts_titled", one.title or "", one.language, drafts)) for drafts in (True, False))
        yield from (site.ask(("posts_with", field, value)) for field, value in one.unique)
        for what, value in (("url", "/a"), ("alias", "/a"), ("summary", one.summary), ("stub", one.stub)):
            yield site.ask(("posts_sharing", what, value or "", one.path))
    yield site.ask(("usual_keys",))


@given(st.lists(FACTS, max_size=8, unique_by=lambda one: one.path))
def test_a_site_of_packed_facts_gives_the_same_answers(facts: list[PostFacts]) -> None:
    whole = list(answers(facts))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(posts, "MOST_WHOLE", 0)
        assert list(answers(facts)) == whole


@given(st.lists(st.lists(URL, max_size=3), max_size=6), st.lists(URL, max_size=3), st.sets(URL, max_size=2))
def test_pages_are_told_by_the_first_at_a_path(urls: list[list[str]], aliases: list[str], taken: set[str]) -> None:
    sources = [f"{number}.md" for number in range(len(urls))]
    keys = set(map(normal, taken))
    pages = PageList(sources, is_taken=keys.__contains__)
    plain: dict[str, tuple[str, str, bool]] = {}
    for number, each in enumerate(urls):
        for url in each:
            pages.add(number, url)
            plain.setdefault(normal(url), (sources[number], url, False))
    for number, url in zip(range(len(urls)), aliases, strict=False):
        pages.add_alias(number, url)
        plain.setdefault(normal(url), (sources[number], url, True))
    plain = {key: page for key, page in plain.items() if key not in keys}
    owned = [(key, page) for key, page in plain.items() if not page[2]]
    assert [pages.urls(number) for number in range(len(urls))] == urls
    assert list(pages.owned()) == [key for key, _ in owned]
    for key in {*plain, *keys, "/lost"}:
        assert pages.at(key) == plain.get(key)
        assert pages.alike(key) == [page for other, page in owned if folded(other) == folded(key)]
        name = key.rpartition("/")[2]
        assert pages.named(name) == [page for other, page in owned if folded(other.rpartition("/")[2]) == folded(name)]


def test_of_few_texts_all_are_likely_and_of_many_those_that_share_words() -> None:
    few = [f"/blog/post-{number}" for number in range(MOST_COMPARED)]
    assert Similar(range(len(few)), few.__getitem__).likely("/x") == few
    many = [f"/blog/{word}-{number}" for word in ("rare", "other") for number in range(MOST_COMPARED)]
    many += [f"/blog/common-{number}" for number in range(COMMON)]
    likely = Similar(range(len(many)), many.__getitem__).likely("/blog/rare-7x")
    assert likely[:2] == ["/blog/rare-0", "/blog/rare-1"]
    assert all("rare" in path for path in likely)
    assert Similar(range(len(many)), many.__getitem__).likely("/nothing/like/it") == []
    assert len(Similar(range(len(many)), many.__getitem__).likely("/rare/other")) == MOST_COMPARED


SOURCES = [
    "_posts/2020-01-01-one.md",
    "_posts/deep/2020-01-02-two.markdown",
    "a/_posts/2020-01-01-one.md",
    "content/blog/First/index.md",
    "content/blog/first.md",
    "content/_index.md",
]


@pytest.mark.parametrize("own", [0, 3, len(SOURCES)])
def test_sources_are_found_by_each_of_their_names(own: int) -> None:
    sources = Sources(
        Posts(PostFacts(path) for path in SOURCES[:own]), {path: place for place, path in enumerate(SOURCES[own:])}
    )
    assert all(path in sources for path in SOURCES)
    assert "a.md" not in sources
    for path in SOURCES:
        assert path in sources.of_file(path.rpartition("/")[2])
    assert sources.called("first") == ["content/blog/first.md"]
    assert sources.called_alike("FIRST") == ["content/blog/First/index.md", "content/blog/first.md"]
    assert sources.called("content") == ["content/_index.md"]
    in_folder = {re.sub(r"\.\w+$|^.*?_posts/", "", path): path for path in SOURCES[:3]}
    assert {name: sources.jekyll_post(name) for name in in_folder} == in_folder
    assert sources.jekyll_post("2020-01-02-two") == SOURCES[1]
    assert sources.jekyll_post("2020-01-03-three") is None
    assert sources.near_jekyll_post("2020-01-01-ones") == "2020-01-01-one"
    assert sources.near("content/blog/firs.md") == "content/blog/first.md"
    assert get_close_matches("content/blog/firs.md", SOURCES, 1) == ["content/blog/first.md"]
    assert name_of("content/blog/First/index.md") == "First"
