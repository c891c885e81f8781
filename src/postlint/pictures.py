"""What a file of an image tells by its header, its end and, of an SVG, its text: the only module that knows imagesize.

Nothing is decoded, and what is read of a file has a bound, whatever its header says.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import BinaryIO

from postlint.expression import expression
from postlint.records import NamedTuple

HEAD = 4096
TAIL = 64 * 1024
LONGEST_SVG = 4 * 1024 * 1024
LONGEST_EXIF = 64 * 1024
MOST_READS = 4500
LONGEST_READ = 1024 * 1024
LONGEST_JPEG = 64 * LONGEST_READ
LONGEST_VALUE = 4096
MOST_PARTS = 500
"""How many segments or chunks of a file are passed over in search of one."""

MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"\0\0\1\0", "ico"),
    (b"8BPS", "psd"),
    (b"%PDF", "pdf"),
    (b"\0\0\0\x0cJXL ", "jxl"),
    (b"\xff\x0a", "jxl"),
    (b"version https://git-lfs", "lfs"),
)
BRANDS = {b"avif": "avif", b"avis": "avif", **dict.fromkeys((b"heic", b"heix", b"hevc", b"mif1", b"msf1"), "heic")}
MEASURED = frozenset("png jpeg gif webp avif bmp".split())
GPS, LATITUDE, LONGITUDE = 0x8825, 2, 4

EMPTY = "is empty"
CUT_OFF = "is cut off before its end"
UNREADABLE = "has a header that cannot be read"


class Picture(NamedTuple):
    """An image. ``type`` is png, jpeg, gif, webp, avif, svg … by the content; "" where that tells nothing.

    ``size`` is in bytes, ``width`` and ``height`` are in pixels, 0 where not known. ``problem`` says what is wrong with
    the file, in words that go on its name. ``has_place`` tells that it says where it was taken, ``script`` is what of
    an SVG would run.
    """

    size: int
    type: str
    width: int = 0
    height: int = 0
    problem: str = ""
    has_place: bool = False
    script: str = ""


def read(file: BinaryIO) -> Picture:
    """What an open file tells; raises OSError where it cannot be read."""
    head = file.read(HEAD)
    size = file.seek(0, 2)
    if not size:
        return Picture(0, "", problem=EMPTY)
    type = _type(head)
    if type == "svg":
        file.seek(0)
        text = _as_utf_8(file.read(LONGEST_SVG))
        problem = CUT_OFF if size <= LONGEST_SVG and not _SVG_END.search(text[-TAIL:]) else ""
        return Picture(size, type, problem=problem, script=_script(text))
    problem = CUT_OFF if _is_cut_off(file, type, head, size) else ""
    width = height = 0
    if type in MEASURED:
        width, height = _measured(file)
        if not width and not problem:
            problem = UNREADABLE
    return Picture(size, type, width, height, problem, any(map(_has_place, _exif(file, type))))


def _type(head: bytes) -> str:
    for start, type in MAGIC:
        if head.startswith(start):
            return type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "")
    text = _as_utf_8(head).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "svg" if text.startswith(b"<") and _SVG_START.search(text) else ""


_SVG_START = expression(rb"<(?:[a-z][\w.-]*:)?svg[\s>/]")
_SVG_END = expression(rb"</(?:[A-Za-z][\w.-]*:)?svg\s*>|/>\s*\Z")
_SVG_SUSPECT = expression(
    rb"<(?:[\w.-]{1,60}:)?script\b|[\s\"'/]on[a-z]{3,30}\s*=|script:|<!DOCTYPE[^>\[]{0,500}\["
    rb"|=\s*[\"'][^\"'<>]{0,60}(?:&#|&[a-z]+;|[\t\r\n])",
    re.I,
)
"""What may be a script; a closer look then passes over texts and comments, which costs more."""
_SVG_TOKEN = expression(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(?P<doctype>!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?)>|</[^<>]*>"
    rb"|<(?P<name>[^\s<>/!?=\"']++)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>",
    re.I | re.S,
)
_ATTRIBUTE = expression(rb"(?<![^\s\"'/])([^\s=\"'/]{1,60})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_SCRIPT_SCHEME = expression(r"(?:^|;)\s*((?:java|vb)script:)", re.I)
_CRUDE = expression(rb"<(?:[\w.-]{1,60}:)?script\b|[\s\"'/]on[a-z]{3,30}\s*=\s*[\"']|(?:java|vb)script:", re.I)


def _as_utf_8(text: bytes) -> bytes:
    if not text.startswith((b"\xff\xfe", b"\xfe\xff")):
        return text
    return text.decode("utf-16", "replace").encode("utf-8", "replace")


def _script(text: bytes) -> str:
    """What of an SVG a browser would run, as it is written; empty where nothing is."""
    return next(_scripts(text), "") if _SVG_SUSPECT.search(text) else ""


def _scripts(text: bytes) -> Iterator[str]:
    at = text.find(b"<")
    while at >= 0:
        token = _SVG_TOKEN.match(text, at)
        if token is None:  # No browser reads on from here, but programs that mend what they read may.
            yield from _crude(text[at:])
            return
        if token["doctype"]:
            yield from _crude(token["doctype"])
        elif token["name"]:
            name = token["name"].decode("ascii", "replace").lower()
            if name.rpartition(":")[2] == "script":
                yield f"<{name}"
            yield from _attributes(token["attributes"])
        at = text.find(b"<", token.end())


def _attributes(written: bytes) -> Iterator[str]:
    for attribute in _ATTRIBUTE.finditer(written):
        name = attribute[1].decode("ascii", "replace").lower()
        if re.fullmatch("on[a-z]{3,30}", name):
            yield name
        elif b":" in (value := attribute[2] or attribute[3] or b"") or b"&" in value:
            from html import unescape

            plain = re.sub(r"[\t\r\n\0]", "", unescape(value[:LONGEST_VALUE].decode("utf-8", "replace")))
            if (found := _SCRIPT_SCHEME.search(plain)) is not None:
                yield found[1].lower()


def _crude(text: bytes) -> Iterator[str]:
    for found in _CRUDE.finditer(text):
        yield found.group().decode("ascii", "replace").strip(" \t\r\n\"'/=").lower()


def _is_cut_off(file: BinaryIO, type: str, head: bytes, size: int) -> bool:
    """Whether the end of the file is missing; what some programs add behind it is passed over."""
    if type == "webp":
        return int(struct.unpack("<I", head[4:8])[0]) + 8 > size
    if type == "bmp":
        return int(struct.unpack("<I", head[2:6])[0]) > size if len(head) > 6 else True
    if type == "avif":
        return _end_of_boxes(file, size) > size
    if type == "jpeg":
        return not _has_end_of_jpeg(file, size)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    if type == "png":
        return b"IEND" not in tail
    return type == "gif" and b"\0;" not in tail.rstrip(b"\0")[-256:]


def _has_end_of_jpeg(file: BinaryIO, size: int) -> bool:
    """Whether the pixels of a JPEG end; phones put a film behind them, and the thumbnail before them ends as well."""
    at = max((at + length for _, at, length in _segments(file)), default=2)
    file.seek(max(at, size - TAIL))
    if b"\xff\xd9" in file.read(TAIL):
        return True
    file.seek(at)
    last = b""
    for _ in range(LONGEST_JPEG // LONGEST_READ):
        piece = file.read(LONGEST_READ)
        if b"\xff\xd9" in last + piece or not piece:
            return bool(piece)
        last = piece[-1:]
    return True


def _end_of_boxes(file: BinaryIO, size: int) -> int:
    """Where the boxes of which an AVIF is made end by what they say of their lengths."""
    at = 0
    for _ in range(MOST_PARTS):
        file.seek(at)
        head = file.read(16)
        if at >= size or len(head) < 8:
            break
        (length,) = struct.unpack(">I", head[:4])
        if length == 1 and len(head) == 16:
            (length,) = struct.unpack(">Q", head[8:])
        if length < 8:  # 0 is: up to the end
            break
        at += length
    return at


def _measured(file: BinaryIO) -> tuple[int, int]:
    """Width and height in pixels, 0 where the header does not tell them."""
    import imagesize

    file.seek(0)
    try:
        width, height = imagesize.get(_Bounded(file))
    except Exception:  # It reads what strangers wrote, and says nothing of what it raises.
        return 0, 0
    return (int(width), int(height)) if width > 0 and height > 0 else (0, 0)


class _Bounded:
    """A file of which so much is read and no more, whatever its header promises."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = MOST_READS

    def read(self, size: int = -1) -> bytes:
        self._left -= 1
        if self._left < 0:
            raise EOFError
        return self._file.read(min(size, LONGEST_READ) if size >= 0 else LONGEST_READ)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


def _exif(file: BinaryIO, type: str) -> Iterator[bytes]:
    """The blocks of EXIF data in a file."""
    if type == "jpeg":
        for marker, at, length in _segments(file):
            if marker == 0xE1:
                file.seek(at)
                data = file.read(min(length, LONGEST_EXIF))
                if data.startswith(b"Exif\0\0"):
                    yield data[6:]
    elif type in ("png", "webp"):
        name, order, start, more = (b"eXIf", ">", 8, 4) if type == "png" else (b"EXIF", "<", 12, 0)
        for kind, at, length in _chunks(file, order, start, more):
            if kind == name:
                file.seek(at)
                yield file.read(min(length, LONGEST_EXIF)).removeprefix(b"Exif\0\0")

    elif type == "avif":
        file.seek(0)
        data = file.read(LONGEST_EXIF)
        if b"Exif" in data[:HEAD]:  # the list of what is in the file names it
            data += file.read(LONGEST_READ)
            starts = (data.find(mark) for mark in (b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"))
            yield from (data[at : at + LONGEST_EXIF] for at in starts if at >= 0)


def _segments(file: BinaryIO) -> Iterator[tuple[int, int, int]]:
    """The segments of a JPEG up to its pixels: kind, offset and length of the content."""
    at = 2
    for _ in range(MOST_PARTS):
        file.seek(at)
        head = file.read(4)
        if len(head) < 4 or head[0] != 0xFF or head[1] == 0xDA:
            return
        (length,) = struct.unpack(">H", head[2:])
        yield head[1], at + 4, max(0, length - 2)
        at += 2 + max(2, length)


def _chunks(file: BinaryIO, order: str, start: int, more: int) -> Iterator[tuple[bytes, int, int]]:
    """The chunks of a PNG or WebP: kind, offset and length of the content."""
    at = start
    for _ in range(MOST_PARTS):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        kind, counted = (head[4:], head[:4]) if order == ">" else (head[:4], head[4:])
        (length,) = struct.unpack(f"{order}I", counted)
        yield kind, at + 8, length
        at += 8 + length + (more or length % 2)


def _has_place(exif: bytes) -> bool:
    """Whether EXIF data hold a latitude and a longitude other than zero."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None or len(exif) < 8:
        return False
    first = int(struct.unpack_from(f"{order}I", exif, 4)[0])
    pointer = next((value for tag, value in _entries(exif, first, order) if tag == GPS), 0)
    found = {tag for tag, at in _entries(exif, pointer, order) if _is_set(exif, at)} if pointer else set()
    return {LATITUDE, LONGITUDE} <= found


def _is_set(exif: bytes, at: int) -> bool:
    """Whether degrees, minutes or seconds are other than zero; each is a fraction of two numbers."""
    return any(any(exif[start : start + 4]) for start in (at, at + 8, at + 16))


def _entries(exif: bytes, at: int, order: str) -> Iterator[tuple[int, int]]:
    """The entries of a directory: the tag and the value, which is an offset where it is longer than four bytes."""
    if at + 2 > len(exif):
        return
    (count,) = struct.unpack_from(f"{order}H", exif, at)
    for number in range(min(count, MOST_PARTS)):
        entry = at + 2 + 12 * number
        if entry + 12 > len(exif):
            return
        tag, _, _, value = struct.unpack_from(f"{order}HHII", exif, entry)
        yield tag, value
