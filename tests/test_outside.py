"""Whatever links and configs of a checkout say, the system is asked of nothing outside of the root."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from postlint import look
from yaml_rules import LISTING_RULE

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs links")

STRACE = shutil.which("strace")
SOURCE = str(Path(look.__file__).parent.parent)
CALLS = (
    "trace=open,openat,stat,lstat,newfstatat,statx,access,faccessat,faccessat2,readlink,readlinkat,getdents64,execve"
)

# Runs the command, and writes what it asked the system for by Python's own functions, and whether links were followed.
RUN = """\
import os, sys
asked = []
def watched(name, follows):
    call = getattr(os, name)
    def watching(path=".", *arguments, **named):
        if isinstance(path, (str, bytes, os.PathLike)):
            flags = arguments[0] if name == "open" and arguments else 0
            is_followed = follows and named.get("follow_symlinks", True) and not flags & os.O_NOFOLLOW
            asked.append((is_followed, os.path.join(os.getcwd(), os.fsdecode(path))))
        return call(path, *arguments, **named)
    setattr(os, name, watching)
for name in ("open", "stat", "scandir", "listdir", "access"):
    watched(name, True)
for name in ("lstat", "readlink"):
    watched(name, False)
from postlint.cli import main
code = main(sys.argv[1:])
with open(os.environ["ASKED"], "w") as file:
    for follows, path in list(asked):
        print("follows" if follows else "stays", path.encode("unicode_escape").decode(), file=file)
sys.exit(code)
"""


class Ground(NamedTuple):
    """A root, and a place beside it that nobody may look at."""

    root: Path
    secret: Path

    def write(self, path: str, text: str = "") -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")

    def link(self, path: str, target: str | Path) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target)


def posts(ground: Ground) -> None:
    """Posts, images and folders of all sorts that are links out of the root."""
    blog = "content/blog"
    ground.link(f"{blog}/absolute.md", ground.secret / "page.md")
    ground.link(f"{blog}/relative.md", "../../../secret/page.md")
    ground.link(f"{blog}/html.html", "../../../secret/page.html")
    ground.link(f"{blog}/first.md", "second.md")
    ground.link(f"{blog}/second.md", "third.md")
    ground.link(f"{blog}/third.md", ground.secret / "page.md")
    ground.link(f"{blog}/circle.md", "circle2.md")
    ground.link(f"{blog}/circle2.md", "circle.md")
    ground.link("inner/door", ground.secret)
    ground.link(f"{blog}/through.md", "../../inner/door/page.md")
    ground.link(f"{blog}/up.md", "../../inner/door/../secret/page.md")
    ground.link(f"{blog}/folder", ground.secret)
    ground.link(f"{blog}/bundle/index.md", ground.secret / "page.md")
    ground.link(f"{blog}/out.png", ground.secret / "a.png")
    ground.link(f"{blog}/out2.png", "out.png")
    ground.link("static", ground.secret)
    ground.link("data/authors.yml", ground.secret / "authors.yml")
    ground.link("data/tags.yml", "authors.yml")
    ground.link("assets/img", ground.secret)
    urls = ["out.png", "out2.png", "folder/a.png", "/a.png", "absolute.md", "folder/page.md", "through.md", "circle.md"]
    urls += ["../../inner/door/page.md", "/img/a.png", str(ground.secret / "page.md"), "bundle/index.md#secret"]
    ground.write(f"{blog}/post.md", "\n".join(f"[a {url}]({url}) ![b {url}]({url})" for url in urls))


def config_of_the_site(ground: Ground) -> None:
    ground.link("hugo.toml", ground.secret / "hugo.toml")
    ground.link("config", ground.secret)
    ground.write("content/blog/post.md", "[a](/page/) [b](/blog/other/)\n")


def sections(ground: Ground) -> None:
    ground.link("content", ground.secret)
    ground.link("blog", ground.secret)
    ground.link("_posts", ground.secret)
    ground.link("src/content", ground.secret)
    ground.write("post.md", "[a](/page/)\n")


def folder_of_posts(ground: Ground) -> None:
    ground.write("postlint.toml", 'posts = ["linked", "content", "linked.md"]\n')
    ground.link("linked", ground.secret)
    ground.link("linked.md", ground.secret / "page.md")
    ground.write("content/post.md", "[a](../linked/page.md)\n")


def folder_below_a_link(ground: Ground) -> None:
    ground.write("postlint.toml", 'posts = ["linked/sub", "content"]\n')
    ground.link("linked", ground.secret)
    ground.write("content/post.md")


def mapped_folder(ground: Ground) -> None:
    ground.write(
        "postlint.toml",
        'posts = ["content"]\n[site]\nroots = ["linked"]\n[[site.map]]\nfiles = "linked"\nurl = "/x/{path}/"\n',
    )
    ground.link("linked", ground.secret)
    ground.write("content/post.md", "[a](/x/page/) ![b](/a.png)\n")


def pack(ground: Ground) -> None:
    ground.write("postlint.toml", 'packs = ["house"]\n')
    ground.link("house", ground.secret)
    ground.write("content/post.md")


def rule(ground: Ground) -> None:
    ground.write("postlint.toml", 'packs = ["house"]\n')
    ground.link("house/buzz.yml", ground.secret / "buzz.yml")
    ground.link("house/values.yml", ground.secret / "values.yml")
    ground.link("house/more", ground.secret)
    ground.link("house/data", ground.secret)
    ground.write("house/own.yml", LISTING_RULE)
    ground.write("content/post.md")


def rule_store(ground: Ground) -> None:
    """A pack that is sound but for a folder which nobody needs."""
    ground.write("postlint.toml", 'packs = ["house"]\n')
    ground.write("house/own.yml", LISTING_RULE)
    ground.write("house/data/buzz.txt", "synergy\n")
    ground.link("house/data/more", ground.secret)
    ground.link("house/data/more.txt", ground.secret / "a.png")
    ground.link("house/more", ground.secret)
    ground.write("content/post.md", "Synergy.\n")


def registry(ground: Ground) -> None:
    ground.write("postlint.toml", '[frontmatter.registries]\nauthors = "people.yml"\ntags = "linked/authors.yml"\n')
    ground.link("people.yml", ground.secret / "authors.yml")
    ground.link("linked", ground.secret)
    ground.write("content/post.md", "---\nauthor: x\n---\n")


def registry_folder(ground: Ground) -> None:
    ground.write("postlint.toml", '[frontmatter.registries]\nauthors = "people"\n')
    ground.link("people/one.yml", ground.secret / "authors.yml")
    ground.link("people/two", ground.secret)
    ground.link("people/three/index.md", ground.secret / "page.md")
    ground.write("content/post.md", "---\nauthor: x\n---\n")


def schema(ground: Ground) -> None:
    ground.write("postlint.toml", '[frontmatter]\nschema = "schema.json"\n')
    ground.write("schema.json", '{"properties": {"a": {"$ref": "linked.json"}, "b": {"$ref": "linked/schema.json"}}}')
    ground.link("linked.json", ground.secret / "schema.json")
    ground.link("linked", ground.secret)
    ground.write("content/post.md", "---\na: x\n---\n")


def config(ground: Ground) -> None:
    ground.link("postlint.toml", ground.secret / "postlint.toml")
    ground.write("content/post.md")


def baseline(ground: Ground) -> None:
    ground.link(".postlint-baseline.json", ground.secret / "baseline.json")
    ground.write("content/post.md")


CASES = [posts, config_of_the_site, sections, folder_of_posts, folder_below_a_link, mapped_folder]
CASES += [pack, rule, rule_store, registry, registry_folder, schema, config, baseline]


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    root, secret = tmp_path / "root", tmp_path / "secret"
    root.mkdir()
    texts = {
        "page.md": "## Secret\n",
        "page.html": "---\ntitle: x\n---\n",
        "a.png": "x",
        "authors.yml": "x: {name: X}\n",
        "hugo.toml": "",
        "schema.json": "{}",
        "buzz.yml": LISTING_RULE,
        "buzz.txt": "x\n",
        "values.yml": "",
        "postlint.toml": "",
        "baseline.json": '[\n{"version": 1}\n]\n',
        "sub/page.md": "## Secret\n",
        "_index.md": "",
        "2024-01-02-a.md": "",
    }
    for path, text in texts.items():
        (secret / path).parent.mkdir(parents=True, exist_ok=True)
        (secret / path).write_text(text, "utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    return Ground(root, secret)


def run(ground: Ground, command: list[str], arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHONPATH": SOURCE,
        "POSTLINT_CACHE_DIR": str(ground.root.parent / "cache"),
        "ASKED": str(ground.root.parent / "asked.txt"),
    }
    done = subprocess.run(
        [*command, *arguments], cwd=ground.root, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode in (0, 1, 2), done.stderr
    assert "Traceback" not in done.stderr
    return done


def outside(ground: Ground, asked: Iterator[tuple[bool, str]]) -> list[str]:
    """What was looked at in the secret place: where the system went for a path."""
    found = []
    count = 0
    for follows, path in asked:
        count += 1
        folder, name = os.path.split(path)
        place = os.path.realpath(path) if follows else os.path.join(os.path.realpath(folder), name)
        if place == str(ground.secret) or place.startswith(f"{ground.secret}/"):
            found.append(path)
    assert count > 30
    return found


def watched(ground: Ground, arguments: tuple[str, ...]) -> list[str]:
    run(ground, [sys.executable, "-c", RUN], arguments)
    lines = (ground.root.parent / "asked.txt").read_text().splitlines()
    pairs = (line.partition(" ") for line in lines)
    return outside(ground, ((how == "follows", path.encode().decode("unicode_escape")) for how, _, path in pairs))


def traced(ground: Ground, arguments: tuple[str, ...]) -> list[str]:
    probe = subprocess.run([str(STRACE), "-o", os.devnull, "true"], capture_output=True)
    if probe.returncode:
        pytest.skip("strace may not trace here")
    log = ground.root.parent / "calls.txt"
    strace = [str(STRACE), "-f", "-qq", "-s", "4096", "-e", CALLS, "-o", str(log)]
    run(ground, [*strace, sys.executable, "-m", "postlint"], arguments)
    return outside(ground, calls(log.read_text("utf-8", "replace"), ground.root))


def calls(log: str, root: Path) -> Iterator[tuple[bool, str]]:
    for line in log.splitlines():
        match = re.match(r'\d+ +(\w+)\((?:AT_FDCWD, |\d+, )?"((?:[^"\\]|\\.)*)"', line)
        if match is not None:
            stays = match[1] in ("lstat", "readlink", "readlinkat") or "NOFOLLOW" in line
            yield not stays, os.path.join(root, match[2])


WATCHES: list[object] = [
    watched,
    pytest.param(traced, marks=pytest.mark.skipif(STRACE is None, reason="strace is not here")),
]


@pytest.mark.parametrize("look_at", WATCHES)
@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_nothing_outside_is_looked_at(
    ground: Ground, make: Callable[[Ground], None], look_at: Callable[[Ground, tuple[str, ...]], list[str]]
) -> None:
    make(ground)
    everything = ("check", "--select", "ALL", "--statistics", "--hints", "--jobs", "1")
    assert look_at(ground, everything) == []
    assert look_at(ground, everything) == []  # by what the cache kept
    assert look_at(ground, (*everything, ".")) == []


@pytest.mark.parametrize("look_at", WATCHES)
def test_the_test_can_tell(ground: Ground, look_at: Callable[[Ground, tuple[str, ...]], list[str]]) -> None:
    ground.link("door", ground.secret)
    assert look_at(ground, ("check", "door/page.md")) != []  # the user himself names it


def test_what_lies_behind_a_link_out_is_not_judged(ground: Ground) -> None:
    """A folder or file of a larger checkout may be linked in; nobody can say that there is nothing."""
    ground.write("hugo.toml")
    ground.link("static/img", ground.secret)
    ground.link("content/docs", "../../secret")
    ground.link("content/blog/moved.md", "../../../secret/page.md")
    ground.write("content/docs2/page.md", "x\n")
    ground.write("content/blog/other.md", "x\n")
    behind = ["/img/a.png", "/img/none.png", "/docs/none/", "../docs/page.md", "moved.md", "/blog/moved/"]
    missing = ["/blog/none/", "none.md", "/docs2/none/"]
    ground.write("content/blog/post.md", "\n\n".join(f"[the page]({url})" for url in [*behind, *missing]))
    done = run(ground, [sys.executable, "-m", "postlint"], ("check", "--select", "links", "content/blog/post.md"))
    found = re.findall(r"links/broken-internal\] '([^']*)'", done.stdout)
    assert found == missing
