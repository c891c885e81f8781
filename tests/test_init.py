"""``postlint init``: what it drafts for sites of all generators, and that it writes nothing over."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from postlint.cli import main
from postlint.config import Config, load
from postlint.diagnostic import Severity
from test_git import run

LAYOUTS = {
    "hugo": ("hugo.toml", "content/blog", 'title = "Acme Blog"\nbaseURL = "https://blog.acme.io/"\n'),
    "jekyll": ("_config.yml", "_posts", "title: Acme Blog\nurl: https://blog.acme.io\n"),
    "docusaurus": (
        "docusaurus.config.js",
        "blog",
        "module.exports = {\n  title: 'Acme Blog',\n  url: 'https://blog.acme.io',\n  baseUrl: '/',\n};\n",
    ),
    "astro": (
        "astro.config.mjs",
        "src/content/blog",
        "export default defineConfig({\n  site: 'https://blog.acme.io',\n});\n",
    ),
    "gatsby": (
        "gatsby-config.js",
        "content/blog",
        "module.exports = {\n  siteMetadata: {\n    siteUrl: `https://blog.acme.io`,\n  },\n}\n",
    ),
    "eleventy": (".eleventy.js", "src/posts", "module.exports = function (config) {};\n"),
    "next": ("next.config.js", "data/blog", "module.exports = {};\n"),
    "plain": ("README.md", "articles", "# Acme Blog\n"),
}
DAYS = [f"2023-{month:02}-0{day}" for month in range(1, 7) for day in (1, 8)]
BODY = """\
[Acme](https://github.com/acme/acme) keeps your logs. We built Acme in the open, and the
[documentation](https://docs.acme.io/start) tells how. Acme Anvil reads them ([source](https://github.com/acme/anvil)).

Those who would rather not run it can have [Acme Cloud](https://cloud.acme.io/signup), at a
[price](https://acme.io/pricing). Ask in [our chat](https://discord.gg/acme), or compare it with
[Grafana Cloud](https://grafana.com/products/cloud/) and Grafana Enterprise.
"""


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def posts(folder: str, body: str = BODY, **fields: str) -> dict[str, str]:
    """A dozen posts, each with its own title, summary and day, and with further fields."""
    made = {}
    for number, day in enumerate(DAYS):
        said = {
            "title": f"How we keep logs, part {number}",
            "date": day,
            "description": f"Part {number} of a series on logs, from the first line of one to the last of them all.",
            **fields,
        }
        lines = "".join(f"{key}: {value}\n" for key, value in said.items())
        made[f"{folder}/{day}-logs-{number}.md"] = f"---\n{lines}---\n\n{body}"
    return made


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def drafted(*arguments: str) -> Config:
    """The config that ``init`` writes."""
    assert main(["init", *arguments]) == 0
    config, _ = load()
    assert config.path is not None
    return config


# The site


@pytest.mark.parametrize("generator", LAYOUTS)
def test_the_config_names_the_generator_the_posts_and_the_house(site: Path, generator: str) -> None:
    name, folder, text = LAYOUTS[generator]
    write(site, {name: text, **posts(folder)})
    config = drafted()
    assert config.site.generator == (None if generator == "plain" else generator)
    assert config.posts == (folder,)
    assert config.site.hosts == (("blog.acme.io",) if "blog.acme.io" in text else ())
    assert config.house.name == "Acme"
    assert main(["check", "-q"]) == 0


def test_a_dry_run_prints_the_config_and_writes_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site, posts("blog"))
    before = sorted(site.rglob("*"))
    assert main(["init", "--dry-run"]) == 0
    printed = capsys.readouterr().out
    assert sorted(site.rglob("*")) == before
    drafted()
    assert (site / "postlint.toml").read_text(encoding="utf-8") == printed


def test_another_folder_can_be_named(site: Path) -> None:
    write(site, posts("web/blog"))
    assert main(["init", "web"]) == 0
    assert load(["web"])[0].posts == ("blog",)
    assert not (site / "postlint.toml").exists()


@pytest.mark.parametrize(
    ("path", "text", "named"),
    [
        ("postlint.toml", 'posts = ["blog"]\n', "postlint.toml"),
        ("pyproject.toml", '[tool.postlint]\nposts = ["blog"]\n', "pyproject.toml with a table [tool.postlint]"),
    ],
)
def test_a_config_that_is_there_is_named_and_left_alone(
    site: Path, capsys: pytest.CaptureFixture[str], path: str, text: str, named: str
) -> None:
    write(site, {path: text, **posts("blog/news")})
    for arguments in ([], ["--dry-run"], ["--yes", "blog"]):
        assert main(["init", *arguments]) == 2
        assert f"There is a config already: {named}." in capsys.readouterr().err
    assert (site / path).read_text(encoding="utf-8") == text
    assert not (site / "blog" / "postlint.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "'nowhere' is no folder."),
        (["a", "b"], "A config is for one FOLDER, and here are 2."),
        (["--dry"], "Did you mean '--dry-run'?"),
        (["--workflow", "acme/postlint@main"], "a whole commit of it"),
        (["--dry-run", "--workflow", f"acme/postlint@{'0' * 40}"], "it goes without --workflow"),
        ([], "There is no post in"),
    ],
)
def test_mistakes_are_told(site: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert main(["init", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not (site / "postlint.toml").exists()


# The house


def test_projects_and_offers_are_guessed_from_names_and_links(site: Path) -> None:
    write(site, posts("blog"))
    house = drafted().house
    assert [project.name for project in house.projects] == ["Acme", "Anvil"]
    assert house.projects[0].hosts == ("acme.io", "docs.acme.io", "github.com/acme")
    assert house.projects[1].hosts == ("github.com/acme/anvil",)
    assert [(offer.name, offer.kind) for offer in house.offers] == [("Acme Cloud", "cloud")]
    assert set(house.offers[0].hosts) == {"cloud.acme.io", "acme.io/pricing"}
    assert house.places == ("discord.gg/acme",)


def test_a_project_that_sells_nothing_has_no_offer(site: Path) -> None:
    body = (
        BODY.partition("Those who")[0] + "It runs on Grafana Cloud and on [Hetzner Cloud](https://cloud.hetzner.com).\n"
    )
    write(site, posts("blog", body))
    house = drafted().house
    assert [project.name for project in house.projects] == ["Acme", "Anvil"]
    assert house.offers == ()


def test_the_company_behind_a_project_is_told_by_what_posts_say_of_it(site: Path) -> None:
    body = """\
[Acme](https://github.com/acme-io/acme) keeps your logs ([documentation](https://acme.dev/docs)). We built Acme.
[Bolt](https://www.bolt.com), the company behind Acme, sells Bolt Enterprise for Acme and
[Bolt Cloud](https://cloud.bolt.com). So does [Nut](https://nut.com), with Nut Cloud and Nut Enterprise.
"""
    write(site, posts("blog", body))
    house = drafted().house
    assert house.name == "Bolt"
    assert house.hosts == ("bolt.com",)
    assert [project.name for project in house.projects] == ["Acme"]
    assert [offer.name for offer in house.offers] == ["Bolt Cloud", "Bolt Enterprise for Acme"]


def test_a_name_with_a_home_elsewhere_is_no_project_of_the_house(site: Path) -> None:
    body = BODY + "\nAcme Redis wraps [Redis](https://redis.io), see [it](https://github.com/acme/redis).\n"
    more = {
        f"blog/2024-01-0{day}-redis.md": "---\ntitle: R\n---\n\n[Redis](https://redis.io) is old.\n" for day in (1, 2)
    }
    write(site, posts("blog", body) | more)
    assert "Redis" not in [project.name for project in drafted().house.projects]


def test_a_project_may_be_called_after_its_house(site: Path) -> None:
    write(site, posts("blog", BODY.replace("acme/acme", "acme/acmedb").replace("keeps", "makes AcmeDB, which keeps")))
    house = drafted().house
    assert house.name == "Acme"
    assert [project.name for project in house.projects] == ["AcmeDB", "Anvil"]


def test_the_company_s_own_blog_tells_what_it_makes(site: Path) -> None:
    body = """\
At Bolt, we like logs. Bolt is the company behind Acme ([source](https://github.com/acme-io/acme)), which you can
[read about](https://www.bolt.com/what-is-acme) on [our site](https://docs.bolt.com). See [Bolt](https://bolt.com).
"""
    write(site, {"hugo.toml": 'title = "Bolt"\nbaseURL = "https://bolt.com"\n', **posts("content/blog", body)})
    house = drafted().house
    assert house.name == "Bolt"
    assert [project.name for project in house.projects] == ["Acme"]


def test_the_repository_tells_the_license_where_it_is_the_project_s(site: Path) -> None:
    license = "Apache License\nVersion 2.0, January 2004\n"
    write(site, {"LICENSE": license, **posts("blog")})
    (site / ".git").rmdir()
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "remote", "add", "origin", "git@github.com:acme/acme.git"], check=True)
    assert [found.spdx for found in drafted().house.projects[0].licenses] == ["Apache-2.0"]
    (site / "postlint.toml").unlink()
    subprocess.run(["git", "remote", "set-url", "origin", "git@github.com:acme/website.git"], check=True)
    assert drafted().house.projects[0].licenses == ()
    assert '# license = "Apache-2.0"' in (site / "postlint.toml").read_text(encoding="utf-8")


def test_where_nothing_tells_whose_blog_it_is_there_is_no_house(site: Path) -> None:
    write(site, posts("blog", "We went to the sea, and the sea was there.\n"))
    assert drafted().house.name is None


# Front matter


def test_fields_have_the_types_that_posts_use(site: Path) -> None:
    there = posts("content/blog", draft="false", weight="3", cover="/img/logs.png", authors="[ada, grace]")
    there |= {"hugo.toml": "", "content/blog/_index.md": "---\ntitle: 2023\nmenu: main\n---\n"}
    first = next(iter(there))
    there[first] = there[first].replace("weight: 3\n", "").replace("title: How we keep logs, part 0", "title: 0")
    write(site, there)
    fields = drafted().frontmatter.fields
    assert {name: said["types"] for name, said in fields.items()} == {
        "title": ("string", "int"),
        "date": ("date",),
        "description": ("string",),
        "draft": ("bool",),
        "weight": ("int",),
        "cover": ("image",),
        "authors": ("list of author",),
    }
    assert {name for name, said in fields.items() if not said.get("required")} == {"weight"}


def test_names_are_learnt_in_the_spelling_to_keep(site: Path) -> None:
    there = posts("blog", tags="[databases, logs]", author="Zoë Adler")
    first, second, *_ = there
    there[first] = there[first].replace("[databases, logs]", "[Databases, log]").replace("Zoë", "Zoe")
    there[second] = there[second].replace("[databases, logs]", "[databases, tracing]")
    write(site, there)
    registries = drafted().frontmatter.registries
    assert registries["tags"].names == ("databases", "logs", "tracing")
    assert registries["authors"].names == ("Zoë Adler",)


@pytest.mark.parametrize("known", ["ada", "grace"])
def test_a_data_file_is_the_registry_where_it_has_the_names_that_posts_use(site: Path, known: str) -> None:
    write(
        site,
        {
            "_config.yml": "",
            "_data/authors.yml": f"{known}:\n  name: {known.title()}\n",
            **posts("_posts", author="ada"),
        },
    )
    text = drafted() and (site / "postlint.toml").read_text(encoding="utf-8")
    line = 'authors = "_data/authors.yml"'
    assert line in text
    assert (f"# {line}" in text) is (known == "grace")


def test_what_all_posts_do_is_a_hint_and_says_how_many(site: Path) -> None:
    write(site, posts("blog", f"![](//cdn.example/a.png)\n\n{BODY}", author="Ada"))
    config = drafted()
    assert config.rules["images/missing-alt"].severity == Severity.HINT
    text = (site / "postlint.toml").read_text(encoding="utf-8")
    assert "# 12 of 12 posts\n" in text[text.index("images/missing-alt") :]


def test_what_posts_hold_cannot_break_the_config(site: Path) -> None:
    odd = '"x\\" ]\\n[rules]\\u0007"'
    there = posts("blog", tags=f"[{odd}, 'a\U0001f600']", author=odd, **{f'"odd {odd[1:-1]}"': "1", '"a\\"b"': "2"})
    write(site, there)
    assert set(drafted().frontmatter.registries["tags"].names) == {'x" ]\n[rules]\x07', "a\U0001f600"}


# What may follow


def test_old_findings_are_noted_where_a_baseline_is_wanted(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site, posts("web/blog", f"See the the picture.\n\n{BODY}"))
    assert main(["init", "web", "--baseline"]) == 0
    assert (site / "web/.postlint-baseline.json").exists()
    capsys.readouterr()
    assert main(["check", "web", "--fail-on", "warning"]) == 0


def test_a_workflow_takes_postlint_from_the_commit_that_is_named(site: Path) -> None:
    write(site, posts("web/blog"))
    source = f"acme/postlint@{'0123456789' * 4}"
    assert main(["init", "web", "--workflow", source]) == 0
    import yaml

    text = (site / ".github/workflows/postlint.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(text)["jobs"]["posts"]["steps"]
    assert steps[1] == {"name": "Check the posts", "uses": source, "with": {"working-directory": "web"}}
    (site / "web/postlint.toml").unlink()
    assert main(["init", "web", "--workflow", source]) == 2


def test_a_config_that_is_there_stays_when_a_step_is_wanted(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / ".git").mkdir(exist_ok=True)
    write(site, {"postlint.toml": "# Mine.\n", **posts("blog")})
    assert main(["init", "--workflow", f"acme/postlint@{'0' * 40}"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("There is a config already: postlint.toml. It was left as it is.\n")
    assert (site / "postlint.toml").read_text(encoding="utf-8") == "# Mine.\n"
    assert (site / ".github/workflows/postlint.yml").is_file()
    assert not (site / ".postlint-baseline.json").exists()


def test_what_may_follow_is_named(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / ".git").mkdir(exist_ok=True)
    write(site, posts("blog"))
    assert main(["init"]) == 0
    assert capsys.readouterr().out.splitlines()[-5:] == [
        "Next:",
        "  postlint check --hints",
        "  postlint baseline",
        "  postlint hook install",
        "  postlint init --workflow OWNER/NAME@COMMIT  # to check pull requests",
    ]


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_what_is_there_already_is_neither_offered_nor_written_anew(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(site / ".git", ignore_errors=True)
    run(site, "init", "-q")
    write(site, posts("blog"))
    assert main(["init", "--yes"]) == 0
    baseline = site / ".postlint-baseline.json"
    baseline.write_bytes(before := b'[\n{"version": 1}\n]\n')
    capsys.readouterr()
    assert main(["init", "--workflow", f"acme/postlint@{'0' * 40}"]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == ["Next:", "  postlint check --hints"]
    (site / "postlint.toml").unlink()
    assert main(["init", "--yes"]) == 0
    assert baseline.read_bytes() == before
    assert main(["init", "--baseline"]) == 0, "asked for by name"
    assert baseline.read_bytes() != before


@pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(("answers", "is_written"), [("x\nn\n", False), ("\n" + "n\n" * 4, True)])
def test_in_a_terminal_it_asks_first(site: Path, answers: str, is_written: bool) -> None:
    import pty

    write(site, posts("blog"))
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "postlint", "init"], stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL
    ) as process:
        os.close(theirs)
        os.write(ours, answers.encode())
        said = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # its end
                break
            if not piece:
                break
            said += piece
    os.close(ours)
    assert process.returncode == 0
    assert b"Write postlint.toml? [Y/n]" in said
    assert (site / "postlint.toml").exists() is is_written
