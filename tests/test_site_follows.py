"""The command as a whole: findings follow other files from run to run, and the system is asked of no file outside."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

STRACE = shutil.which("strace")
CALLS = (
    "trace=open,openat,stat,lstat,newfstatat,statx,access,faccessat,faccessat2,readlink,readlinkat,getdents64,execve"
)
POST = "content/blog/one.md"


def written(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


class Blog:
    """A folder that is checked with one cache."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "blog"
        self.cache = folder / "cache"
        self.folder.mkdir()

    def check(self, *before: str) -> list[dict[str, Any]]:
        select = "links,images,frontmatter/missing-image"
        command = [*before, sys.executable, "-m", "postlint", "check", "--isolated", "--select", select]
        done = subprocess.run(
            [*command, "--ignore", "images/missing-alt,links/lost-anchor", "--output-format", "json", "."],
            cwd=self.folder,
            env={**os.environ, "POSTLINT_CACHE_DIR": str(self.cache)},
            capture_output=True,
            text=True,
        )
        assert done.returncode in (0, 1), done.stderr
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return [one for one in found if one["step"] != "none"]

    def told(self) -> list[tuple[str, str]]:
        return [(one["rule"], one["message"]) for one in self.check()]


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    return Blog(tmp_path)


def test_an_unchanged_post_is_answered_anew_when_a_page_changes(blog: Blog) -> None:
    written(blog.folder, {"hugo.toml": "", POST: "[the parts](/blog/two/#part)\n", "content/blog/two.md": "## Part\n"})
    two = blog.folder / "content/blog/two.md"
    assert blog.told() == []
    two.write_text("## Parts\n")
    (found,) = blog.check()
    assert found["message"] == "'#part' is no anchor of content/blog/two.md."
    assert [one["path"] for one in found["related"]] == ["content/blog/two.md"]
    two.write_text("## Part\n")
    assert blog.told() == []
    moved = two.rename(two.with_name("Three.md"))
    missing = [("links/broken-internal", "'/blog/two/#part' leads to nothing on this site.")]
    assert blog.told() == missing
    moved.write_text("---\naliases: [/blog/two/]\n---\n## Part\n")
    assert blog.told() == []
    moved.unlink()
    assert blog.told() == missing


def test_an_unchanged_post_is_answered_anew_when_an_image_changes(blog: Blog) -> None:
    sizes = '<img src="/img/b.svg" srcset="/img/a.svg 2x" class="x" alt="y">'
    text = f"---\nimage: /img/a.svg\n---\n![x](/img/a.svg) {sizes}\n"
    svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    files = {"hugo.toml": "", POST: text, "static/img/a.svg": svg, "static/img/b.svg": svg}
    written(blog.folder, files)
    a = blog.folder / "static/img/a.svg"
    usual = [one for one in blog.told() if one[0] != "images/poor-social-image"]
    assert usual == []
    a.unlink()
    lost = [rule for rule, _ in blog.told()]
    assert sorted(lost) == ["frontmatter/missing-image", "images/missing-image", "images/missing-image"]
    (blog.folder / "static/img/A.svg").write_text(svg)
    assert ("images/wrong-case", "The image '/img/a.svg' is spelled '/img/A.svg'.") in blog.told()
    (blog.folder / "static/img/A.svg").rename(a)
    a.write_text('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>')
    assert ("images/scripted-svg", "The image 'a.svg' has a script in it: 'onload'.") in blog.told()
    a.write_text(svg)
    assert [one for one in blog.told() if one[0] != "images/poor-social-image"] == []


@pytest.mark.skipif(STRACE is None, reason="strace is not here")
def test_the_system_is_asked_of_nothing_outside(blog: Blog, tmp_path: Path) -> None:
    """Every call that names a file is recorded while links, images, sizes and front matter point out of the root."""
    secret = tmp_path / "secret-place"
    written(secret, {"page.md": "## Secret\n", "a.png": "x"})
    urls = [
        "../../../secret-place/page.md",
        "../" * 25 + "etc/passwd",
        "/etc/passwd",
        f"{secret}/page.md",
        f"file://{secret}/page.md",
        "\\\\host\\share\\page.md",
        "//host/share/page.md",
        "out.csv",
        "outside/page.md",
        "%2e%2e/%2e%2e/%2e%2e/secret-place/page.md",
        "/dev/sda",
        "/dev/null",
    ]
    lines = [f"[x{number}](<{url}>) ![y{number}](<{url}>)" for number, url in enumerate(urls)]
    lines += [f'<img src="{url}" srcset="{url} 2x" alt="z{number}">' for number, url in enumerate(urls)]
    text = f"---\nimage: ../../../secret-place/a.png\n---\n{chr(10).join(lines)}\n"
    written(blog.folder, {"hugo.toml": "", POST: text, "static/img/a.png": ""})
    (blog.folder / "content/blog/out.csv").symlink_to(secret / "a.png")
    (blog.folder / "content/blog/outside").symlink_to(secret)
    (blog.folder / "static/outside").symlink_to(secret)
    log = tmp_path / "calls.txt"
    probe = subprocess.run([str(STRACE), "-o", os.devnull, "true"], capture_output=True)
    if probe.returncode:
        pytest.skip("strace may not trace here")
    blog.check(str(STRACE), "-f", "-qq", "-s", "4096", "-e", CALLS, "-o", str(log))
    calls = log.read_text("utf-8", "replace")
    assert f'"{POST}"' in calls or POST.rpartition("/")[2] in calls
    # What a link of the root says is read; where it leads is not looked at.
    asked = re.findall(r'^\d+ +(?!readlink)\w+\([^"\n]*"([^"\n]*)"', calls, re.M)
    assert len(asked) > 100
    bad = ("secret-place", "etc/passwd", "/dev/sda", "host/share", "host\\\\share")
    assert [path for path in asked if any(word in path for word in bad)] == []
