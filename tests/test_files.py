"""files.py against real files: links, pipes, odd names, odd bytes, deep folders."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from postlint import git
from postlint.files import MAX_BYTES, Root, Unreadable, find_posts, is_inside, read_text, rooted

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX file system")


def write(path: Path, content: str | bytes = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(path: Path | str, root: Path | str, **options: int) -> Unreadable:
    started = time.monotonic()
    with pytest.raises(Unreadable) as caught:
        read_text(str(path), str(root), **options)
    assert time.monotonic() - started < 2, "it hung"
    assert caught.value.message.endswith(".")
    return caught.value


def found(folder: Path, root: Path | None = None, ignored: git.Ignored = git.NOTHING_IGNORED) -> list[str]:
    return [os.path.relpath(path, folder) for path in find_posts(str(folder), str(root or folder), ignored=ignored)]


class TestReading:
    def test_text_comes_as_it_is(self, tmp_path: Path) -> None:
        text = "\ufeffOne\r\ntwo\rthree\n\u2028 \x00 é 🙂"
        assert read_text(str(write(tmp_path / "a.md", text)), str(tmp_path)) == text
        assert read_text(str(write(tmp_path / "empty.md")), str(tmp_path)) == ""

    def test_a_relative_path_counts_from_the_current_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(tmp_path / "a.md", "a")
        monkeypatch.chdir(tmp_path)
        assert read_text("a.md", ".") == "a"
        assert refusal("../a.md", ".").rule == "unreadable-file"

    @pytest.mark.parametrize(
        ("data", "offset", "line", "column"),
        [
            (b"caf\xe9", 3, 1, 4),
            (b"\xef\xbb\xbf\xc3\xa9\r\nab\xff", 9, 2, 3),
            (b"a\rb\n\xc0\xaf", 4, 3, 1),  # overlong
            (b"\xed\xa0\x80", 0, 1, 1),  # a surrogate
            (b"ab\xe2\x82", 2, 1, 3),  # cut off
            (b"\x89PNG\r\n\x1a\n", 0, 1, 1),
        ],
    )
    def test_what_is_not_utf_8_is_named_with_its_place(
        self, tmp_path: Path, data: bytes, offset: int, line: int, column: int
    ) -> None:
        error = refusal(write(tmp_path / "a.md", data), tmp_path)
        assert (error.rule, error.offset) == ("not-utf-8", offset)
        assert (error.position.line, error.position.column) == (line, column)
        assert f"0x{data[offset]:02X} in line {line}" in error.message

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
    @pytest.mark.parametrize("mark", ["\ufeff", ""])
    def test_utf_16_and_utf_32_are_named(self, tmp_path: Path, encoding: str, mark: str) -> None:
        if mark and encoding in ("utf-16", "utf-32"):
            mark = ""  # these bring their own
        has_mark = bool(mark) or encoding in ("utf-16", "utf-32")
        error = refusal(write(tmp_path / "a.md", (mark + "---\ntitle: Hello\n---\n").encode(encoding)), tmp_path)
        assert error.rule == "not-utf-8"
        assert (encoding[:6].upper() if has_mark else "NUL") in error.message

    def test_a_file_over_the_cap_is_not_read(self, tmp_path: Path) -> None:
        huge = tmp_path / "huge.md"
        with huge.open("wb") as file:
            file.truncate(100 * 1024 * 1024)
        started = time.monotonic()
        error = refusal(huge, tmp_path)
        assert time.monotonic() - started < 0.2
        assert error.rule == "oversized-file"
        assert "104,857,600" in error.message

    def test_the_cap_itself_is_allowed(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.md", b"a" * MAX_BYTES)
        assert len(read_text(str(path), str(tmp_path))) == MAX_BYTES
        write(path, b"a" * (MAX_BYTES + 1))
        assert refusal(path, tmp_path).rule == "oversized-file"
        assert refusal(write(path, "abc"), tmp_path, max_bytes=2).rule == "oversized-file"

    def test_a_missing_file_and_a_folder(self, tmp_path: Path) -> None:
        assert refusal(tmp_path / "missing.md", tmp_path).message == "There is no such file."
        (tmp_path / "folder.md").mkdir()
        assert refusal(tmp_path / "folder.md", tmp_path).message == "This is a folder, not a file."
        assert refusal(tmp_path / "missing" / "a.md", tmp_path).rule == "unreadable-file"

    @pytest.mark.parametrize("name", ["a\0b.md", "\ud800.md", "a" * 5000 + ".md"])
    def test_names_that_no_file_can_have(self, tmp_path: Path, name: str) -> None:
        assert refusal(f"{tmp_path}/{name}", tmp_path).rule == "unreadable-file"

    @posix
    def test_a_pipe_does_not_hang(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.md")
        assert refusal(tmp_path / "pipe.md", tmp_path).message == "This is a named pipe, not a file."

    @posix
    def test_a_device_is_not_read(self) -> None:
        assert refusal("/dev/zero", "/dev").message == "This is a device, not a file."

    @posix
    def test_a_socket_is_not_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        import socket

        monkeypatch.chdir(tmp_path)  # a socket's path must be short
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("s.md")
            assert refusal("s.md", ".").rule == "unreadable-file"

    @posix
    def test_permission_denied(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.md", "a")
        path.chmod(0)
        if os.access(path, os.R_OK):
            pytest.skip("permissions do not hold for this user")
        assert "permission is denied" in refusal(path, tmp_path).message

    @pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="needs /proc")
    def test_an_input_output_error_is_named(self) -> None:
        error = refusal("/proc/self/mem", "/proc/self")  # its first byte cannot be read
        assert error.rule == "unreadable-file"
        assert "cannot be read" in error.message

    @posix
    def test_links_are_followed_within_the_root_only(self, tmp_path: Path) -> None:
        root = tmp_path / "root"
        write(root / "a.md", "inside")
        write(tmp_path / "root-secret" / "a.md", "secret")  # its path begins with the root's
        (root / "in.md").symlink_to("a.md")
        (root / "out.md").symlink_to(tmp_path / "root-secret" / "a.md")
        (root / "folder").symlink_to(tmp_path / "root-secret")
        (root / "dangling.md").symlink_to("nowhere.md")
        (root / "loop.md").symlink_to("pool.md")
        (root / "pool.md").symlink_to("loop.md")

        assert read_text(str(root / "in.md"), str(root)) == "inside"
        for path in (root / "out.md", root / "folder" / "a.md", root / ".." / "root-secret" / "a.md"):
            error = refusal(path, root)
            assert error.rule == "unreadable-file"
            assert "outside of the root" in error.message
            assert "secret" not in error.message
        assert "points to nothing" in refusal(root / "dangling.md", root).message
        assert "leads back to itself" in refusal(root / "loop.md", root).message

    @posix
    def test_a_root_that_is_a_link_holds_its_files(self, tmp_path: Path) -> None:
        write(tmp_path / "root" / "a.md", "a")
        (tmp_path / "link").symlink_to("root")
        assert read_text(str(tmp_path / "root" / "a.md"), str(tmp_path / "link")) == "a"
        assert read_text(str(tmp_path / "link" / "a.md"), str(tmp_path / "root")) == "a"

    @posix
    def test_nothing_outside_of_the_root_is_opened(self, tmp_path: Path) -> None:
        root = tmp_path / "root"
        write(root / "a.md", "a")
        write(tmp_path / "secret.md", "---\n")
        for name in ("out.md", "out.html"):
            (root / name).symlink_to(tmp_path / "secret.md")
        (root / "out").symlink_to(tmp_path)
        script = (
            "import os, sys\n"
            "from postlint.files import Root, Unreadable, find_posts\n"
            "root = sys.argv[1]; opened = []\n"
            "watched = lambda event, args: opened.append(args[0]) if event in ('open', 'os.scandir') else None\n"
            "sys.addaudithook(watched)\n"
            "for path in [*find_posts(root, root), os.path.join(root, 'out', 'secret.md')]:\n"
            "    try: Root(root).read_bytes(path)\n"
            "    except Unreadable: pass\n"
            "outside = [path for path in opened if not os.fspath(path).startswith(root)]\n"
            "assert len(opened) == 2, opened\n"
            "assert not outside, outside\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, os.path.realpath(root)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr

    @posix
    def test_no_descriptor_stays_open(self, tmp_path: Path) -> None:
        if not os.path.isdir("/proc/self/fd"):
            pytest.skip("needs /proc")
        os.mkfifo(tmp_path / "pipe.md")
        write(tmp_path / "a.html", "---\n")
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(20):
            refusal(tmp_path / "pipe.md", tmp_path)
            refusal(write(tmp_path / "big.md", "abc"), tmp_path, max_bytes=1)
            assert found(tmp_path)
        assert len(os.listdir("/proc/self/fd")) == before

    def test_bytes_are_read_under_the_same_rules(self, tmp_path: Path) -> None:
        assert Root(str(tmp_path)).read_bytes(str(write(tmp_path / "a.png", b"\x89PNG"))) == b"\x89PNG"
        with pytest.raises(Unreadable):
            Root(str(tmp_path / "below")).read_bytes(str(tmp_path / "a.png"))


class TestPlaces:
    def test_is_inside(self, tmp_path: Path) -> None:
        root = tmp_path / "root"
        assert is_inside(str(root / "a"), str(root))
        assert is_inside(str(root), str(root))
        assert is_inside(str(root), "/")
        assert not is_inside(str(root / ".." / "b"), str(root))
        assert not is_inside(f"{root}b", str(root))
        assert not is_inside("a\0b", str(root))

    def test_rooted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "posts").mkdir()
        monkeypatch.chdir(tmp_path / "posts")
        assert rooted("a.md", str(tmp_path)) == "posts/a.md"
        assert rooted("../../a.md", str(tmp_path)) is None

    @posix
    def test_a_link_keeps_its_name_and_a_linked_folder_does_not(self, tmp_path: Path) -> None:
        write(tmp_path / "posts" / "a.md")
        (tmp_path / "posts" / "b.md").symlink_to("a.md")
        (tmp_path / "link").symlink_to("posts")
        assert rooted(str(tmp_path / "link" / "b.md"), str(tmp_path)) == "posts/b.md"


class TestFinding:
    def test_which_files_are_posts(self, tmp_path: Path) -> None:
        posts = ["a.md", "b.markdown", "c.mdx", "d.MD", "d/_index.md", "d/e/index.md", "f.md/g.md", "readmes.md"]
        others = ["a.txt", "md", ".hidden.md", ".github/a.md", "node_modules/x/a.md", "d/node_modules/a.md", "a.md~"]
        others += ["README.md", "readme.markdown", "d/License.MDX", "CHANGELOG.md", "contributing.md", "README.de.md"]
        for name in posts + others:
            write(tmp_path / name)
        assert found(tmp_path) == sorted(posts)

    def test_a_web_page_is_a_post_if_it_has_front_matter(self, tmp_path: Path) -> None:
        for name, head in {
            "yaml": b"---\ntitle: x\n---\n",
            "toml": b"+++\r\n",
            "json": b"{\n",
            "mark": b"\xef\xbb\xbf--- \n",
            "none": b"<!doctype html>\n---\n",
            "rule": b"----\n",
            "open": b"---",
            "empty": b"",
            "template": b"{{ define }}\n",
        }.items():
            write(tmp_path / f"{name}.html", head)
        write(tmp_path / "README.html", "---\n")
        assert found(tmp_path) == ["json.html", "mark.html", "toml.html", "yaml.html"]

    def test_a_named_folder_is_searched_whatever_its_name(self, tmp_path: Path) -> None:
        write(tmp_path / ".drafts" / "a.md")
        write(tmp_path / "node_modules" / "a.md")
        assert found(tmp_path) == []
        assert found(tmp_path / ".drafts") == ["a.md"]
        assert found(tmp_path / "node_modules") == ["a.md"]

    def test_paths_start_with_the_folder_as_given(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(tmp_path / "posts" / "a.md")
        monkeypatch.chdir(tmp_path)
        assert list(find_posts("posts", ".")) == [os.path.join("posts", "a.md")]

    @posix
    def test_links_come_once_and_folders_behind_links_not_at_all(self, tmp_path: Path) -> None:
        root = tmp_path / "root"
        posts = root / "posts"
        write(posts / "a.md")
        write(root / "shared" / "s.md")
        write(root / "pages" / "p.md")
        write(tmp_path / "secret.md")
        (posts / "again.md").symlink_to("a.md")
        (posts / "s1.md").symlink_to("../shared/s.md")
        (posts / "s2.md").symlink_to("../shared/s.md")
        (posts / "pages").symlink_to("../pages")
        (posts / "pages.md").symlink_to("../pages")
        (posts / "up").symlink_to("..")
        (posts / "out1.md").symlink_to(tmp_path / "secret.md")
        (posts / "out2.md").symlink_to(tmp_path / "secret.md")
        (posts / "loop.md").symlink_to("loop.md")
        (posts / "out.html").symlink_to(tmp_path / "secret.md")
        os.mkfifo(posts / "pipe.md")
        os.mkfifo(posts / "pipe.html")

        assert found(posts, root) == ["a.md", "loop.md", "out1.md", "out2.md", "pipe.md", "s1.md"]
        for name in ("loop.md", "out1.md", "out2.md", "pipe.md"):
            assert refusal(posts / name, root).rule == "unreadable-file"

    @posix
    def test_a_folder_outside_of_the_root_is_not_listed(self, tmp_path: Path) -> None:
        write(tmp_path / "outside" / "a.md")
        (tmp_path / "root").mkdir()
        (tmp_path / "root" / "posts").symlink_to("../outside")
        for folder in (tmp_path / "root" / "posts", tmp_path / "outside"):
            assert list(find_posts(str(folder), str(tmp_path / "root"))) == [str(folder)]
            assert "outside of the root" in refusal(folder, tmp_path / "root").message

    @posix
    def test_odd_names(self, tmp_path: Path) -> None:
        odd = ["-dash.md", "line\nbreak.md", "\udcff\udcfe.md", "::error::x.md", "\x1b[31m.md", "é.md"]
        try:
            for name in odd:
                write(tmp_path / name, "text")
        except OSError:
            pytest.skip("the file system refuses such a name")
        assert found(tmp_path) == sorted(odd)
        assert {read_text(path, str(tmp_path)) for path in find_posts(str(tmp_path), str(tmp_path))} == {"text"}

    @posix
    def test_folders_deeper_than_paths_may_be_long(self, deep: Path) -> None:
        write(deep / "a.md")
        started = time.monotonic()
        first, second = find_posts(str(deep), str(deep))
        assert time.monotonic() - started < 10
        assert first == str(deep / "a.md")
        assert refusal(second, deep).message == "The path of this file is too long to be opened."

    @posix
    def test_a_folder_that_cannot_be_listed_is_named(self, tmp_path: Path) -> None:
        write(tmp_path / "closed" / "a.md")
        (tmp_path / "closed").chmod(0)
        try:
            if os.access(tmp_path / "closed", os.R_OK):
                pytest.skip("permissions do not hold for this user")
            assert found(tmp_path) == ["closed"]
            assert "permission is denied" in refusal(tmp_path / "closed", tmp_path).message
        finally:
            (tmp_path / "closed").chmod(0o700)

    def test_many_files(self, tmp_path: Path) -> None:
        for number in range(100):
            folder = tmp_path / str(number)
            folder.mkdir()
            for post in range(20):
                (folder / f"{post}.md").touch()
        started = time.monotonic()
        assert len(found(tmp_path)) == 2000
        assert time.monotonic() - started < 2


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A folder with 4,000 folders in one another: far over the longest path that a system call takes."""
    top = tmp_path / "deep"
    top.mkdir()
    descriptor = os.open(top, os.O_RDONLY)
    for _ in range(4000):
        os.mkdir("d", dir_fd=descriptor)
        below = os.open("d", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = below
    os.close(descriptor)
    yield top
    subprocess.run(["rm", "-rf", str(top)], check=True)  # shutil.rmtree recurses


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
class TestIgnored:
    @pytest.fixture
    def repository(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            monkeypatch.delenv(name)
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
        subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
        write(tmp_path / ".gitignore", "drafts/\n*.tmp.md\nout/*.md\n")
        for name in ("a.md", "a.tmp.md", "drafts/b.md", "drafts/c/d.md", "out/e.md", "posts/f.md", "posts/f.tmp.md"):
            write(tmp_path / name)
        return tmp_path

    def search(self, top: Path, folder: Path) -> list[str]:
        return found(folder, top, git.ignored(str(top), str(folder)))

    def test_ignored_files_are_passed_over(self, repository: Path) -> None:
        assert self.search(repository, repository) == ["a.md", "posts/f.md"]
        assert self.search(repository, repository / "posts") == ["f.md"]

    def test_a_named_folder_is_searched_though_git_ignores_it(self, repository: Path) -> None:
        assert self.search(repository, repository / "drafts") == ["b.md", "c/d.md"]
        assert self.search(repository, repository / "drafts" / "c") == ["d.md"]
        assert self.search(repository, repository / "out") == ["e.md"]

    @posix
    def test_through_a_link_to_the_repository(self, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
        link = tmp_path_factory.mktemp("links") / "link"
        link.symlink_to(repository)
        assert self.search(link, link) == ["a.md", "posts/f.md"]
