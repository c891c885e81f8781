"""What strangers write in posts, paths, config and rules says nothing to terminals or runners."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from console import IGNORED, Outcome, commands, harm, postlint
from postlint.cli import main
from postlint.reporters.escape import line, visible

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file names and locales of POSIX")

RUNNER = [
    "\n::error::x",
    "\r::error::x",
    "\r\n##[error]x",
    "::error file=a.md,line=1::x",
    "  ::warning::x",
    "\t::notice::x",
    "\xa0::add-mask::x",
    "\u3000::set-env name=PATH::x",
    "\u2009::stop-commands::x",
    "\x0b::debug::x",
    "\x85::error::x",
    "\u2028::error::x",
    "\u2029::error::x",
    "\u200b::error::x",
    "\ufeff::error::x",
    "\u202e::error::x",
    ":\u200b:error::x",
    ":\u00ad:error::x",
    "::error\u200b::x",
    "##[error]x",
    "a ##[add-matcher]/tmp/x.json",
    "###[group]x",
    "##[##[set-env name=A]x]",
    "#\u200b#[error]x",
    "#\ufe0f#[error]x",
    "##\ufe0f[error]x",
    "##\u200d[error]x",
    "##[\u200berror]x",
    "#\x1b[1m#[error]x",
    "\x1b[1m::error::x",
    "%0A::error::x",
    "%0D%0A##[error]x",
]
TERMINAL = [
    "\x1b[31mred",
    "\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x1b]8;;https://evil.test\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x9b31m",
    "\x9d8;;https://evil.test\x9c",
    "\x07\x08\x08\x08\x7f",
    "over\rwritten",
    "\x00nul",
    "\x0c\x0b\x1c\x1d\x1e\x1f",
    "\u202eright\u202c",
    "\u2066left\u2069\u2067\u2068",
    "\u200e\u200f\u061c",
    "zero\u200b\u200c\u200d\u2060\u2061\ufeff\u00ad\u180ewidth",
    "tag\U000e0041\U000e007f",
    "filler\u3164\uffa0\u115f",
]
PAYLOADS = [*RUNNER, *TERMINAL]
# Front matter and rules are YAML, which writes all of these as escapes.
OUTPUTS = [
    ["--output-format", "full"],
    ["--output-format", "full", "--verbose"],
    ["--output-format", "full", "--color", "always", "--verbose"],
    ["--output-format", "concise"],
    ["--output-format", "concise", "--color", "always"],
    ["--output-format", "json"],
    ["--statistics"],
    ["--statistics", "--color", "always"],
    ["--statistics", "--output-format", "json"],
    ["--show-files"],
    ["--show-settings"],
]


def quoted(text: str) -> str:
    """A text as JSON, YAML and TOML read it alike."""
    escapes = (f"\\u{ord(c):04X}" if ord(c) < 0x10000 else f"\\U{ord(c):08X}" for c in text)
    safe = (c if c.isascii() and c.isalnum() else escape for c, escape in zip(text, escapes, strict=True))
    return f'"{"".join(safe)}"'


def a_post(payload: str) -> str:
    """A post that breaks as many rules as there are, with the payload wherever a message could quote it."""
    raw = payload.replace("\0", "\ufffd")
    in_line = " ".join(raw.replace("\r", " ").split("\n"))
    word = "".join(in_line.split())
    return f"""---
title: {quoted(payload)}
{quoted("key" + payload)}: {quoted(payload)}
{quoted("key" + payload)}: again
postlint: {{allow: [{quoted(payload)}]}}
---
<!-- postlint-allow {word}: {in_line} -->
<!-- postlint-disable {word} -->

# One {raw}

#### Two {raw} {{#{word}}}

{raw} ![](a.png) {raw} the the {raw}

{in_line} ![](<{in_line}>) {in_line} the the {in_line} in order to {in_line}

[here{in_line}]({word}) [here](<{in_line}>)

<a id='{in_line}'></a><a id='{in_line}'></a>

TODO({word}): {in_line} [TODO {in_line}] INSERT {in_line.upper()} HERE

{{{{< {word} "{in_line}" >}}}}

{{% {word} %}}

<<<<<<< {in_line}
=======
>>>>>>> {in_line}
"""


def a_broken_post(payload: str) -> str:
    return f"---\ntitle: [{quoted(payload)}\n{payload}: *{payload}\n---\n\n{payload} the the\n"


class Run(NamedTuple):
    code: int
    out: bytes
    err: bytes


@pytest.fixture
def cli(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Iterator[Callable[..., Run]]:
    """The command line in this process, in a folder of its own; what it prints must be harmless."""
    folder = Path(os.path.realpath(tmp_path))
    monkeypatch.chdir(folder)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, colors: bool = False) -> Run:
        capfdbinary.readouterr()
        # Streams as the interpreter opens them.
        for name, descriptor in (("stdout", 1), ("stderr", 2)):
            stream = open(descriptor, "w", encoding="utf-8", errors="strict", closefd=False)  # noqa: SIM115
            monkeypatch.setattr(sys, name, stream)
        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        assert b"fault of its own" not in err, err
        assert harm(out, colors=colors) == [], arguments
        assert harm(err) == [], arguments
        return Run(code, out, err)

    yield run
    monkeypatch.undo()


def write(path: str, text: str) -> None:
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as file:
        file.write(text.encode("utf-8", "surrogateescape"))


class TestTheReadingOfTheRunner:
    """The tests below are worth as much as this."""

    @pytest.mark.parametrize("words", [words for words in RUNNER if "%0" not in words])
    def test_each_payload_is_harm(self, words: str) -> None:
        assert harm(words.encode())

    @pytest.mark.parametrize("words", TERMINAL)
    def test_each_control_character_is_harm(self, words: str) -> None:
        assert harm(words.encode())
        assert harm(words.encode(), colors=True)

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("::error::x", ["error"]),
            ("\u3000 ::add-mask::x", ["add-mask"]),
            ("::error file=a,line=1::x", ["error"]),
            ("x ::error::x", []),
            ("::error", []),
            ("x ##[group]y", ["group"]),
            ("x ##[group y", []),
            ("::a::##[group]", ["a", "group"]),
        ],
    )
    def test_commands(self, words: str, found: list[str]) -> None:
        assert list(commands(words)) == found

    def test_harmless_text_is_no_harm(self) -> None:
        assert harm("Größe: a::b, [x](y), # [z] ⚡\ufe0f 100 %0A\n".encode()) == []
        assert harm(b"\x1b[1;31merror\x1b[0m", colors=True) == []
        assert harm(b"\x1b[1;31merror\x1b[0m")
        assert harm(b"\x1b[5merror\x1b[0m", colors=True)
        assert harm(b"caf\xe9")


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site, a house pack and a config by someone who put every payload wherever text may stand."""
    folder = Path(os.path.realpath(tmp_path_factory.mktemp("hostile")))
    (folder / "posts").mkdir()
    for number, payload in enumerate(PAYLOADS):
        (folder / "posts" / f"{number}.md").write_bytes(a_post(payload).encode())
        (folder / "posts" / f"{number}-broken.md").write_bytes(a_broken_post(payload).encode())
        name = f"x{payload}y.md".replace("/", "-").replace("\0", "")
        with open(os.path.join(os.fsencode(folder / "posts"), os.fsencode(name)), "wb") as file:
            file.write(a_post(payload).encode())
    for name in (b"\xff\xfe.md", b"-dash.md", b"caf\xe9##[error]x.md", b"##.md", b"--config=x.md"):
        with open(os.path.join(os.fsencode(folder / "posts"), name), "wb") as file:
            file.write(b"# A\n\nThe the\n")
    (folder / "posts" / "utilize.md").write_bytes(b"# A\n\nUtilize it.\n")
    rules = folder / "house"
    rules.mkdir()
    for number, payload in enumerate(PAYLOADS):
        (rules / f"rule-{number}.yml").write_text(
            f"summary: {quoted(payload + ' s')}\nwhy: {quoted(payload * 3 + ' w')}\nseverity: error\n"
            f"value: {quoted(payload + ' v')}\n"
            f"source: {quoted(payload + ' s')}\nmessage: {quoted(payload.replace('{', '{{') + ' {match}')}\n"
            f"help: {quoted(payload + ' {match} ' + payload)}\nforbid: [utilize, {quoted('x' + payload)}]\n"
        )
    (folder / "postlint.toml").write_text(
        f"packs = ['house']\nselect = ['ALL']\nexclude = [{quoted('none' + PAYLOADS[0])}]\n"
        f"[house]\nname = {quoted(''.join(PAYLOADS).replace(chr(0), ''))}\n"
        "[rules.'links/vague-text']\n"
        f"empty = [{', '.join(quoted('here' + payload) for payload in PAYLOADS)}, 'here']\n"
    )
    return folder


@pytest.mark.parametrize("flags", OUTPUTS, ids=" ".join)
def test_a_site_of_payloads_says_nothing(hostile_site: Path, flags: list[str]) -> None:
    done = postlint(hostile_site, "check", "posts", "--hints", *flags, timeout=60)
    assert harm(done.out, colors="always" in flags) == []
    assert harm(done.err) == []
    assert done.code == (0 if "--show-files" in flags or "--show-settings" in flags else 1), done.errors[-500:]
    if "--show-settings" not in flags:
        assert done.out.count(b"\n") > (20 if "--statistics" in flags else len(PAYLOADS) * 3)
    if "json" in flags:
        assert done.out.isascii()
        json.loads(done.out)


def test_json_says_what_the_posts_say(hostile_site: Path) -> None:
    found = json.loads(postlint(hostile_site, "check", "posts", "--output-format", "json", timeout=60).out)
    paths = {one["path"].encode("utf-8", "surrogateescape") for one in found}
    names = {b"posts/" + name for name in os.listdir(os.fsencode(hostile_site / "posts"))}
    assert paths == names
    messages = {one["message"] for one in found if one["rule"].startswith("house/")}
    for payload in PAYLOADS:
        assert f"{payload} Utilize".strip() in {message.strip() for message in messages}
    titles = "".join(one["message"] for one in found if one["rule"] == "frontmatter/duplicate-title")
    for payload in ("##[error]x", "\x1b[31mred", "\u202eright\u202c"):
        assert payload in titles
    for one in found:
        text = (hostile_site / os.fsdecode(one["path"].encode("utf-8", "surrogateescape"))).read_bytes().decode()
        assert 0 <= one["start"]["offset"] <= one["end"]["offset"] <= len(text)


@pytest.mark.parametrize("payload", [*PAYLOADS, "\udcff\udcfe", "caf\udce9##[error]"])
def test_errors_of_usage_say_nothing(cli: Callable[..., Run], payload: str, monkeypatch: pytest.MonkeyPatch) -> None:
    payload = payload.replace("\0", "")
    write("post.md", "# A\n\nAll is well.\n")
    monkeypatch.setattr(sys, "stdin", None)
    for arguments in (
        [payload],
        ["check", payload],
        ["check", f"no{payload}"],
        ["check", "post.md", "--select", f"x{payload}"],
        ["check", "post.md", "--ignore", payload],
        ["check", "post.md", "--config", f"x{payload}"],
        ["check", "post.md", f"--{payload}"],
        ["check", "post.md", "--output-format", payload],
        ["check", "post.md", "--fail-on", payload],
        ["check", "post.md", "--color", payload],
        ["check", "post.md", "--today", payload],
        ["check", "post.md", f"--exit-zero={payload}"],
        ["check", "-", "--stdin-filename", f"../../../../../../../{payload}"],
    ):
        done = cli(*arguments)
        assert done.code == 2, arguments
        assert done.out == b""
        assert done.err


def test_mistakes_in_a_config_say_nothing(cli: Callable[..., Run]) -> None:
    write("post.md", "# A\n\nAll is well.\n")
    words = ", ".join(map(quoted, PAYLOADS))
    for config in (
        "".join(f"{quoted(payload)} = 1\n" for payload in PAYLOADS),
        f"select = [{words}]\nignore = [{words}]\nextend-select = [{words}]\nfail-on = [{words}]\n",
        f"packs = [{words}]\n",
        f"posts = [{', '.join(quoted('../' + payload) for payload in PAYLOADS)}]\nexclude = 'x'\n",
        "".join(f"[rules.{quoted(payload)}]\nseverity = 'error'\n" for payload in PAYLOADS),
        "[rules.'images/missing-alt']\n" + "".join(f"{quoted(payload)} = 1\n" for payload in PAYLOADS),
        "".join(
            f"[[overrides]]\npaths = ['x']\n[overrides.rules.'images/missing-alt']\nseverity = {quoted(payload)}\n"
            for payload in PAYLOADS
        ),
        "".join(
            f"[[house.projects]]\nname = 'x'\nlicense = {quoted(payload)}\nhosts = [{quoted(payload)}]\n"
            f"[[house.offers]]\nname = {quoted(payload)}\nkind = {quoted(payload)}\n"
            for payload in PAYLOADS
        ),
    ):
        write("postlint.toml", config)
        done = cli("check", "post.md")
        assert done.code == 2, config
        assert done.out == b""
        assert b"postlint.toml" in done.err
    assert done.err.count(b"\n") > len(PAYLOADS)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_config_that_cannot_be_read_says_nothing(cli: Callable[..., Run], payload: str) -> None:
    write("post.md", "# A\n\nAll is well.\n")
    for config in (
        f"x{payload}\n",
        f"x = {payload}\n",
        f"{quoted(payload)} = 1\n{quoted(payload)} = 1\n",
        f"fail-on = {quoted(payload)}\n[site]\ngenerator = {quoted(payload)}\n",
        f"required-version = {quoted(payload)}\n",
    ):
        write("postlint.toml", config)
        done = cli("check", "post.md")
        assert done.code == 2, config
        assert done.out == b""
        assert b"postlint.toml" in done.err


def test_mistakes_in_a_pack_say_nothing(cli: Callable[..., Run]) -> None:
    write("post.md", "# A\n\nAll is well.\n")
    write("postlint.toml", "packs = ['house']\n")
    good = "summary: s\nwhy: w\nmessage: m\n"
    expected = 0
    for number, payload in enumerate(PAYLOADS):
        name = payload.replace("/", "-").replace("\0", "")
        for kind, pack in enumerate(
            (
                f"{quoted(payload)}: 1\n",
                f"{good}forbid: [{{regex: {quoted('(' + payload)}}}]\n",
                f"{good}severity: {quoted(payload)}\nforbid: [x]\n",
                f"{good}in: {quoted(payload)}\nforbid: [x]\n",
                f"summary: s\nwhy: w\nmessage: {quoted('{' + payload + '}')}\nforbid: [x]\n",
                f"{good}forbid: [{quoted(payload)}, {quoted(payload)}, 3]\n",
                f"{good}default: {quoted(payload)}\nforbid: [x]\n",
                f"{good}replace: {{{quoted(payload)}: 3}}\n",
                f"{good}forbid: [{{{quoted(payload)}: x, phrase: y}}]\n",
                f"{payload}: *{payload}\n",
                f"a: !{payload} b\n",
                f"{good}forbid: [x]\n{quoted(payload)}: &{payload} [\n",
            )
        ):
            write(f"house/{number}-{kind}.yml", pack)
            expected += 1
        write(f"house/{name}.yml", "nothing: 1\n")
    done = cli("check", "post.md")
    assert done.code == 2
    assert done.out == b""
    named = {row.split(b":")[0] for row in done.err.splitlines() if row.startswith(b"house/")}
    assert len([name for name in named if b"-" in name]) >= expected


def test_folders_say_nothing(cli: Callable[..., Run]) -> None:
    folders = [f"f{payload}".replace("/", "-").replace("\0", "") for payload in PAYLOADS]
    folders += [folder[1:] for folder in folders if folder[1:].strip(".")]
    for folder in folders:
        write(f"{folder}/posts/a.md", "# A\n\nThe the\n")
        write(f"{folder}/.postlint.toml", "")
    for flags in (
        [],
        ["--output-format", "concise"],
        ["--output-format", "json"],
        ["--show-files"],
        ["--show-settings"],
    ):
        assert cli("check", "--fail-on", "never", *flags, "--", *folders).code == 0
    here = os.getcwd()
    for folder in folders:
        os.chdir(os.path.join(here, folder))
        assert cli("check", ".", "--show-settings").code == 0
        write("postlint.toml", "posts = ['posts']\nnothing = 1\n")
        os.chdir(here)
        assert cli("check", "--", folder).code == 2
        os.remove(os.path.join(folder, "postlint.toml"))


def test_ignorable_characters_are_all_shown() -> None:
    """Each of them could stand inside of a command that the runner would still obey."""
    ignored = filter(IGNORED.match, map(chr, range(sys.maxunicode + 1)))
    texts = (text for c in ignored for text in (f"#{c}#[error]x", f"##{c}[error]x", f":{c}:error::x"))
    left = [text for text in texts if harm(line(visible(text)).encode("utf-8", "surrogatepass"))]
    assert left == []


class TestStreams:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "ü ⚡.md").write_text("# A\n\nThis says the the same – ⚡ 漢字 twice.\n" * 300, encoding="utf-8")
        return tmp_path

    @pytest.mark.parametrize("format", ["full", "concise", "json"])
    def test_a_reader_that_stops(self, folder: Path, format: str) -> None:
        command = (
            f"exec 2>&1; postlint check . --output-format {format} | head -c 50; printf '\\n%s' ${{PIPESTATUS[0]}}"
        )
        path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, timeout=20
        )
        assert b"Traceback" not in done.stdout
        assert b"Exception ignored" not in done.stdout
        assert done.stdout.split()[-1] in (b"141", b"2", b"0", b"1")

    @pytest.mark.parametrize("format", ["full", "concise", "json"])
    def test_a_closed_pipe_is_quiet(self, folder: Path, format: str) -> None:
        read, written = os.pipe()
        os.close(read)
        try:
            done = postlint(folder, "check", ".", "--output-format", format, stdout=written)
        finally:
            os.close(written)
        assert (done.code, done.err) == (141, b"")

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
    @pytest.mark.parametrize("format", ["full", "json"])
    @pytest.mark.parametrize("lines", [1, 2000])
    def test_a_full_disk(self, folder: Path, format: str, lines: int) -> None:
        (folder / "a.md").write_text("# A\n\nThe the same.\n" * lines)
        with open("/dev/full", "wb") as full:
            done = postlint(folder, "check", "a.md", "--exit-zero", "--output-format", format, stdout=full)
        assert done.code == 2
        assert done.errors == "error: The report could not be written: No space left on device.\n"

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
    def test_errors_that_cannot_be_told(self, folder: Path) -> None:
        with open("/dev/full", "wb") as full:
            assert postlint(folder, "check", "nowhere", stderr=full).code == 2

    @pytest.mark.parametrize("closing", ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
    @pytest.mark.parametrize("path", [".", "-", "nowhere"])
    def test_streams_that_are_closed(self, folder: Path, closing: str, path: str) -> None:
        script = ["bash", "-c", f'"$0" check "$1" {closing}', os.path.join(os.path.dirname(sys.executable), "postlint")]
        done = postlint(folder, path, program=script, stdin=b"# A\n")
        assert done.code in (0, 2)
        if ">&-" in closing.split() and path == ".":
            assert done.code == 2

    @pytest.mark.parametrize(
        "environ",
        [
            {"PYTHONIOENCODING": "ascii"},
            {"PYTHONIOENCODING": "ascii:strict"},
            {"PYTHONIOENCODING": "latin-1"},
            {"LC_ALL": "C"},
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            {"LC_ALL": "POSIX", "PYTHONUTF8": "1"},
            {"LC_ALL": "xx_XX.nonsense"},
        ],
        ids=str,
    )
    def test_locales_without_unicode(self, folder: Path, environ: dict[str, str]) -> None:
        format = "json" if "LC_ALL" not in environ else "full"
        usual = postlint(folder, "check", ".", "--fail-on", "hint", "--output-format", format)
        done = postlint(folder, "check", ".", "--fail-on", "hint", "--output-format", format, environ=environ)
        assert (done.code, usual.code) == (1, 1)
        assert done.err == b""
        if format == "json":
            assert len(json.loads(done.out)) == len(json.loads(usual.out))
        else:
            assert done.out.count(b"\n") == usual.out.count(b"\n")

    def test_bytes_that_are_no_text_on_the_command_line(self, folder: Path) -> None:
        for environ in ({}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
            for argument in (b"caf\xe9", b"--caf\xe9", b"\xff\xfe.md", b"\x1b[31m"):
                done: Outcome = postlint(folder, "check", argument, environ=environ)
                assert done.code == 2
                assert harm(done.err) == []
