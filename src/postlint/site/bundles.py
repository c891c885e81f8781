"""The images in the folder of a page, and which of them no page shows, as far as names tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from postlint.expression import expression
from postlint.site.index import image_names
from postlint.site.lookup import Lookup
from postlint.site.once import once
from postlint.site.posts import Posts
from postlint.site.tree import Tree

IMAGE = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")
PAGE = (".md", ".mdx", ".markdown", ".html")
CODE = (".js", ".jsx", ".ts", ".tsx", ".vue", ".svelte", ".astro", ".css", ".json", ".yml", ".yaml", ".toml", ".csv")
MOST_NAMES = 500
USUAL = 3
"""A name that stands in the folders of so many pages is one that the theme takes."""
# Names by which themes find an image without being told, as Hugo's do by patterns such as "*feature*".
_TAKEN = expression(
    r"(?:^|[-_. ])(?:featured?|cover|thumb(?:nail)?|banner|hero|header|cards?|social|og|teaser|preview|background|bg"
    r"|poster|listing|logo|icon|avatar|author|share|twitter|facebook|opengraph|splash|index|image|main|title)"
    r"(?:$|[-_. \d])",
    re.I,
)
_VARIANT = expression(r"(?:@\dx|[-_.](?:dark|light|\d+x\d+|\d+w|en|small|large))+$", re.I)


class Bundles:
    """Asks the tree which images lie beside a page, and the facts of the posts which they name."""

    def __init__(self, tree: Tree, posts: Posts) -> None:
        self._tree = tree
        self._posts = posts

    def unshown(self, path: str) -> tuple[str, ...]:
        """The images in the folder of a page that only the page itself can show, which may well do so."""
        folder = folder_of(path)
        if folder is None:
            return ()
        images = [image for image in self._images(folder) if not _TAKEN.search(_stem(image))]
        if not images:
            return ()
        beside = self._beside(folder)
        own = self._posts.number(path)

        def is_elsewhere(word: str) -> bool:
            return word in beside or any(number != own for number in self._namings.numbers(word))

        return tuple(
            image
            for image in images
            if self._usual[_stem(image)] < USUAL and not any(map(is_elsewhere, words_of(image)))
        )

    def _images(self, folder: str) -> list[str]:
        """The paths of the images of a bundle; none where other pages lie in the same folder."""
        found: list[str] = []
        pending = [folder]
        left = MOST_NAMES
        while pending and left > 0:
            current = pending.pop()
            names = self._tree.names(current)[:left]
            left -= len(names)
            pages = [name for name in names if name.lower().endswith(PAGE)]
            if current != folder and pages:
                continue
            if any(not name.startswith("index.") for name in pages):
                return []
            for name in names:
                place = f"{current}/{name}" if current else name
                if name.lower().endswith(IMAGE):
                    found.append(place)
                elif "." not in name and self._tree.is_folder(place):
                    pending.append(place)
        return found

    def _beside(self, folder: str) -> set[str]:
        """What the code and data in a bundle name."""
        texts = (self._tree.read_text(f"{folder}/{name}") for name in self._tree.names(folder) if name.endswith(CODE))
        return {name for text in texts if text for name in image_names(text)}

    @once
    def _namings(self) -> Lookup:
        """The posts that name an image of a name."""
        return Lookup((name, number) for number, post in enumerate(self._posts.values()) for name in post.images)

    @once
    def _usual(self) -> Counter[str]:
        """How many bundles have an image of a name."""
        folders = dict.fromkeys(folder for path in self._posts if (folder := folder_of(path)) is not None)
        return Counter(stem for folder in folders for stem in {_stem(image) for image in self._images(folder)})


def folder_of(path: str) -> str | None:
    """The folder of a page that has one for itself."""
    folder, _, name = path.rpartition("/")
    return folder if folder and name.startswith("index.") else None


def words_of(image: str) -> set[str]:
    """What a text names that names an image or another size of it, as ``image_names`` has it."""
    return {stem.rpartition(" ")[2] for stem in _stems(image)}


def is_named(image: str, text: str) -> bool:
    """Whether a text in lower case has the name of an image, or of another size of it."""
    from urllib.parse import quote

    name = image.rpartition("/")[2].lower()
    stems = {stem for stem in _stems(image) if len(stem) > 2 and not stem.isdigit()}
    return any(word in text for word in {name, quote(name).lower(), *stems, *(quote(stem).lower() for stem in stems)})


def _stem(image: str) -> str:
    return image.rpartition("/")[2].rpartition(".")[0].lower()


def _stems(image: str) -> Iterator[str]:
    stem = _stem(image)
    yield stem
    if short := _VARIANT.sub("", stem):
        yield short
