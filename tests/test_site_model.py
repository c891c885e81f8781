"""The site model: which page or file a URL leads to, from the sources alone and never outside of the root."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from postlint.cli import main
from postlint.config import load
from postlint.document import Document
from postlint.linter import Linter
from postlint.site import CONVENTIONS, Site, index
from postlint.site.layout import SiteSettings
from postlint.site.literals import OPAQUE, config, variables
from postlint.site.model import Model, model_of
from postlint.site.posts import Posts
from postlint.site.target import Target
from postlint.site.tree import Found, Tree

POST = "content/blog/post.md"


def model(generator: str, files: Mapping[str, str], **settings: object) -> Model:
    conventions = CONVENTIONS[generator]
    posts = [index(Document(text, path), conventions) for path, text in files.items() if path.endswith((".md", ".mdx"))]
    return model_of(files, posts, generator, SiteSettings(**settings))  # type: ignore[arg-type]


def written(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")


def findings(root: Path, rules: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    monkeypatch.chdir(root)
    settings, registry = load(isolated=True)
    found = Linter(settings, registry).lint_paths(["."]).diagnostics
    return [(one.path, one.message) for one in found if one.rule in rules.split()]


# The tree


def test_names_are_compared_by_listing_on_every_file_system(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFC", "Grüße.png")
    written(tmp_path, {"img/Chart.png": "", f"img/{name}": ""})
    tree = Tree(str(tmp_path))
    assert tree.exact("img/chart.png") is None
    assert tree.folded("IMG/chart.PNG") == Found("img/Chart.png", False)
    other_form = unicodedata.normalize("NFD", name)
    assert tree.exact(f"img/{other_form}") is None
    assert tree.folded(f"img/{other_form}") == Found(f"img/{name}", False)
    assert tree.exact("img/Chart.png/more") is None
    assert tree.exact("") == Found("", True)


def test_what_could_be_meant_twice_is_not_told() -> None:
    assert Tree(None, {"a/One.md": "", "a/ONE.md": ""}).folded("a/one.md") is None


def test_nothing_outside_of_the_root_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    written(outside, {"secret.md": "# Secret\n", "folder/page.md": ""})
    urls = [
        "../../../outside/secret.md",
        "../" * 20 + "etc/passwd",
        "/etc/passwd",
        "/../../etc/passwd",
        str(outside / "secret.md"),
        "file:///etc/passwd",
        "\\\\host\\share\\x.md",
        "..\\..\\outside\\secret.md",
        "//host/share",
        "C:/secret.md",
        "link.md",
        "linked/page.md",
        "linked/../../secret.md",
        "%2e%2e/%2e%2e/%2e%2e/outside/secret.md",
        "a%00b.md",
        "/dev/null",
        "pipe.md",
        "loop.md",
    ]
    written(root, {POST: "".join(f"[x](<{url}>)\n" for url in urls)})
    folder = root / "content/blog"
    (folder / "link.md").symlink_to(outside / "secret.md")
    (folder / "linked").symlink_to(outside / "folder")
    (folder / "loop.md").symlink_to("loop.md")
    os.mkfifo(folder / "pipe.md")
    touched: list[str] = []
    for name in ("scandir", "open", "readlink", "stat", "lstat"):
        real = getattr(os, name)

        def noted(path: object, *rest: object, real: object = real, **named: object) -> object:
            if isinstance(path, str | bytes | os.PathLike):
                touched.append(os.path.abspath(os.fsdecode(path)))
            return real(path, *rest, **named)  # type: ignore[operator]

        monkeypatch.setattr(os, name, noted)
    tree = Tree(str(root))
    posts = Posts([index(Document((folder / "post.md").read_text(), POST), CONVENTIONS["hugo"])])
    from postlint.site.detect import Detected
    from postlint.site.layouts import layout_of

    there = Model(lambda: layout_of(tree, Detected("hugo", None, ("content/blog",))), tree, posts, ("content/blog",))
    del touched[:]
    kinds = {url: there.resolve(POST, url).kind for url in urls}
    anchors = [there.anchors.of(f"content/blog/{name}") for name in ("link.md", "pipe.md", "loop.md")]
    above = (str(parent) for parent in root.parents)  # the way to the root itself
    assert {path for path in touched if not path.startswith(str(root))} <= {*above}
    assert set(kinds.values()) <= {"missing", "unjudged", "elsewhere"}
    assert anchors == [None, None, None]


def test_links_within_the_root_are_followed(tmp_path: Path) -> None:
    written(tmp_path, {"shared/logo.png": ""})
    (tmp_path / "static").mkdir()
    (tmp_path / "static/img").symlink_to("../shared")
    assert Tree(str(tmp_path)).exact("static/img/logo.png") == Found("shared/logo.png", False)


# Configs are data


def test_literals_of_a_config_are_read_and_nothing_else() -> None:
    read = config(
        """
        const secret = require("fs").readFileSync("/etc/passwd");
        // url: "https://wrong.example",
        const config = {
          url: 'https://acme.example', baseUrl: `/docs/`, computed: "a" + secret, title: secret,
          "quoted-key": [1, {deep: true}, ...more], ...rest, method() { return {url: "no"} }, /* c */ last: null,
        };
        module.exports = config;
        """
    )
    assert read == {
        "url": "https://acme.example",
        "baseUrl": "/docs/",
        "computed": OPAQUE,
        "title": OPAQUE,
        "quoted-key": ["1", {"deep": True}, OPAQUE],
        "...": OPAQUE,
        "last": None,
    }
    assert variables("const domain = 'acme.example'; let x = f();") == {"domain": "acme.example"}


@pytest.mark.parametrize(
    "text",
    [
        "module.exports = " + "{a:" * 5000,
        "export default [" + "[" * 5000,
        "export default {" * 3000,
        "const a = [" * 3000,
        "export default {" + "`${" * 3000,
        "export default {a: " + '"' * 4001,
        "export default (" * 3000,
    ],
)
def test_hostile_configs_end(text: str) -> None:
    assert isinstance(config(text), dict)
    assert isinstance(variables(text), dict)


@pytest.mark.parametrize(
    ("generator", "name", "text"),
    [
        ("hugo", "hugo.toml", "baseURL = ["),
        ("hugo", "hugo.toml", "baseURL = 3\nlanguages = 4\nmodule = 'x'\npermalinks = 5\nmarkup = []\nstaticDir = 7"),
        ("jekyll", "_config.yml", "url: [1]\ncollections: 3\nkramdown: x\nbaseurl: {}\npermalink: 4"),
        (
            "docusaurus",
            "docusaurus.config.js",
            "module.exports = {presets: [['classic']], plugins: 3, url: 4, i18n: []}",
        ),
        ("astro", "astro.config.mjs", "export default {site: 3, redirects: [], build: 'x', base: f()}"),
    ],
)
def test_broken_configs_say_less(generator: str, name: str, text: str) -> None:
    there = model(generator, {name: text, "content/blog/a.md": "", "_posts/2024-01-02-a.md": "", "blog/a.md": ""})
    assert there.hosts == ()
    assert there.resolve("content/blog/a.md", "/nowhere/at/all/").kind in ("missing", "unjudged")


# What the config and the posts tell


def test_hugos_languages_mounts_and_permalinks() -> None:
    files = {
        "hugo.toml": """
            baseURL = "https://acme.example/site/"
            defaultContentLanguage = "en"
            [languages.en]
            contentDir = "content/en"
            [languages.de]
            contentDir = "content/de"
            [permalinks.page]
            posts = "/:year/:slugorcontentbasename/"
        """,
        "content/en/_index.md": "",
        "content/en/posts/one.md": "---\ndate: 2024-01-02\n---\n",
        "content/de/posts/one.md": "---\ndate: 2024-01-02\nslug: eins\n---\n",
        "content/en/docs/install.md": "",
    }
    there = model("hugo", files)
    post = "content/en/posts/one.md"
    assert there.resolve(post, "/site/2024/one/").path == post
    assert there.resolve(post, "/site/de/2024/eins/").path == "content/de/posts/one.md"
    assert there.resolve(post, "https://acme.example/site/docs/install/").path == "content/en/docs/install.md"
    assert there.resolve(post, "https://acme.example/other/") == Target(
        "unjudged", reason=there.resolve(post, "/other/").reason, is_own_host=True, rest="/other/"
    )
    assert there.resolve(post, "/site/docs/instal/").nearest == "/site/docs/install/"


def test_the_links_of_the_posts_tell_hosts_and_patterns() -> None:
    names = [f"how-we-did-number-{number}" for number in range(12)]
    links = "".join(f"[x](https://acme.example/blog/{name}.html)\n" for name in names)
    files = {f"posts/{name}.md": "Nothing.\n" for name in names} | {"posts/all-of-them.md": links}
    there = model("plain", files)
    assert there.hosts == (("acme.example", ""),)
    missed = there.resolve("posts/all-of-them.md", "https://acme.example/blog/how-we-did-number-33.html")
    assert (missed.kind, missed.nearest[:38]) == ("missing", "https://acme.example/blog/how-we-did-n")
    assert there.resolve("posts/all-of-them.md", "https://acme.example/docs/install/").kind == "unjudged"
    few = {path: text for path, text in files.items() if path[-4] in "01m"}
    assert model("plain", {**few, "posts/all-of-them.md": links[:150]}).hosts == ()


def test_a_map_says_where_files_are_served() -> None:
    files = {"articles/one.md": "", "articles/2024/two.md": "", "start.md": ""}
    maps = ({"url": "/read/{path}/", "files": "articles"}, {"url": "/shop/"})
    there = model("plain", files, map=maps, hosts=("acme.example",))
    assert there.resolve("start.md", "/read/2024/two/").path == "articles/2024/two.md"
    assert there.resolve("start.md", "https://www.acme.example/read/one/").path == "articles/one.md"
    assert there.resolve("start.md", "/read/three/").kind == "missing"
    assert there.resolve("start.md", "/shop/three/").kind == "unjudged"


def test_roots_and_generator_of_the_config_outrank_what_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written(
        tmp_path,
        {
            "postlint.toml": '[site]\ngenerator = "plain"\nroots = ["web"]\nhosts = ["acme.example/news"]\n'
            '[[site.map]]\nurl = "/news/{name}"\nfiles = "posts"\n',
            "posts/one.md": "[a](/x.csv) [b](https://acme.example/news/one) [c](https://acme.example/other)\n",
            "web/x.csv": "",
        },
    )
    monkeypatch.chdir(tmp_path)
    assert main(["check", "posts", "--select", "links/broken-internal", "--statistics"]) == 0
    assert "2 links into the site judged, 0 not judged" in capsys.readouterr().out
    assert main(["check", "posts", "--show-settings"]) == 0
    shown = capsys.readouterr().out
    for row in ("hosts      acme.example/news", "files      web -> /", "urls       posts: /news/{name}"):
        assert row in shown


def test_redirects_take_what_has_no_page() -> None:
    files = {
        "hugo.toml": "",
        "content/_index.md": "",
        POST: "",
        "static/_redirects": "/old/* /blog/:splat 301\n# no\n/gone /blog/post/\n",
    }
    there = model("hugo", files)
    assert [there.resolve(POST, url).kind for url in ("/old/thing/", "/gone", "/gone/more/")] == [
        "unjudged",
        "unjudged",
        "missing",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "{{ page.url }}",
        "{% include x %}",
        "${base}/x",
        "<%= x %>",
        "{@docs@}/x",
        "mailto:a@b.example",
        "tel:+1",
        "cilium.io",
        "“https://a.example”",
        "a/https://b.example",
    ],
)
def test_what_cannot_be_judged_is_no_finding(url: str) -> None:
    files = {"hugo.toml": "", "content/_index.md": "", POST: ""}
    assert model("hugo", files).resolve(POST, url).kind in ("unjudged", "elsewhere")


def test_files_are_missed_where_their_folder_or_all_of_the_site_is_here() -> None:
    files = {"hugo.toml": "", POST: "", "static/img/logo.png": ""}
    part = model("hugo", files)
    whole = model("hugo", {**files, "content/_index.md": ""})
    urls = ("/img/log.png", "/images/logo.png", "/logo.png")
    assert [part.resolve(POST, url).kind for url in urls] == ["missing", "unjudged", "unjudged"]
    assert [whole.resolve(POST, url).kind for url in urls] == ["missing"] * 3
    assert whole.resolve(POST, "/images/logo.png").nearest == "/img/logo.png"


def test_a_page_that_has_moved_is_certain() -> None:
    files = {
        "_config.yml": "",
        "index.md": "---\n---\n",
        "_posts/2024-01-02-two-words.md": "",
        "_posts/2024-02-03-b.md": "",
    }
    there = model("jekyll", files)
    target = there.resolve("_posts/2024-02-03-b.md", "/2023/01/02/two-words.html#part")
    assert (target.nearest, target.certain) == ("/2024/01/02/two-words.html#part", True)


def test_retired_urls_end_at_a_segment() -> None:
    there = model("plain", {"a.md": ""}, retired={"https://docs.acme.io": "https://acme.com/docs", "/old/": "/new/"})
    urls = ("http://www.docs.acme.io/x?y#z", "https://docs.acme.io", "https://docs.acme.io.evil/", "/old/a/", "/older/")
    assert [there.new_url(url) for url in urls] == [
        "https://acme.com/docs/x?y#z",
        "https://acme.com/docs",
        None,
        "/new/a/",
        None,
    ]


# Findings follow the files that they rest on


def test_findings_follow_their_targets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = "links/broken-internal links/broken-anchor links/wrong-case"
    first = "[two](/blog/two/#part)\n"
    two = tmp_path / "content/blog/two.md"
    written(tmp_path, {"hugo.toml": "", "content/blog/one.md": first, "content/blog/two.md": "## Part\n"})
    assert findings(tmp_path, rules, monkeypatch) == []
    two.write_text("## Parts\n")
    assert findings(tmp_path, rules, monkeypatch) == [
        ("content/blog/one.md", "'#part' is no anchor of content/blog/two.md.")
    ]
    two.write_text("---\nslug: zwei\n---\n\n## Part\n")
    missing = [("content/blog/one.md", "'/blog/two/#part' leads to nothing on this site.")]
    assert findings(tmp_path, rules, monkeypatch) == missing
    two.write_text("---\naliases: [/blog/two]\nslug: zwei\n---\n\n## Part\n")
    assert findings(tmp_path, rules, monkeypatch) == []
    two.unlink()
    assert findings(tmp_path, rules, monkeypatch) == missing


def test_questions_about_targets_are_answered_again() -> None:
    files = {"hugo.toml": "", POST: "", "content/blog/other.md": "## Part\n"}
    before, after = model("hugo", files), model("hugo", {**files, "content/blog/other.md": "## Parts\n"})
    site = Site([], CONVENTIONS["hugo"], model=before).for_post()
    target = site.resolve(POST, "/blog/other/#part")
    assert site.has_anchor(target.path, "part") is True
    assert all(site.ask(question) == answer for question, answer in site.questions.items())
    then = Site([], CONVENTIONS["hugo"], model=after)
    changed = [question[0] for question, answer in site.questions.items() if then.ask(question) != answer]
    assert changed == ["has_anchor"]


def test_a_text_alone_has_no_site() -> None:
    settings, registry = load(isolated=True)
    text = "[a](/nowhere/) [b](nowhere.md) [c](#nowhere) [d](#here)\n\n## Here\n"
    found = Linter(settings, registry).lint_text(text)
    assert [one.message for one in found if one.rule.startswith("links/broken")] == [
        "'#nowhere' is no anchor of this post."
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="names with a backslash are none there")
def test_strange_names_do_no_harm() -> None:
    files = {"hugo.toml": "", POST: "", "static/a b%20c.png": "", "static/ä.png": "", "static/x\\y.png": ""}
    there = model("hugo", files)
    assert there.resolve(POST, "/a%20b%2520c.png").path == "static/a b%20c.png"
    assert there.resolve(POST, "/%C3%A4.png").path == "static/ä.png"
    assert there.resolve(POST, "/x\\y.png").kind == "unjudged"


DOCUSAURUS = {
    "docusaurus.config.js": "module.exports = {url: 'https://acme.example', baseUrl: '/docs/',"
    " presets: [['classic', {docs: false}]]}",
    "src/pages/index.js": "",
    "static/img/a.png": "",
    "blog/one.md": "---\nslug: one\n---\n",
    "blog/two.md": "---\nslug: two\n---\n",
}


@pytest.mark.parametrize(
    ("version", "url", "is_raw", "kind"),
    [
        # The theme puts the base in front of links in Markdown, if it is not there.
        ("^3.1.0", "/blog/one", False, "page"),
        ("^3.1.0", "/docs/blog/one", False, "page"),
        ("^3.1.0", "/blog/non", False, "missing"),
        ("^3.1.0", "/img/a.png", False, "file"),
        # HTML in MDX stays as it is since the third version.
        ("^3.1.0", "/docs/blog/one", True, "page"),
        ("^3.1.0", "/blog/one", True, "missing"),
        ("^3.1.0", "/img/a.png", True, "missing"),
        ("^3.1.0", "/blog/non", True, "unjudged"),
        ("^3.1.0", "/pricing", True, "unjudged"),
        ("^2.4.0", "/blog/one", True, "page"),
        ("latest", "/blog/one", True, "page"),
        # Whole URLs are left alone; what lies beside the base is another site's.
        ("^3.1.0", "https://acme.example/docs/blog/one", False, "page"),
        ("^3.1.0", "https://acme.example/docs/blog/non", False, "missing"),
        ("^3.1.0", "https://acme.example/pricing/plans", False, "unjudged"),
    ],
)
def test_the_base_of_docusaurus(version: str, url: str, is_raw: bool, kind: str) -> None:
    files = {**DOCUSAURUS, "package.json": f'{{"dependencies": {{"@docusaurus/core": "{version}"}}}}'}
    found = model("docusaurus", files).resolve("blog/two.md", url, is_raw=is_raw)
    assert found.kind == kind
    if is_raw and kind == "missing":
        assert (found.nearest, found.certain) == (f"/docs{url}", True)


def test_html_is_not_judged_where_docusaurus_may_read_it_as_markdown() -> None:
    config = DOCUSAURUS["docusaurus.config.js"].replace("presets", "markdown: {format: 'detect'}, presets")
    files = {**DOCUSAURUS, "docusaurus.config.js": config, "package.json": '{"@docusaurus/core": "3.1.0"}'}
    assert model("docusaurus", files).resolve("blog/two.md", "/blog/one", is_raw=True).kind == "page"


@pytest.mark.parametrize(
    ("generator", "config"),
    [
        ("hugo", {"hugo.toml": "baseURL = 'https://acme.example/site/'"}),
        ("jekyll", {"_config.yml": "url: https://acme.example\nbaseurl: /site\npermalink: /:path/"}),
        ("astro", {"astro.config.mjs": "export default {site: 'https://acme.example', base: '/site'}"}),
    ],
)
def test_nothing_puts_the_base_in_front_of_links_elsewhere(generator: str, config: dict[str, str]) -> None:
    """So a site in which posts write the base misses it where it is not there; else a host or theme may add it."""
    place = {"hugo": "content/", "jekyll": "", "astro": "src/pages/"}[generator]
    post = f"{place}news/one.md"
    with_it = "[a](/site/news/two/) [b](/site/news/one/) [c](/site/news/three/)"
    pages = {f"{place}news/{name}.md": "---\ntitle: x\n---\n" for name in ("two", "three")}
    files = {**config, **pages, post: f"---\ntitle: x\n---\n{with_it}\n"}
    if generator == "jekyll":
        files = {path.replace(".md", "/index.md"): text for path, text in files.items()}
        post = post.replace(".md", "/index.md")
    there = model(generator, files)
    for is_raw in (False, True):
        assert there.resolve(post, "/site/news/two/", is_raw=is_raw).kind == "page"
        lacking = there.resolve(post, "/news/two/", is_raw=is_raw)
        assert (lacking.kind, lacking.nearest) == ("missing", "/site/news/two/")
    without = {path: text.replace("/site/news", "/news") for path, text in files.items()}
    assert model(generator, without).resolve(post, "/news/two/").kind == "page"


def test_gatsby_puts_its_prefix_in_front_of_links_in_markdown_alone() -> None:
    files = {
        "gatsby-config.js": "module.exports = {pathPrefix: '/site', siteMetadata: {siteUrl: 'https://acme.example'}}",
        "src/pages/about.js": "",
        "content/blog/one.md": "---\npath: /blog/one\n---\n",
        "content/blog/two.md": "---\npath: /blog/two\n---\n",
    }
    there = model("gatsby", files)
    assert there.resolve("content/blog/one.md", "/blog/two").kind == "page"
    assert there.resolve("content/blog/one.md", "/blog/tow").nearest == "/blog/two"
    assert there.resolve("content/blog/one.md", "/blog/tow", is_raw=True).kind == "unjudged"
