"""What the links of posts themselves tell of a site: its own hosts, and by which pattern the URLs of posts are made.

A link whose last part is the name of a post, and that of another one in the same place, and so on, shows the pattern.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from postlint.expression import expression
from postlint.records import NamedTuple
from postlint.site.layout import Scheme, joined
from postlint.site.lookup import Lookup
from postlint.site.routes import dates, stem

if TYPE_CHECKING:
    from postlint.site.index import PostFacts
    from postlint.site.posts import Posts

LEAST_POSTS = 3
"""So many posts must be linked by a pattern before it counts."""
LEAST_POSTS_ELSEWHERE = 10
"""So many, where the pattern has a host that may be another's."""
MOST_ASKED = 20_000
"""Of more posts, only the links of every second, third and so on are looked at."""
LEAST_SHARE = 0.5
"""So much of what is linked in the shape of a pattern must be posts."""
_URL = expression(r"(?:https?://([^/?#\s]+))?(/[^?#\s]*)?")
_DATED = expression(r"(?:\d{4}[-_]\d{1,2}[-_]\d{1,2}|\d{1,2}[-_]\d{1,2}[-_]\d{4})[-_]?(?=.)")
_ENDING = expression(r"\.(?:html?|md)$")
_LONG_ENOUGH = 5


class Address(NamedTuple):
    """A host, "" for the site itself, and a path without the slash at its end."""

    host: str
    path: str


class Learned(NamedTuple):
    """The hosts that are the site's own, and the patterns of its posts' URLs."""

    hosts: tuple[str, ...] = ()
    schemes: tuple[Scheme, ...] = ()


def addresses(posts: Posts) -> set[Address]:
    """The hosts and paths that posts link, as far as they are whole URLs or begin with ``/``."""
    found = set()
    seen: set[str] = set()
    for number in range(0, len(posts), len(posts) // MOST_ASKED + 1):
        links = posts.at(number).links
        for link in links:
            host, path = match.groups("") if link not in seen and (match := _URL.match(link)) else ("", "")
            if (host or path) and not link.startswith("//"):
                found.add(Address(host.lower().removeprefix("www."), path.rstrip("/")))
        seen.update(links)
    return found


def own_hosts(links: set[Address], page_at: Callable[[str], str | None], prefix: str) -> tuple[str, ...]:
    """The hosts on which links find pages; ``page_at`` gives the source of a path as the layout has it."""
    found: dict[str, set[str]] = defaultdict(set)
    for host, path in links:
        page = page_at(path.removeprefix(prefix).removesuffix(".html")) if host else None
        if page is not None and len(path.rpartition("/")[2]) >= _LONG_ENOUGH:
            found[host].add(page)
    return tuple(sorted(host for host, there in found.items() if len(there) >= LEAST_POSTS))


def schemes(links: set[Address], posts: Posts, folders: Iterable[str]) -> tuple[Scheme, ...]:
    """The patterns by which links name posts."""
    by_word = Lookup(
        (word, number)
        for number, post in enumerate(posts.values())
        for word in {name_of(post), slug_of(post), id_of(post)}
    )
    found: dict[Scheme, set[str]] = defaultdict(set)
    folders = sorted(folders, key=len, reverse=True)
    for address in links:
        word = _word(address.path)
        for number in islice(by_word.numbers(word), LEAST_POSTS if len(word) >= _LONG_ENOUGH else 0):
            post = posts.at(number)
            folder = next(
                (folder for folder in folders if folder in ("", ".") or post.path.startswith(folder + "/")), ""
            )
            for scheme in _schemes(address, word, post, "" if folder == "." else folder):
                found[scheme].add(post.path)
    ranked = sorted(found.items(), key=lambda one: (-len(one[1]), one[0].url.count("{"), one[0]))
    kept: list[Scheme] = []
    known: dict[str, set[str]] = defaultdict(set)
    for scheme, there in ranked:
        host = split(scheme.url)[0]
        is_variant = any(_worded(scheme) == _worded(other) for other in kept)
        least = 1 if is_variant else LEAST_POSTS_ELSEWHERE if host else LEAST_POSTS
        if len(there) < least or there <= known[host]:
            continue
        if not is_variant:
            shaped = _shaped(scheme, links)
            leading = sum(
                any(filled(scheme, posts.at(number)) == path for number in by_word.numbers(_word(path)))
                for path in shaped
            )
            if leading < LEAST_SHARE * len(shaped):
                continue
        kept.append(scheme)
        known[host] |= there
    return tuple(kept)


def _word(path: str) -> str:
    """The last part of a path without an ending: how a post may be called."""
    return _ENDING.sub("", path.rpartition("/")[2])


def _worded(scheme: Scheme) -> tuple[str, str]:
    """A pattern without regard to which word it has for a post."""
    return scheme.folder, re.sub(r"\{(?:id|name|slug)\}", "{name}", scheme.url)


def split(url: str) -> tuple[str, str]:
    """The host of a pattern, "" for the site itself, and its path."""
    match = re.match(r"https?://([^/]*)(.*)", url)
    return (match[1], match[2]) if match else ("", url)


def filled(scheme: Scheme, post: PostFacts) -> str | None:
    """The path of a post by a pattern, without a slash at its end; None where it is not in that folder or undated."""
    if scheme.folder and not post.path.startswith(scheme.folder + "/"):
        return None
    below = post.path[len(scheme.folder) + 1 :] if scheme.folder else post.path
    filled = ""
    for number, part in enumerate(_parts_of(scheme.url)):
        value = _value(part, post, below) if number % 2 else part
        if number % 2 and not value:
            return None
        filled += value or ""
    return filled.rstrip("/")


@cache
def _parts_of(url: str) -> list[str]:
    """The path of a pattern: text and words in turn."""
    return re.split(r"\{(\w+)\}", split(url)[1])


def _value(word: str, post: PostFacts, below: str) -> str | None:
    """What a word of a pattern stands for in the URL of a post; ``below`` is its path from the pattern's folder."""
    match word:
        case "path":
            return "/".join(stem(below))
        case "name":
            return name_of(post)
        case "slug":
            return slug_of(post)
        case "id":
            return id_of(post)
        case "file":
            return below
        case _:
            return dates(post).get(word)


def name_of(post: PostFacts) -> str:
    """The name of a post's file, or of the folder of an index page."""
    return (stem(post.path) or [""])[-1]


def slug_of(post: PostFacts) -> str:
    """The slug in the front matter, else the name without a date in front of it."""
    key, text = post.address or ("", "")
    if key.lower() == "slug" and text and "/" not in text.strip("/"):
        return text.strip("/")
    return _DATED.sub("", name_of(post), count=1)


def id_of(post: PostFacts) -> str:
    """What the key ``id`` says, without an ending."""
    return re.sub(r"\.mdx?$", "", post.id or "")


def _schemes(address: Address, word: str, post: PostFacts, folder: str) -> Iterator[Scheme]:
    """The patterns by which an address could be that of a post."""
    host = f"https://{address.host}" if address.host else ""
    *above, last = address.path.split("/")
    ending = last[len(word) :]
    tails = [
        f"{{{part}}}{ending}"
        for part, value in (("id", id_of(post)), ("name", name_of(post)), ("slug", slug_of(post)))
        if value == word
    ]
    day = dates(post)
    for length, words in ((3, ("year", "month", "day")), (2, ("year", "month"))):
        if day and above[-length:] == [day[part] for part in words]:
            dated = joined(*above[:-length], *(f"{{{part}}}" for part in words))
            yield from (Scheme(folder, f"{host}{dated}/{tail}") for tail in tails)
    below = stem(post.path[len(folder) + 1 :] if folder else post.path)
    if len(below) > 1 and above[-len(below) + 1 :] == below[:-1] and word == below[-1]:
        yield Scheme(folder, f"{host}{joined(*above[: -len(below) + 1], '{path}')}{ending}")
    yield from (Scheme(folder, f"{host}{joined(*above, tail)}") for tail in tails)


def fits(scheme: Scheme, path: str) -> bool:
    """Whether a path is built like a pattern."""
    return _shape_of(split(scheme.url)[1].rstrip("/")).fullmatch(path.rstrip("/")) is not None


@cache
def _shape_of(template: str) -> re.Pattern[str]:
    return re.compile("".join(_shape(part) for part in re.split(r"(\{\w+\})", template)))


def _shaped(scheme: Scheme, links: set[Address]) -> set[str]:
    """The paths of links that are built like a pattern."""
    host = split(scheme.url)[0]
    return {link.path for link in links if link.host == host and fits(scheme, link.path)}


def _shape(part: str) -> str:
    return {"{year}": r"\d{4}", "{month}": r"\d\d", "{day}": r"\d\d", "{path}": ".+"}.get(
        part, r"[^/]+" if part.startswith("{") else re.escape(part)
    )
