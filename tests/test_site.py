"""Conventions, detection, facts and questions; on the corpora of real blogs too, where they are at hand."""

from __future__ import annotations

import datetime
import json
import marshal
import os
import pickle
import re
from pathlib import Path
from typing import Any

import pytest

from postlint.document import Document
from postlint.files import find_posts, read_text, rooted
from postlint.site import CONVENTIONS, PostFacts, Site, detect, index
from postlint.site import conventions as of
from postlint.site.detect import Detected
from postlint.site.index import language

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
HUGO, JEKYLL, DOCUSAURUS, PLAIN = (CONVENTIONS[name] for name in ("hugo", "jekyll", "docusaurus", "plain"))


def day(year: int, month: int, number: int) -> datetime.date:
    return datetime.date(year, month, number)


def tree(root: Path, *paths: str) -> str:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()
    return str(root)


def document(path: str, front_matter: dict[str, Any], *headings: tuple[int, str]) -> Document:
    """A post with this front matter and these headings."""
    lines = [f"<h{level}>{text}</h{level}>\n\n" for level, text in headings]
    return Document(json.dumps(front_matter, indent=1, default=str) + "\n\n" + "".join(lines), path)


class TestConventions:
    def test_every_generator_has_its_own(self) -> None:
        assert list(CONVENTIONS) == ["hugo", "jekyll", "docusaurus", "astro", "gatsby", "eleventy", "next", "plain"]
        assert all(name == conventions.generator for name, conventions in CONVENTIONS.items())

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (day(2024, 1, 2), day(2024, 1, 2)),
            (datetime.datetime(2024, 1, 2, 23, 59), day(2024, 1, 2)),
            ("2021-4-7", day(2021, 4, 7)),
            ("2021-04-06T10:00:00.000Z", day(2021, 4, 6)),
            ("2018-08-10T23:00:00-07:00", day(2018, 8, 10)),
            ("2022-01-03 10:00:00 +0800", day(2022, 1, 3)),
            (" 2024/01/02 ", day(2024, 1, 2)),
            ("2024.1.2", day(2024, 1, 2)),
            ("Jul 08 2022", day(2022, 7, 8)),
            ("July 8th, 2022 10:00", day(2022, 7, 8)),
            ("Fri, 08 Sept 2022", day(2022, 9, 8)),
            ({"date": "2024-01-02", "author": "ada"}, day(2024, 1, 2)),
            ("04/05/2023", None),
            ("2024-13-45", None),
            ("2024-01/02", None),
            ("2024-01-023", None),
            ("Last Modified", None),
            ("Marketing 4 2020", None),
            ("20240102", None),
            (20240102, None),
            (True, None),
            ([], None),
            ("9" * 100, None),
        ],
    )
    def test_a_date_of_front_matter(self, value: object, expected: datetime.date | None) -> None:
        assert of.date_in_value(value) == expected

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ("_posts/2019-11-15-local-resource.md", day(2019, 11, 15)),
            ("blog/2023-10-09-systemd/index.md", day(2023, 10, 9)),
            ("blog/2023-10-09/post.md", day(2023, 10, 9)),
            ("blog/2023-10-09.md", day(2023, 10, 9)),
            ("blog/2022-2-21-compact.md", day(2022, 2, 21)),
            ("blog/2022/02/21/compact.md", day(2022, 2, 21)),
            ("blog/2022/02-21-compact.md", day(2022, 2, 21)),
            ("2020-01-01-series/2021-02-03-part.md", day(2021, 2, 3)),
            ("2020-01-01-series/2021-02-30-part.md", day(2020, 1, 1)),
            ("src/posts/06-04-2021-war-games/index.md", None),
            ("blog/2023/12/3-things.md", None),
            ("blog/2024-08-icos.md", None),
            ("blog/12024-01-02-x.md", None),
            ("blog/v2024-01-02-x.md", None),
            ("blog/2024-01-023.md", None),
            ("blog/release-2024-01-02.md", None),
        ],
    )
    def test_a_date_of_a_path(self, path: str, expected: datetime.date | None) -> None:
        assert of.date_in_path(path) == expected

    def test_front_matter_outranks_the_name(self) -> None:
        path = "blog/2020-01-02-x.md"
        assert of.date({"date": "2021-03-04"}, path, DOCUSAURUS) == day(2021, 3, 4)
        assert of.date({"date": "soon"}, path, DOCUSAURUS) == day(2020, 1, 2)
        assert of.date({"date": None}, path, DOCUSAURUS) == day(2020, 1, 2)
        assert of.date({}, path, HUGO) is None  # Hugo takes no date from a name unless told to
        assert of.date({"pubDate": "Jul 08 2022"}, "x.md", CONVENTIONS["astro"]) == day(2022, 7, 8)
        assert of.updated({"last_update": {"date": "2024-01-02"}}, DOCUSAURUS) == day(2024, 1, 2)

    def test_titles(self) -> None:
        assert of.title({"title": " A \n title "}, PLAIN) == ("title", "A title")
        assert of.title({"title": 2024}, PLAIN) == ("title", "2024")
        assert of.title({"Title": "A"}, HUGO) == ("Title", "A")
        assert of.title({"Title": "A", "title": "B"}, HUGO) == ("title", "B")
        assert of.title({"Title": "A"}, JEKYLL) is None
        for value in ("", "  ", None, False, ["A"], {"a": "b"}):
            assert of.title({"title": value}, PLAIN) is None

    def test_keys_that_are_no_text_do_no_harm(self) -> None:
        assert of.title({1: "a", None: "b", "title": "d"}, HUGO) == ("title", "d")  # type: ignore[dict-item]

    def test_summaries_and_urls(self) -> None:
        assert of.summary({"description": "D", "summary": "S"}, HUGO) == ("summary", "S")
        assert of.summary({"description": "D", "summary": " "}, HUGO) == ("description", "D")
        assert of.summary({"description": 5}, HUGO) is None
        assert of.url({"slug": "a", "url": "/b/"}, HUGO) == ("url", "/b/")
        assert of.url({"path": "/blog/a"}, CONVENTIONS["gatsby"]) == ("path", "/blog/a")
        assert of.url({"permalink": False}, CONVENTIONS["eleventy"]) is None

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("Ada Lovelace, Charles Babbage", ("Ada Lovelace, Charles Babbage",)),
            (["ada", "charles"], ("ada", "charles")),
            ([{"name": "Ada", "url": "https://a.example"}, "charles"], ("Ada", "charles")),
            ({"name": "Ada", "image": "ada.png"}, ("Ada",)),
            ({"url": "https://a.example"}, ()),
            ([None, "", True, 7], ("7",)),
            ("", ()),
        ],
    )
    def test_authors(self, value: object, expected: tuple[str, ...]) -> None:
        assert of.authors({"author": value}, PLAIN) == expected

    def test_images(self) -> None:
        assert of.images({"images": ["/a.png", "/b.png"], "image": "c.png"}, HUGO) == ("/a.png", "/b.png")
        assert of.images({"cover": {"image": "a.png", "alt": "A"}}, HUGO) == ("a.png",)
        assert of.images({"heroImage": {"src": "a.png"}}, CONVENTIONS["astro"]) == ("a.png",)
        assert of.images({}, HUGO) == ()

    @pytest.mark.parametrize(
        ("front_matter", "path", "expected"),
        [
            ({"draft": True}, "a.md", True),
            ({"draft": "true"}, "a.md", True),
            ({"draft": False}, "a.md", False),
            ({"draft": ""}, "a.md", False),
            ({"published": False}, "a.md", True),
            ({"published": True}, "a.md", False),
            ({"published": day(2024, 1, 2)}, "a.md", False),
            ({"isPublish": False}, "a.md", True),
            ({"status": "Draft"}, "a.md", True),
            ({"status": "published"}, "a.md", False),
            ({}, "_drafts/a.md", True),
            ({}, "drafts/a.md", False),
            ({}, "a.md", False),
        ],
    )
    def test_drafts(self, front_matter: dict[str, Any], path: str, expected: bool) -> None:
        assert of.is_draft(front_matter, path, PLAIN) is expected


class TestDetection:
    @pytest.mark.parametrize(
        ("paths", "expected"),
        [
            (["hugo.toml", "content/posts/a.md"], Detected("hugo", "hugo.toml", ("content/posts",))),
            (["config.yaml", "content/a.md"], Detected("hugo", "config.yaml", ("content",))),
            (["config.toml", "themes/x/theme.toml"], Detected("hugo", "config.toml", ())),
            (
                ["config/_default/hugo.toml", "content/en/blog/a.md", "content/fr/blog/a.md", "content/en/docs/a.md"],
                Detected("hugo", "config/_default/hugo.toml", ("content/en/blog", "content/fr/blog")),
            ),
            (["config.yaml", "src/main.c"], Detected("plain", None, (".",))),
            (["_config.yml", "_posts/2024-01-02-a.md"], Detected("jekyll", "_config.yml", ("_posts",))),
            (["blog/_config.yml", "blog/_posts/a.md"], Detected("jekyll", "blog/_config.yml", ("blog/_posts",))),
            (
                ["docusaurus.config.ts", "blog/a.md", "notes/2024-01-02-a.md", "docs/a.md"],
                Detected("docusaurus", "docusaurus.config.ts", ("blog", "notes")),
            ),
            (
                ["website/docusaurus.config.js", "website/blog/a.md", "docs/a.md"],
                Detected("docusaurus", "website/docusaurus.config.js", ("website/blog",)),
            ),
            (
                ["astro.config.mjs", "src/content/blog/a.md"],
                Detected("astro", "astro.config.mjs", ("src/content/blog",)),
            ),
            (
                ["gatsby-config.js", "content/blog/a/index.md"],
                Detected("gatsby", "gatsby-config.js", ("content/blog",)),
            ),
            ([".eleventy.js", "src/posts/a.md"], Detected("eleventy", ".eleventy.js", ("src/posts",))),
            (
                ["eleventy.config.mjs", "content/blog/a.md"],
                Detected("eleventy", "eleventy.config.mjs", ("content/blog",)),
            ),
            (["next.config.js", "_posts/a.md", "posts/b.md"], Detected("next", "next.config.js", ("_posts", "posts"))),
            (
                ["a/hugo.toml", "a/content/blog/a.md", "b/_config.yml", "b/_posts/b.md"],
                Detected("plain", None, ("a/content/blog", "b/_posts")),
            ),
            (["_posts/a.md"], Detected("jekyll", None, ("_posts",))),
            (["content/en/blog/_index.md"], Detected("hugo", None, ("content/en/blog",))),
            (["content/blogs/a.md"], Detected("plain", None, ("content/blogs",))),
            (["src/content/blog/a.mdx"], Detected("astro", None, ("src/content/blog",))),
            (["src/posts/a/index.md"], Detected("gatsby", None, ("src/posts",))),
            (["src/posts/a.md"], Detected("plain", None, ("src/posts",))),
            (["blog/2024-01-02-a.md", "blog/2024-01-03-b/index.md"], Detected("docusaurus", None, ("blog",))),
            (["blog/a.md", "blog/b.md", "blog/2024-01-02-c.md"], Detected("plain", None, ("blog",))),
            (["posts/a.md", "README.md", "node_modules/x/_config.yml"], Detected("plain", None, ("posts",))),
            (["a.md"], Detected("plain", None, (".",))),
            ([], Detected("plain", None, (".",))),
        ],
        ids=lambda value: value[0] if isinstance(value, list) and value else "",
    )
    def test_by_names(self, tmp_path: Path, paths: list[str], expected: Detected) -> None:
        assert detect(tree(tmp_path, *paths)) == expected
        assert expected.conventions is CONVENTIONS[expected.generator]

    def test_relative_to_the_current_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tree(tmp_path, "_config.yml", "_posts/a.md"))
        assert detect(".") == detect("") == Detected("jekyll", "_config.yml", ("_posts",))

    def test_a_missing_root_is_plain(self, tmp_path: Path) -> None:
        assert detect(str(tmp_path / "missing")).generator == "plain"

    @pytest.mark.skipif(os.name != "posix", reason="needs links")
    def test_links_are_not_followed(self, tmp_path: Path) -> None:
        tree(tmp_path / "other", "_config.yml", "_posts/a.md", "content/_index.md")
        root = tmp_path / "root"
        root.mkdir()
        for name in ("_posts", "content", "blog"):
            (root / name).symlink_to(tmp_path / "other")
        assert detect(str(root)) == Detected("plain", None, (".",))


class TestLanguage:
    @pytest.mark.parametrize(
        ("front_matter", "path", "expected"),
        [
            ({}, "content/en/blog/a.md", "en"),
            ({}, "content/zh-CN/blog/a.md", "zh-cn"),
            ({}, "content/zh_Hant/a.md", "zh-hant"),
            ({}, "content/english/blog/a.md", "en"),
            ({}, "i18n/pt-BR/docusaurus-plugin-content-blog/a.md", "pt-br"),
            ({}, "content/en/blog/a.fr.md", "fr"),
            ({"lang": "de"}, "content/en/blog/a.md", "de"),
            ({"language": "PT_br"}, "a.md", "pt-br"),
            ({"lang": "klingon"}, "content/en/a.md", "en"),
            ({"lang": ["en"]}, "a.md", None),
            ({}, "blog/go/a.md", None),
            ({}, "blog/id-card/it-jobs-x/a.md", None),
            ({}, "blog/node.js.md", None),
            ({}, "en.md", None),
            ({}, "blog/de-/a.md", None),
        ],
    )
    def test_language(self, front_matter: dict[str, Any], path: str, expected: str | None) -> None:
        assert language(front_matter, path) == expected


class TestFacts:
    def test_a_post(self) -> None:
        facts = index(document("blog/en/2024-01-02-a.md", {"title": "A", "draft": True}), PLAIN)
        keys = (("title", "text"), ("draft", "bool"))
        assert facts == PostFacts("blog/en/2024-01-02-a.md", "A", "2024-01-02", True, "en", False, keys=keys)
        assert facts.date == day(2024, 1, 2)

    def test_a_heading_is_the_title_where_the_generator_takes_it(self) -> None:
        headings = ((2, "Before"), (1, " The \n title "), (1, "Another"))
        assert index(document("a.md", {}, *headings), DOCUSAURUS).title == "The title"
        assert index(document("a.md", {"title": "A"}, *headings), DOCUSAURUS).title == "A"
        assert index(document("a.md", {}, *headings), HUGO).title is None
        assert index(document("a.md", {}, (1, " ")), PLAIN).title is None

    @pytest.mark.parametrize("path", ["content/_index.md", "_index.fr.md"])
    def test_a_section(self, path: str) -> None:
        assert index(document(path, {"title": "All posts"}), HUGO).is_section

    def test_facts_can_be_stored_anywhere(self) -> None:
        facts = index(document("a.md", {"title": "A", "date": day(2024, 1, 2)}), PLAIN)
        facts = facts._replace(spellings=((("email", "e-mail"), "email"),), habits=("a/b",))
        assert PostFacts(*marshal.loads(marshal.dumps(tuple(facts)))) == facts
        assert pickle.loads(pickle.dumps(facts)) == facts


class TestSite:
    @pytest.fixture
    def site(self) -> Site:
        return Site(
            [
                PostFacts("b.md", "Hello,  World", "2024-01-02"),
                PostFacts("a.md", "hello, world"),
                PostFacts("draft.md", "HELLO,\nWORLD", None, True),
                PostFacts("fr/a.md", "Hello, World", None, False, "fr"),
                PostFacts("en/a.md", "Hello, World", None, False, "en"),
                PostFacts("_index.md", "Hello, World", None, False, None, True),
                PostFacts("untitled.md"),
            ]
        )

    def test_posts_of_one_title(self, site: Site) -> None:
        assert site.posts_titled("Hello, world ") == ("a.md", "b.md", "en/a.md", "fr/a.md")
        assert site.posts_titled("Hello, world", "en") == ("a.md", "b.md", "en/a.md")
        assert "draft.md" in site.posts_titled("Hello, world", None, True)
        assert site.posts_titled("Hello") == ()
        assert site.posts_titled("") == ()

    def test_facts_of_one_post(self, site: Site) -> None:
        assert site.title("b.md") == "Hello,  World"
        assert site.date("b.md") == day(2024, 1, 2)
        assert site.date("a.md") is None
        assert site.language("fr/a.md") == "fr"
        assert (site.is_draft("draft.md"), site.is_draft("a.md"), site.is_draft("missing.md")) == (True, False, False)
        assert site.is_section("_index.md")
        assert site.title("missing.md") is None

    def test_each_question_is_noted_with_its_answer(self, site: Site) -> None:
        asked = site.for_post()
        asked.date("b.md")
        asked.posts_titled("hello, world", "en")
        asked.posts_titled("hello, world", "en")
        assert asked.questions == {
            ("date", "b.md"): "2024-01-02",
            ("posts_titled", "hello, world", "en", False): ("a.md", "b.md", "en/a.md"),
        }
        assert site.questions == {}
        assert {question: site.ask(question) for question in asked.questions} == asked.questions
        assert site.questions == {}
        assert marshal.loads(marshal.dumps(asked.questions)) == asked.questions

    def test_another_site_answers_otherwise(self, site: Site) -> None:
        site.posts_titled("hello, world")
        (question,) = site.questions
        assert Site([PostFacts("a.md", "Hello, World")]).ask(question) == ("a.md",)

    @pytest.mark.parametrize(
        "question", [("__init__",), ("for_post",), ("title",), ("title", 5), ("title", "a", "b"), ("posts_titled", "a")]
    )
    def test_what_is_no_question(self, site: Site, question: tuple[Any, ...]) -> None:
        with pytest.raises(ValueError, match="no question"):
            site.ask(question)

    def test_the_order_of_facts_does_not_matter(self) -> None:
        facts = [PostFacts(f"{number}.md", "T") for number in range(9)]
        assert Site(reversed(facts)).posts_titled("t") == Site(facts).posts_titled("t")


# What each corpus is, how many posts it has and how many of them have a date anywhere.
BLOGS = {
    "cilium": ("gatsby", None, ("src/posts",), 666, 666),
    "excerpts-kestra": ("plain", None, ("content/blogs",), 5, 5),
    "excerpts-signoz": ("next", None, ("data/blog",), 3, 3),  # one has text right after its closing ---
    "excerpts-tembo": ("astro", None, ("src/content/blog",), 4, 4),
    "excerpts-windmill": ("docusaurus", None, ("blog",), 1, 1),
    "gitea": ("hugo", "config.yaml", ("content/post",), 40, 40),
    "milvus": ("plain", None, ("blog",), 296, 295),  # one date has a day that its month has not
    "netdata": ("docusaurus", "docusaurus.config.js", ("blog",), 176, 175),  # one has no date anywhere
    "opentelemetry": ("hugo", None, ("content/en/blog",), 256, 256),
    "questdb": ("docusaurus", "docusaurus.config.js", ("blog", "tutorial"), 35, 35),
    "tilt": ("jekyll", "blog/_config.yml", ("blog/_posts",), 121, 121),
}


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not at hand")
class TestCorpora:
    def test_none_is_missing(self) -> None:
        assert sorted(BLOGS) == sorted(path.name for path in CORPORA.iterdir() if path.is_dir())

    @pytest.mark.parametrize("name", sorted(BLOGS))
    def test_generator_posts_and_dates(self, name: str) -> None:
        from postlint.document import Document

        generator, config, folders, posts, dated = BLOGS[name]
        root = str(CORPORA / name)
        site = detect(root)
        assert site == (generator, config, folders)

        paths = [path for folder in folders for path in find_posts(os.path.join(root, folder), root)]
        expected = re.compile(json.loads((CORPORA / name / "SOURCE.json").read_text(encoding="utf-8"))["post_regex"])
        every = (Path(folder, file) for folder, _, files in os.walk(root) for file in files)
        assert {rooted(path, root) for path in paths} == {
            path for path in (file.relative_to(root).as_posix() for file in every) if expected.search(path)
        }

        documents = [Document(read_text(path, root), rooted(path, root) or "") for path in paths]
        facts = [(index(document, site.conventions), document.front_matter.errors) for document in documents]
        pages = [(post, errors) for post, errors in facts if not post.is_section]
        assert len(pages) == posts
        assert sum(post.date is not None for post, _ in pages) == dated
        assert all(post.title or errors for post, errors in pages)

    @pytest.mark.parametrize("name", ["cilium", "gitea", "kestra", "milvus", "opentelemetry", "tilt"])
    def test_days_are_those_that_the_text_shows(self, name: str) -> None:
        """Against a naive second reading: the first line that starts with ``date:``."""
        from postlint.document import Document

        root = str(next(CORPORA.glob(f"*{name}")))
        site = detect(root)
        compared = 0
        for folder in site.post_folders:
            for path in find_posts(os.path.join(root, folder), root):
                text = read_text(path, root)
                written = re.search(r"^date: *[\"']?(\d{4})-(\d{1,2})-(\d{1,2})", text, re.MULTILINE)
                facts = index(Document(text, rooted(path, root) or ""), site.conventions)
                if written and facts.date:
                    assert facts.date == day(int(written[1]), int(written[2]), int(written[3])), path
                    compared += 1
        assert compared >= BLOGS[os.path.basename(root)][4] * 0.99
