"""Headers of images: what they tell, whatever state the file is in, and that nothing outside of the root is opened."""

from __future__ import annotations

import io
import os
import random
import struct
import time
import zlib
from pathlib import Path

import pytest

from postlint.config import load, with_selectors
from postlint.linter import Linter
from postlint.pictures import CUT_OFF, EMPTY, UNREADABLE, Picture, read
from postlint.site.tree import Tree


def exif(order: str, degrees: int = 48) -> bytes:
    """EXIF data with a place; ``order`` is < or >."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    root = struct.pack(f"{order}HHHIII", 1, 0x8825, 4, 1, 26, 0)
    entries = b"".join(struct.pack(f"{order}HHII", tag, 5, 3, 56) for tag in (2, 4))
    gps = struct.pack(f"{order}H", 2) + entries + struct.pack(f"{order}I", 0)
    numbers = struct.pack(f"{order}6I", degrees, 1, 0, 1, 0, 1)
    return mark + struct.pack(f"{order}I", 8) + root + gps + numbers


def png(width: int = 3, height: int = 2, *more: tuple[bytes, bytes]) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * (width + 1) * height)
    chunks = [(b"IHDR", header), *more, (b"IDAT", pixels), (b"IEND", b"")]
    written = (struct.pack(">I", len(data)) + kind + data + b"\0\0\0\0" for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def jpeg(*blocks: bytes) -> bytes:
    frame = struct.pack(">HBHHB", 11, 8, 2, 3, 1) + b"\1\x11\0"
    written = (b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block for block in blocks)
    return b"\xff\xd8" + b"".join(written) + b"\xff\xc0" + frame + b"\xff\xda\0\x08\1\1\0\0\x3f\0\x2a\xff\xd9"


def webp(*more: tuple[bytes, bytes]) -> bytes:
    canvas = bytes((8, 0, 0, 0)) + (2).to_bytes(3, "little") + (1).to_bytes(3, "little")
    chunks = [(b"VP8X", canvas), *more]
    written = b"".join(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(written) + 4) + b"WEBP" + written


GIF = b"GIF89a\3\0\2\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path/></svg>'
WHOLE = {"png": png(), "jpeg": jpeg(), "gif": GIF, "webp": webp(), "svg": SVG}
PLACED = {
    "jpeg": jpeg(b"http://ns.adobe.com/xap/1.0/\0", b"Exif\0\0" + exif("<")),
    "jpeg, other order": jpeg(b"Exif\0\0" + exif(">")),
    "png": png(3, 2, (b"eXIf", exif(">"))),
    "webp": webp((b"VP8 ", b"abc"), (b"EXIF", b"Exif\0\0" + exif("<"))),
}


def picture(data: bytes) -> Picture:
    return read(io.BytesIO(data))


@pytest.mark.parametrize("type", WHOLE)
def test_a_whole_image_tells_its_type_and_size(type: str) -> None:
    size = (0, 0) if type == "svg" else (3, 2)
    assert picture(WHOLE[type]) == Picture(len(WHOLE[type]), type, *size)


@pytest.mark.parametrize("type", WHOLE)
def test_an_image_that_is_cut_off_is_told(type: str) -> None:
    assert picture(WHOLE[type][:-9] if type != "gif" else GIF[:-2]).problem == CUT_OFF


def test_what_stands_behind_the_end_is_no_problem() -> None:
    assert not picture(png() + b"\n" * 100).problem
    assert not picture(jpeg() + b"\0" * 1000).problem


def test_a_film_behind_a_photo_is_no_problem_and_a_thumbnail_no_end() -> None:
    film = b"\0\0\0\x18ftypmp42" + b"film" * 100_000
    assert not picture(jpeg() + film).problem
    assert picture(jpeg(b"Exif\0\0" + jpeg())[:-2]).problem == CUT_OFF
    assert picture(jpeg()[:-2] + film).problem == CUT_OFF


def test_the_end_of_a_gif_is_no_semicolon_among_its_pixels() -> None:
    assert picture(GIF[:-5] + b";" + b"\x2a" * 100).problem == CUT_OFF
    assert not picture(GIF + b"\0" * 500).problem


def test_an_avif_ends_where_its_boxes_say() -> None:
    start = b"\0\0\0\x10ftypavif\0\0\0\0"
    whole = start + b"\0\0\0\x0cfreeabcd"
    assert picture(whole).problem == UNREADABLE  # it has no size
    assert picture(whole[:-1]).problem == CUT_OFF
    assert picture(start + b"\0\0\0\0mdatabcd").problem == UNREADABLE
    placed = picture(start + b"\0\0\0\x10infeExif1234\0\0\0\0mdat" + exif("<"))
    assert placed.has_place


def test_hostile_texts_of_an_svg_take_no_time() -> None:
    started = time.monotonic()
    for piece in (b"<a ", b"<!-- ", b"<![CDATA[", b"<? ", b"<!DOCTYPE ", b"a", b"a =", b"<a '\"", b"&#", b"on", b"<s:"):
        for start in (b"<svg ", b"<svg onload=x ", b'<svg a="&#1;" '):
            read(io.BytesIO(start + piece * (300_000 // len(piece))))
            read(io.BytesIO(start + piece * (300_000 // len(piece)) + b"></svg>"))
    assert time.monotonic() - started < 30


def test_empty_and_garbled_headers_are_told() -> None:
    assert picture(b"") == Picture(0, "", problem=EMPTY)
    assert picture(b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + b"IEND").problem == UNREADABLE
    assert picture(b"some text") == Picture(9, "")


@pytest.mark.parametrize("name", PLACED)
def test_a_place_is_found(name: str) -> None:
    found = picture(PLACED[name])
    assert (found.has_place, found.problem) == (True, "")


def test_a_place_of_zeros_is_none() -> None:
    assert not picture(jpeg(b"Exif\0\0" + exif("<", degrees=0))).has_place


@pytest.mark.parametrize(
    ("text", "script"),
    [
        (b"<svg><script>a()</script></svg>", "<script"),
        (b"<svg:svg><svg:script/></svg:svg>", "<svg:script"),
        (b"<svg\nonload = 'a()'></svg>", "onload"),
        (b"<svg><a href=' JavaScript:a()'/></svg>", "javascript:"),
        (b"<svg><text>on time = 5, descript: all</text></svg>", ""),
        (b'<svg><a href="java&#115;cript:a()"/></svg>', "javascript:"),
        (b'<svg><a href="java\tscript:a()"/></svg>', "javascript:"),
        (b'<svg><a href="&#x6a;avascript&colon;a()"/></svg>', "javascript:"),
        (b'<svg><set attributeName="href" values="/x;javascript:a()"/></svg>', "javascript:"),
        (b'<!DOCTYPE svg [<!ENTITY x "<script>a()</script>">]><svg>&x;</svg>', "<script"),
        (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd"><svg ONLOAD="a()"/>', "onload"),
        ('<svg xmlns="http://www.w3.org/2000/svg" onload="a()"/>'.encode("utf-16"), "onload"),
        (b"<svg><!-- <script>a()</script> --><text/></svg>", ""),
        (b"<svg><text><![CDATA[<script>a()</script>]]></text></svg>", ""),
        (b"<svg><![CDATA[<!--]]><script/><![CDATA[-->]]></svg>", "<script"),
        (b"<svg><title>What javascript: URLs do, and onload='x' too</title></svg>", ""),
        (b"<svg content=\"&lt;mxfile onload='x'&gt;\" data-onload='x'/>", ""),
        (b"<svg content=\"<mxfile> onload='x'\"><text>a</text></svg>", ""),
        (b"<svg><p onload='a()><script></svg>", "onload"),
    ],
)
def test_scripts_of_an_svg_are_found(text: bytes, script: str) -> None:
    assert picture(text).script == script


def test_other_things_in_place_of_an_image() -> None:
    assert picture(b"\n <!DOCTYPE html><p><svg></svg>").type == "html"
    assert picture(b"version https://git-lfs.github.com/spec/v1\n").type == "lfs"


@pytest.mark.parametrize(
    "data", [*WHOLE.values(), *PLACED.values()], ids=[*WHOLE, *(f"placed {name}" for name in PLACED)]
)
def test_no_damage_makes_it_fail(data: bytes) -> None:
    drawn = random.Random(7)
    for length in range(len(data)):
        read(io.BytesIO(data[:length]))
    for _ in range(300):
        damaged = bytearray(data)
        for _ in range(drawn.choice((1, 3, 20))):
            damaged[drawn.randrange(len(damaged))] = drawn.choice((0, 1, 0x7F, 0x80, 0xFF, drawn.randrange(256)))
        read(io.BytesIO(bytes(damaged)))


def test_parts_without_end_are_not_followed() -> None:
    class Counting(io.BytesIO):
        reads = 0

        def read(self, size: int | None = -1) -> bytes:
            self.reads += 1
            return super().read(size)

    endless = Counting(b"\xff\xd8" + b"\xff\xe0\0\2" * 100_000 + b"\xff\xd9")
    read(endless)
    assert endless.reads < 6_000
    chunks = Counting(b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0abcd\0\0\0\0" * 100_000 + b"IEND")
    assert read(chunks).type == "png"
    assert chunks.reads < 6_000


def test_nothing_but_files_below_the_root_is_opened(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "folder.png").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(png())
    (root / "inside.png").write_bytes(png())
    os.symlink(tmp_path / "secret.png", root / "out.png")
    os.symlink("inside.png", root / "link.png")
    os.mkfifo(root / "pipe.png")
    tree = Tree(str(root))
    opened = {}
    for name in (
        "inside.png",
        "link.png",
        "out.png",
        "folder.png",
        "pipe.png",
        "../secret.png",
        "none.png",
        "a\0b.png",
    ):
        file = tree.open(name)
        opened[name] = file is not None
        if file is not None:
            file.close()
    assert [name for name, is_open in opened.items() if is_open] == ["inside.png", "link.png"]


def test_a_changed_image_changes_what_is_said_of_an_unchanged_post(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "post.md").write_text("![The parts of an index](index.png)\n")
    config, registry = load(isolated=True)
    config = with_selectors(config, registry, select=["images"])

    def said() -> list[str]:
        report = Linter(config, registry).lint_paths(["post.md"])
        return [one.rule for one in report.diagnostics]

    image = tmp_path / "index.png"
    assert said() == ["images/missing-image"]
    image.write_bytes(png())
    assert said() == []
    image.write_bytes(png()[:-12])
    assert said() == ["images/broken-image"]
    image.write_bytes(png(9000, 1))
    assert said() == ["images/oversized-image"]
    image.write_bytes(GIF)
    assert said() == ["images/wrong-extension"]
    image.write_bytes(png())
    image.rename(tmp_path / "Index.png")
    assert said() == ["images/wrong-case"]
