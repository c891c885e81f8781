"""Alt texts that nobody wrote: words that stand in for one, and names of files."""

from __future__ import annotations

import re
from functools import cache

from postlint.document.images import ENDINGS

PLACEHOLDERS = (
    "image|images|img|picture|pic|photo|photograph|graphic|figure|fig|screenshot|screen shot|screencap|screen capture|"
    "screengrab|illustration|alt|alt text|alttext|image alt text|alternative text|alternate text|alt tag|text|"
    "image description|description|description of the image|insert alt text|insert alt text here|alt text here|"
    "add alt text|your alt text|image here|placeholder|placeholder image|untitled|unnamed|undefined|null|todo|tbd|xxx|"
    "lorem ipsum|image title|title|caption|cover|cover image|cover photo|blog cover|blog image|blog post image|"
    "hero image|header image|featured image|feature image|banner|banner image|thumbnail|image.png|image alt|"
    "bild|imagen|imagem|immagine|image de|afbeelding|obraz|图片|图像|圖片|画像|이미지|изображение|drawing|clipboard|"
    "pasted image|inserted image|enter image description here|imagealt|png|jpg|gif|diagram|chart|graph|plot|icon"
).split("|")
HEX_LETTERS = frozenset("abcdefABCDEF")


@cache
def _named_by_a_machine() -> re.Pattern[str]:
    """What cameras, systems and programs call their pictures."""
    return re.compile(
        r"(?:img|dsc[fn]?|pxl|mvimg|image|photo|picture|screenshot|screen ?shot|bildschirmfoto|schermafbeelding|"
        r"capture|cleanshot|untitled|unnamed|pasted image|clipboard|snip)(?=[^\d]*\d)"
        r"(?:at|from|vom|um|uhr|[ap]\.?m\.?|[\d\s_.:,()@x-])+"
        r"|[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{18,}|\d+",
        re.I,
    )


def is_placeholder(alt: str, words: frozenset[str]) -> bool:
    """Whether an alt text is one of these words; a number behind them changes nothing."""
    plain = re.sub(r"[\s_-]+", " ", alt.lower()).strip(" .:!…[]()<>*#'\"")
    return plain in words or re.sub(r" ?\d{1,4}$", "", plain) in words


def is_file_name(alt: str, url: str) -> bool:
    """Whether an alt text is a name as files have it, or that of its own file."""
    if alt.lower().endswith(ENDINGS) and (" " not in alt or _stem(alt) == _stem(url)):
        return True
    is_by_a_machine = _may_be_by_a_machine(alt) and bool(_named_by_a_machine().fullmatch(alt))
    return is_by_a_machine or (_is_slug(alt) and _stem(alt) == _stem(url))


def _may_be_by_a_machine(alt: str) -> bool:
    """Whether there is a digit in it, or nothing but hexadecimal ones that are letters; most are written by people."""
    return any(map(str.isdecimal, alt)) or HEX_LETTERS.issuperset(alt)


def _stem(name: str) -> str:
    """The name of a file without folder and ending, signs and blanks made alike."""
    last = name.partition("?")[0].partition("#")[0].replace("\\", "/").rpartition("/")[2].lower()
    if last.endswith(ENDINGS):
        last = last.rpartition(".")[0]
    return re.sub(r"%20|[\s_-]+", "-", last)


def _is_slug(alt: str) -> bool:
    """Whether words are joined as in names of files: 'index-parts', and not 'e-mail' or 'docker-compose'."""
    return " " not in alt and (alt.count("-") + alt.count("_") >= 2 or "_" in alt)
