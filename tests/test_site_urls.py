"""URLs of posts by the rules of each generator, what posts share, and dates as people write them."""

from __future__ import annotations

import datetime

import pytest

from postlint.document import Document
from postlint.site import CONVENTIONS, Site, index
from postlint.site.dates import dates_in_path, day_in_utc, written
from postlint.site.entries import entries, entry, is_readable, scalars, words
from postlint.site.layout import SiteSettings
from postlint.site.model import model_of
from postlint.site.urls import alias_of, same_page, written_url

day = datetime.date


CONFIGS = {
    "hugo": {"hugo.toml": ""},
    "jekyll": {"_config.yml": ""},
    "docusaurus": {"docusaurus.config.js": "module.exports = {presets: [['classic', {blog: {}, docs: false}]]}"},
    "astro": {"astro.config.mjs": "", "src/pages/blog/[...slug].astro": ""},
    "eleventy": {"eleventy.config.js": "module.exports = () => ({dir: {input: 'src'}})"},
}


def url(generator: str, path: str, front_matter: str = "", config: dict[str, str] | None = None) -> str | None:
    text = f"---\n{front_matter}\n---\n"
    facts = index(Document(text, path), CONVENTIONS[generator])
    files = {path: text, **(CONFIGS.get(generator, {}) if config is None else config)}
    return model_of(files, [facts], generator, SiteSettings()).url(facts)


@pytest.mark.parametrize(
    ("generator", "path", "front_matter", "expected"),
    [
        ("hugo", "content/blog/2023/Index Logs.md", "", "/blog/2023/index-logs/"),
        ("hugo", "content/blog/2023/logs/index.md", "", "/blog/2023/logs/"),
        ("hugo", "content/blog/logs.md", "slug: Fast Logs", "/blog/fast-logs/"),
        ("hugo", "content/blog/logs.md", "url: /old/logs.html", "/old/logs.html"),
        ("hugo", "content/blog/_index.md", "", "/blog/"),
        ("jekyll", "_posts/2024-03-04-logs.md", "", "/2024/03/04/logs.html"),
        ("jekyll", "_posts/2024-03-04-logs.md", "date: 2024-03-14\ncategories: A b", "/a/b/2024/03/14/logs.html"),
        ("jekyll", "blog/_posts/2024-03-04-logs.md", "slug: fast", "/blog/2024/03/04/fast.html"),
        ("jekyll", "_posts/2024-03-04-logs.md", "permalink: /:year/:title/", "/2024/logs/"),
        ("jekyll", "_posts/2024-03-04-logs.md", "permalink: /:short_year/:title/", "/24/logs/"),
        ("jekyll", "_posts/2024-03-04-logs.md", "permalink: /:nothing/:title/", None),
        ("jekyll", "about.md", "", "/about.html"),
        ("docusaurus", "blog/2024-03-14-logs/index.md", "", "/blog/2024/03/14/logs"),
        ("docusaurus", "blog/2024/03/14/logs.md", "", "/blog/2024/03/14/logs"),
        ("docusaurus", "blog/2024-03-14-logs.md", "slug: fast", "/blog/fast"),
        ("docusaurus", "blog/2024-03-14-logs.md", "slug: /fast/logs", "/blog/fast/logs"),
        ("astro", "src/content/blog/Fast Logs.md", "", "/blog/fast-logs/"),
        ("astro", "src/content/notes/logs.md", "", None),
        ("gatsby", "src/posts/2024-03-14-logs/index.md", "path: /blog/logs", "/blog/logs"),
        ("gatsby", "content/blog/logs/index.md", "", None),
        ("eleventy", "src/blog/logs/logs.md", "", "/blog/logs/"),
        ("eleventy", "src/blog/logs.md", "permalink: '/{{ slug }}/'", None),
        ("next", "data/blog/logs.mdx", "", None),
        ("next", "data/blog/logs.mdx", "slug: fast", "/data/blog/fast/"),
        ("plain", "posts/logs.md", "permalink: logs-of-ours", "/logs-of-ours/"),
        ("plain", "posts/logs.md", "", None),
    ],
)
def test_url(generator: str, path: str, front_matter: str, expected: str | None) -> None:
    assert url(generator, path, front_matter) == expected


@pytest.mark.parametrize(
    ("generator", "path", "config", "expected"),
    [
        ("hugo", "content/blog/2023/logs.md", {"hugo.toml": "[permalinks]\nblog = '/:year/:slug/'"}, "/2024/fast/"),
        ("hugo", "content/blog/logs.md", {"hugo.toml": "[permalinks]\nblog = '/posts/:slug/'"}, "/posts/fast/"),
        ("jekyll", "_posts/2024-03-04-logs.md", {"_config.yml": "permalink: /:year/:title/"}, "/2024/fast/"),
        ("docusaurus", "news/logs.md", {}, "/news/fast"),
    ],
)
def test_the_pattern_of_a_config_counts(generator: str, path: str, config: dict[str, str], expected: str) -> None:
    assert url(generator, path, "slug: fast\ndate: 2024-03-04", config) == expected


def test_the_map_of_the_house_counts() -> None:
    facts = index(Document("---\nid: a1\n---\n", "posts/logs.md"), CONVENTIONS["plain"])
    settings = SiteSettings(map=({"files": "posts", "url": "/blog/{id}"},))
    assert model_of({"posts/logs.md": ""}, [facts], "plain", settings).url(facts) == "/blog/a1"


@pytest.mark.parametrize(
    ("path", "front_matter", "expected"),
    [
        ("posts/logs.md", "slug: /logs", "/logs/"),
        ("posts/logs/index.md", "slug: fast", "/posts/fast/"),
        ("posts/logs.md", "permalink: /:title/", None),
        ("posts/logs.md", "", None),
    ],
)
def test_what_front_matter_says_of_a_url(path: str, front_matter: str, expected: str | None) -> None:
    facts = index(Document(f"---\n{front_matter}\n---\n", path), CONVENTIONS["plain"])
    assert written_url(facts) == expected


@pytest.mark.parametrize(
    "other",
    ["/blog/logs", "/blog/logs/", "blog/logs.html", "/blog/logs/index.html", "https://a.example/blog/logs/?a#b"],
)
def test_one_page_under_several_urls(other: str) -> None:
    assert same_page(other) == "/blog/logs"


def test_aliases_count_from_the_folder_of_the_post() -> None:
    assert alias_of("old", "/blog/logs/") == "/blog/old/"
    assert alias_of("/old", "/blog/logs/") == "/old"
    assert alias_of("old", None) is None


def site(*posts: tuple[str, str]) -> Site:
    conventions = CONVENTIONS["plain"]
    return Site([index(Document(f"---\n{text}\n---\n", path), conventions) for path, text in posts], conventions)


def test_what_posts_share() -> None:
    shared = site(
        ("a.md", "slug: logs\ndescription: How we index!\nlang: en"),
        ("b.md", "permalink: /Logs\ndescription: how WE index\nlang: en"),
        ("c.md", "permalink: /logs\ndescription: how we index\nlang: fr"),
        ("d.md", "permalink: /logs\ndescription: how we index\nlang: en\ndraft: true"),
        ("e.md", "description: how we index"),
    )
    assert shared.posts_sharing("url", "/logs/", "a.md") == ("b.md",)
    assert shared.posts_sharing("url", "/logs/", "d.md") == ("a.md", "b.md")
    assert shared.posts_sharing("summary", "How we index", "a.md") == ("b.md", "e.md")
    assert shared.posts_sharing("url", "/logs/", "nowhere.md") == ()
    assert shared.shared.count("url") == 2
    assert shared.url("b.md") == "/Logs/"
    for question, answer in shared.questions.items():
        assert shared.ask(question) == answer


@pytest.mark.parametrize(
    ("text", "shape", "iso"),
    [
        ("2024-01-02", "iso", "2024-01-02"),
        ("2024-01-02 10:00:00 +0100", "iso", "2024-01-02T10:00:00+01:00"),
        ("2020-08-04 20:39:09.882+00", "iso", "2020-08-04T20:39:09.882+00:00"),
        ("2024-1-2", "unpadded", "2024-01-02"),
        ("2026-3-25 10:00", "unpadded", "2026-03-25T10:00"),
        ("2024/01/02", "separated", "2024-01-02"),
        ("20240102", "compact", "2024-01-02"),
        ("Jul 08 2022", "named", "2022-07-08"),
        ("8th of July 2022", "named", "2022-07-08"),
        ("Fri, 08 Jul 2022 10:00:00 GMT", "named", "2022-07-08T10:00:00Z"),
        ("Jul 8, 2022 10:00 PST", "named", None),
        ("13/05/2023", "numbers", "2023-05-13"),
        ("05/13/2023", "numbers", "2023-05-13"),
        ("4.5.2023", "numbers", "2023-05-04"),
        ("05/05/2023", "numbers", "2023-05-05"),
        ("04/05/2023", "ambiguous", None),
        ("2024-02-30", "impossible", None),
        ("31 June 2024", "impossible", None),
        ("2024-01-02T25:00:00", "impossible", None),
        ("2024", "none", None),
        ("next week", "none", None),
        ("9" * 100, "none", None),
    ],
)
def test_a_date_as_written(text: str, shape: str, iso: str | None) -> None:
    found = written(f" {text}\n")
    assert (found.shape, found.iso) == (shape, iso)


def test_days_in_utc() -> None:
    nine = datetime.timezone(datetime.timedelta(hours=9))
    assert day_in_utc("2024-01-02T00:30:00+02:00") == day(2024, 1, 1)
    assert day_in_utc("2024-01-02T23:30:00-05:00") == day(2024, 1, 3)
    assert day_in_utc(day(2024, 1, 2)) == day(2024, 1, 2)
    assert day_in_utc(day(2024, 1, 2), nine) == day(2024, 1, 1)
    assert day_in_utc(datetime.datetime(2024, 1, 2, 12), nine) == day(2024, 1, 2)
    assert day_in_utc("2024-01-02T24:00:00Z") == day(2024, 1, 2)
    assert day_in_utc(datetime.datetime.min.replace(tzinfo=nine)) is None
    assert day_in_utc("soon") is None
    assert day_in_utc(True) is None


def test_dates_in_a_path_from_its_end() -> None:
    found = list(dates_in_path("2023-01-01-series/2024-02-30-part.md"))
    assert found == [("2024-02-30", None), ("2023-01-01", day(2023, 1, 1))]


def test_entries_of_the_usual_keys() -> None:
    hugo, plain = CONVENTIONS["hugo"], CONVENTIONS["plain"]
    doc = Document("---\nTitle: ' Logs '\ntitle: 1\nsummary: ''\nauthors: [{name: Ada}, Bob]\n---\n")
    assert [found.key.text for found in entries(doc, ("title",), hugo)] == ["title"]
    assert [found.key.text for found in entries(doc, ("Title",), plain)] == ["Title"]
    assert entry(doc, ("summary",), plain) is None
    authors = entry(doc, ("author", "authors"), plain)
    assert authors is not None
    assert [node.text for node in scalars(authors.value, "name")] == ["Ada", "Bob"]
    title = entry(doc, ("Title",), plain)
    assert title is not None
    assert doc.source[words(title.value)] == "Logs"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Text.", False), ("---\n---\n", True), ("---\na: 1\n---\n", True), ("---\na: [\n---\n", False)],
)
def test_whether_something_can_be_missing(text: str, expected: bool) -> None:
    assert is_readable(Document(text)) is expected
