"""The site model: which page or file a URL leads to, told from the sources alone.

``Model.resolve(path, url)`` takes the path of a post and a URL as it is written there and returns a ``Target``, see
there. Rules ask ``site.resolve(doc.path, url)``, which notes the question; without a model (a text that is checked
alone) all that leads into the site is unjudged.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from postlint.expression import expression
from postlint.site import learned
from postlint.site.bundles import Bundles
from postlint.site.expand import expanded
from postlint.site.index import PostFacts
from postlint.site.layout import Layout, Mount, SiteSettings, inside, joined
from postlint.site.once import once
from postlint.site.page_anchors import PageAnchors
from postlint.site.page_list import normal
from postlint.site.pages import Near, Pages
from postlint.site.posts import Posts
from postlint.site.routes import below, routes
from postlint.site.served import SOURCES, ServedFiles
from postlint.site.similar import CLOSE_NAME, closest
from postlint.site.sources import Sources
from postlint.site.target import (
    MADE,
    MALFORMED,
    OUTSIDE,
    REDIRECTED,
    TEMPLATE,
    UNKNOWN_PART,
    UNKNOWN_URLS,
    Parts,
    Target,
    decoded,
    encoded,
    is_below,
    normalized,
    parts,
)
from postlint.site.tree import Found, Tree
from postlint.site.urls import written_url

MOST_PICTURES = 2_000
"""What so many images tell is held; further ones are read again."""
_ASSET = expression(
    r"\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp|tiff?|pdf|zip|gz|tgz|mp4|webm|mov|mp3|ogg|wav|css|js|mjs|json|ya?ml|toml"
    r"|csv|xml|txt|ipynb|pptx?|docx?|xlsx?|sh|py|go|sql|woff2?|ttf)$",
    re.I,
)
_IMAGE = expression(r"\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp|tiff?)$", re.I)
_HOST = expression(r"(?:[\w-]+@)?(?:localhost|[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,})(?::\d+)?(?:/|$)")
_QUOTES = ("“", "”", "„", "‘", "’", "«", '"', "'")
_INDEXES = ("index.md", "index.mdx", "_index.md", "README.md")
_PLAIN_URL = expression(r"https?://([^/?#\\{}%$<\s]+)(?:[/?][^#{}%$<]*)?\Z")
"""A web address without an anchor and templates, and with nothing that is written otherwise."""
_ELSEWHERE = Target("elsewhere")
_ENDINGS = (".md", ".mdx", "/index.md", "/_index.md")
_NO_PAGE = expression(r"[\[\]\\\x00-\x1f\x7f]")


class Model:
    """One site. Its posts are known by their facts; layout and other pages are read when first needed."""

    def __init__(self, read: Callable[[], Layout], tree: Tree, posts: Posts, folders: Iterable[str] = ()) -> None:
        self._read = read
        self.tree = tree
        self._posts = posts
        self._folders = tuple(folders)
        self._strangers: set[str] = set()
        self._pictures: dict[str, tuple[Any, ...] | None] = {}

    @once
    def layout(self) -> Layout:
        return self._read()

    @once
    def pages(self) -> Pages:
        return Pages(self.layout, self.tree, self._posts, self.learned.schemes)

    @once
    def files(self) -> ServedFiles:
        return ServedFiles(self.layout, self.tree, self.pages)

    @once
    def learned(self) -> learned.Learned:
        """What is known only from links: the hosts where no config names them, patterns where the layout has none."""
        layout, posts = self.layout, self._posts
        if layout.schemes:
            return learned.Learned(schemes=layout.schemes)
        links = learned.addresses(posts)
        by_layout = Pages(layout, self.tree, posts, (), only_posts=True)
        hosts = () if self.named_hosts else learned.own_hosts(links, by_layout.source_of_post, layout.prefix)
        if by_layout.count_known * 2 > len(posts):
            return learned.Learned(hosts)
        links = {link for link in links if not link.host or not self.named_hosts or self.is_own(link.host)}
        links = {learned.Address("", path) if self.named_hosts else learned.Address(host, path) for host, path in links}
        schemes = learned.schemes(links, posts, self._folders)
        there = [host for scheme in schemes if (host := learned.split(scheme.url)[0])]
        return learned.Learned(tuple(dict.fromkeys([*hosts, *there])), schemes)

    @once
    def named_hosts(self) -> tuple[tuple[str, str], ...]:
        """The site's hosts by its configs, each with the path below which it is the site's."""
        hosts = (own.lower().removeprefix("www.").partition("/") for own in self.layout.hosts)
        return tuple((host, joined(path)) for host, _, path in hosts)

    @once
    def hosts(self) -> tuple[tuple[str, str], ...]:
        return self.named_hosts or tuple((host, "") for host in self.learned.hosts)

    def is_own(self, host: str, path: str = "/") -> bool:
        """Whether a path on a host is the site's own."""
        host = _bare(host)
        hosts = self.__dict__.get("hosts") or self.named_hosts
        return any(host == own and (not top or (path + "/").startswith(top + "/")) for own, top in hosts)

    def _is_own_host(self, host: str) -> bool:
        """Whether some paths on a host are the site's own."""
        return any(_bare(host) == own for own, _ in self.hosts)

    def resolve(self, path: str, url: str, *, is_raw: bool = False) -> Target:
        """Where a URL in the source at ``path`` leads; one that ``is_raw`` stands in HTML, and not in Markdown."""
        target = self._resolved(path, url, is_raw=is_raw)
        if "#" not in url or target.fragment:
            return target
        return target._replace(fragment=decoded(parts(url).fragment[1:]))

    def _resolved(self, path: str, url: str, *, is_raw: bool) -> Target:
        there = self._place(path, url)
        if isinstance(there, Target):
            return there
        if not there.path:
            return Target("page", path)
        is_own_host = there.names_host
        if there.path.startswith("/"):
            is_kept = is_raw and self.layout.keeps_raw and not is_own_host
            is_prefixed = self.layout.prefixes_links and not is_raw and not is_own_host
            found = self._from_root(there, path, is_prefixed=is_prefixed, is_kept=is_kept)
        else:
            found = self._relative(path, there)
        if found.kind == "missing" and self._is_behind_link(path, decoded(there.path)):
            found = Target("unjudged", reason=OUTSIDE)
        if is_own_host:
            found = found._replace(is_own_host=True, rest=there.path + there.query + there.fragment)
        return found

    def _place(self, path: str, url: str) -> Parts | Target:
        """What a URL says of a place on this site; where it leads, where that is no such place."""
        stranger = _PLAIN_URL.match(url)
        if stranger is not None and stranger[1] in self._strangers:
            return _ELSEWHERE
        known = expanded(url, path, self)
        if isinstance(known, Target):
            return known
        there = parts(known.strip())
        if there.scheme not in ("", "http", "https", "pathname"):
            return Target("elsewhere")
        if there.host is not None and there.names_host:
            _ = self.hosts
            if not self.is_own(there.host, there.path):
                if stranger is not None and not self._is_own_host(there.host):
                    self._strangers.add(stranger[1])
                return _ELSEWHERE
            there = there._replace(path=there.path or "/")
        return Target("unjudged", reason=MALFORMED) if _NO_PAGE.search(there.path) else there

    def _is_behind_link(self, path: str, text: str) -> bool:
        """Whether a link of the file system leads out of the root where the sources of a URL would be."""
        if text.startswith("/"):
            url = normalized(text).removeprefix(self.layout.prefix)
            mounts = (*self.layout.statics, *self.layout.contents, *self.layout.blogs, *self.layout.docs)
            places = [inside(one.folder, url.removeprefix(one.url)) for one in mounts if is_below(url, one.url or "/")]
        else:
            places = [inside(posixpath.dirname(path), text), inside(self.layout.base, text.removeprefix("@site/"))]
        return any(self.tree.leads_out(place + ending) for place in places for ending in ("", *_ENDINGS))

    def picture(self, path: str) -> tuple[Any, ...] | None:
        """What the file of an image tells, as plain values, which several rules ask for in turn."""
        if path not in self._pictures:
            if len(self._pictures) >= MOST_PICTURES:
                self._pictures.clear()
            self._pictures[path] = self._read_picture(path)
        return self._pictures[path]

    def _read_picture(self, path: str) -> tuple[Any, ...] | None:
        from postlint import pictures

        file = self.tree.open(path)
        if file is None:
            return None
        try:
            with file:
                return tuple(pictures.read(file))
        except OSError:
            return None

    @once
    def bundles(self) -> Bundles:
        """What is known of the images beside pages."""
        return Bundles(self.tree, self._posts)

    def url(self, post: PostFacts) -> str | None:
        """The path of a post's URL, if its config or its front matter tells; what links tell does not count here.

        Left out is what stands before it: the language of the post where nobody knows it, and the prefix of the site.
        """
        mapped = (learned.filled(scheme, post) for scheme in self.layout.schemes)
        return next(filter(None, mapped), None) or next(iter(routes(post, self.layout)), None) or written_url(post)

    # Anchors

    @once
    def anchors(self) -> PageAnchors:
        """What is known of the anchors of pages."""
        return PageAnchors(self.tree, self._posts, lambda: self.layout.anchors, self.resolve)

    def count_absolute(self) -> int:
        """How many posts link pages of the site by whole URLs."""

        def is_whole(path: str, link: str) -> bool:
            there = self._place(path, link) if "://" in link else None
            return isinstance(there, Parts) and there.names_host

        return sum(any(is_whole(post.path, link) for link in post.links) for post in self._posts.values())

    def new_url(self, url: str) -> str | None:
        """The longest retired URL that ``url`` begins with is replaced; a host may be left out, and ``www.``."""
        if not self.layout.retired:
            return None
        bare = re.sub(r"^https?://(?:www\.)?", "", url)
        for old in sorted(self.layout.retired, key=len, reverse=True):
            start = re.sub(r"^https?://(?:www\.)?", "", old).rstrip("/")
            rest = bare.removeprefix(start)
            if (
                (url.startswith("/") == old.startswith("/"))
                and bare.startswith(start)
                and rest[:1] in ("", "/", "?", "#")
            ):
                return self.layout.retired[old].rstrip("/") + rest if rest.strip("/") else self.layout.retired[old]
        return None

    # Paths from the root of the site

    def _from_root(self, there: Parts, source: str, *, is_prefixed: bool, is_kept: bool) -> Target:
        path = normalized(decoded(there.path))
        prefix = self.layout.prefix
        is_below = not prefix or path == prefix or path.startswith(prefix + "/")
        inner = path.removeprefix(prefix) or "/" if is_below else path
        found = self._at(inner) or (self._at(path) if prefix else None)
        if found is not None and not is_below and not is_prefixed:
            if self._names_one_page(path) and (is_kept or self.is_prefix_written):
                return Target("missing", url=path, nearest=self._written(there, path, prefix), certain=True)
            if is_kept:
                return Target("unjudged", reason=UNKNOWN_PART)
        if found is None and self.layout.takes_sources and inner.endswith(SOURCES):
            found = self._content(inner, source)
        written = prefix if is_below or not is_prefixed else ""
        if found is not None:
            return self._rewritten(found, there, written) if found.spelled else found
        is_elsewhere = there.scheme == "pathname" and not _ASSET.search(path)  # where Docusaurus is not to look
        if is_elsewhere or (not is_below and not is_prefixed):
            return Target("unjudged", reason=UNKNOWN_PART)
        return self._unfound(inner, there, written)

    def _at(self, path: str) -> Target | None:
        """The page or file at a path of the site."""
        page = self.pages.at(path)
        if page is not None:
            return Target("page", page.source, page.url, alias=page.is_alias)
        file = self.files.static(path, self.tree.exact) or self.files.resource(path, self.tree.exact)
        if file is not None:
            return Target("file", file.path)
        page = self.pages.alike(path)
        if page is not None:
            return Target("page", page.source, page.url, spelled=page.url)
        file = self.files.static(path, self.tree.folded)
        if file is not None:
            return Target("file", file.path, spelled=self.files.url(file.path))
        file = self.files.resource(path, self.tree.folded)
        if file is None:
            return None
        return Target("file", file.path, spelled=posixpath.join(posixpath.dirname(path), posixpath.basename(file.path)))

    def _names_one_page(self, path: str) -> bool:
        """Whether a path is so long that no page of another site on the same host will be meant by it."""
        return "/" in path.strip("/") or _ASSET.search(path) is not None

    @once
    def is_prefix_written(self) -> bool:
        """Whether posts have to write the prefix of the site, and do: generators, templates or hosts may add it."""
        prefix = self.layout.prefix
        if not prefix or self.layout.generator not in ("hugo", "jekyll", "astro"):
            return False
        more_with_it = 0
        for path in (parts(link).path for post in self._posts.values() for link in post.links if link.startswith("/")):
            if is_below(path, prefix):
                more_with_it += 1
            elif self._at(normalized(decoded(path))) is not None:
                more_with_it -= 1
        return more_with_it > 0

    def _content(self, path: str, post: str) -> Target | None:
        """The page whose source is at a path of the content, as templates of Hugo for links and Docusaurus have it."""
        if self.layout.generator == "hugo":
            folders = [mount.folder for mount in self.layout.contents]
        elif self.layout.generator == "docusaurus":
            folders = self._folders_of(post)
        else:
            return None
        sources = (inside(folder, path) for folder in folders)
        return next((self._page(one) for one in sources if self.tree.is_file(one) and self._takes(one, post)), None)

    def _folders_of(self, post: str) -> list[str]:
        """Where Docusaurus looks for a file that is not beside a post: in the folder of its plugin, in the site's."""
        own = self._plugin_of(post)
        return [*([own.folder] if own is not None else []), self.layout.base]

    def _plugin_of(self, source: str) -> Mount | None:
        mounts = (mount for mount in (*self.layout.blogs, *self.layout.docs) if below(source, mount) is not None)
        return max(mounts, key=lambda mount: len(mount.folder), default=None)

    def _takes(self, source: str, post: str) -> bool:
        """Whether a link in a post to the source of another page becomes one to the page."""
        layout = self.layout
        if source == post or layout.generator != "docusaurus" or not layout.is_configured:
            return layout.takes_sources or source == post
        return self._plugin_of(source) == self._plugin_of(post)

    def _unfound(self, path: str, there: Parts, prefix: str) -> Target:
        """What to say of a path at which nothing is found; ``prefix`` stands in front of it where it is written."""
        reason = self._why_unjudged(path)
        if reason:
            return Target("unjudged", reason=reason)
        near = self.pages.nearest(path) if not _ASSET.search(path) else self.files.nearest(path)
        if near is None:
            return Target("missing", url=path)
        return Target("missing", url=path, nearest=self._written(there, near.url, prefix), certain=near.is_certain)

    def _why_unjudged(self, path: str) -> str:
        layout = self.layout
        if any(is_below(path, made) for made in layout.unjudged):
            return UNKNOWN_PART
        if any(_matches(path, old) for old, _ in layout.redirects):
            return REDIRECTED
        if (
            path == "/"
            or path.rstrip("/") in layout.lists
            or any(is_below(path, made.rstrip("*").rstrip("/") or "/") for made in layout.made if "*" not in made)
        ):
            return MADE
        if _ASSET.search(path):
            return "" if self.files.knows(path) else UNKNOWN_PART
        return self.pages.why_unknown(path)

    # Paths from where the post is

    def _relative(self, path: str, there: Parts) -> Target:
        text = decoded(there.path)
        if text.startswith("@site/"):
            return self._of_source(inside(self.layout.base, text[6:]), there, path)
        if text.startswith(_QUOTES) or "://" in text:
            return Target("unjudged", reason=MALFORMED)
        if text.startswith(("@", "~")):
            return Target("unjudged", reason=TEMPLATE)
        if _HOST.match(text) and not _ASSET.search(text) and not text.endswith((*SOURCES, ".html")):
            return Target("unjudged", reason=MALFORMED)
        source = posixpath.normpath(posixpath.join(posixpath.dirname(path), text))
        is_outside = source.startswith("../") or source == ".."
        urls = self._beside(path, text)
        prefix = self.layout.prefix
        is_bare = text.endswith(SOURCES) and not text.startswith(".") and self.layout.generator == "docusaurus"
        looks: list[Callable[[], Target | None]] = [
            lambda: None if is_outside else self._source_at(source, self.tree.exact, path),
            lambda: self._content(f"/{text}", path) if is_bare else None,
            lambda: next((found for url in urls if (found := self._at(url)) and not found.spelled), None),
            lambda: None if is_outside else self._respelled(path, source, there),
            lambda: next((self._rewritten(found, there, prefix) for url in urls if (found := self._at(url))), None),
        ]
        for look in looks:
            if (found := look()) is not None:
                return found
        return self._unfound_beside(path, source, urls, there, is_outside=is_outside)

    def _source_at(self, source: str, find: Callable[[str], Found | None], path: str) -> Target | None:
        """The page or file at a path of the sources, if a link in the post at ``path`` leads there."""
        has_url = bool(self.pages.urls(path))
        for candidate in (source, *(() if has_url else (f"{source}{ending}" for ending in SOURCES))):
            found = find(candidate)
            if found is None:
                continue
            if not found.is_folder:
                return self._source_file(found.path, path)
            for name in _INDEXES:
                if not has_url and self.tree.is_file(f"{found.path}/{name}"):
                    return self._page(f"{found.path}/{name}")
        return None

    def _source_file(self, source: str, path: str) -> Target | None:
        if source.endswith(SOURCES) or source in self._posts:
            return self._page(source) if self._takes(source, path) else None
        return Target("file", source) if self._is_copied(source, path) else None

    def _is_copied(self, source: str, path: str) -> bool:
        """Whether a file beside a post is served beside its page: Hugo does so for bundles, Jekyll not for posts."""
        layout = self.layout
        if layout.generator == "jekyll":
            return self.files.is_served(source)
        is_bundle = path.rpartition("/")[2].startswith(("index.", "_index."))
        return layout.generator != "hugo" or layout.takes_sources or is_bundle

    def _page(self, source: str) -> Target:
        return Target("page", source, url=next(iter(self.pages.urls(source)), ""))

    def _respelled(self, path: str, source: str, there: Parts) -> Target | None:
        found = self._source_at(source, self.tree.folded, path)
        return found._replace(spelled=self._from_here(path, found.path, there)) if found is not None else None

    def _rewritten(self, found: Target, there: Parts, prefix: str) -> Target:
        return found._replace(spelled=self._written(there, found.spelled, prefix))

    def _of_source(self, source: str, there: Parts, path: str) -> Target:
        """What Docusaurus' ``@site`` leads to."""
        for find in (self.tree.exact, self.tree.folded):
            found = find(source)
            if found is not None and not found.is_folder:
                is_page = found.path.endswith(SOURCES)
                if is_page and not self._takes(found.path, path):
                    return self._missing_file(path, found.path, there)
                target = self._page(found.path) if is_page else Target("file", found.path)
                right = found.path.removeprefix(self.layout.base).lstrip("/")
                return target if found.path == source else target._replace(spelled=f"@site/{right}{there.fragment}")
        return Target("missing", url=there.path)

    def _beside(self, path: str, text: str) -> list[str]:
        """The paths that a relative one may stand for, by the URLs of the post, with a slash at their ends or not."""
        found: dict[str, None] = {}
        for url in self.pages.urls(path):
            bases = (url,) if url.endswith(("/", ".html")) else (f"{url}/", url)
            for base in bases:
                found[normalized(posixpath.join(posixpath.dirname(base), text))] = None
        return list(found)

    def _unfound_beside(self, path: str, source: str, urls: list[str], there: Parts, *, is_outside: bool) -> Target:
        text = there.path
        is_source = text.endswith(SOURCES)
        if is_outside and not urls:
            return Target("unjudged", reason=OUTSIDE)
        if not is_outside and (is_source or _ASSET.search(text)):
            if not is_source and not _IMAGE.search(text) and not self.layout.is_configured:
                return Target("unjudged", reason=UNKNOWN_PART)  # of such a site only the posts may be here
            return self._missing_file(path, source, there)
        reasons = [self._why_unjudged(url) for url in urls] or [UNKNOWN_URLS]
        if any(reasons):
            return Target("unjudged", reason=next(filter(None, reasons)))
        near = next(filter(None, (self.pages.nearest(url) for url in urls)), None)
        if near is None:
            return Target("missing", url=text)
        nearest = self._written(there._replace(path="/"), near.url, self.layout.prefix)
        return Target("missing", url=text, nearest=nearest, certain=near.is_certain)

    def _missing_file(self, path: str, source: str, there: Parts) -> Target:
        if source.endswith(SOURCES) and not self._takes(source, path) and (urls := self.pages.urls(source)):
            nearest = self._written(there._replace(path="/"), urls[0], self.layout.prefix)
            return Target("missing", url=there.path, nearest=nearest, certain=True)
        near = self._near_source(path, source)
        nearest = self._from_here(path, near.url, there) if near is not None else ""
        return Target("missing", url=there.path, nearest=nearest, certain=near is not None and near.is_certain)

    def _near_source(self, path: str, source: str) -> Near | None:
        """The file that was probably meant: one of the name elsewhere, one of a like name in its folder."""
        folder, _, name = source.rpartition("/")
        if name.endswith(SOURCES):
            moved = self.sources.of_file(name) if name not in _INDEXES else ()
            if len(moved) == 1:
                return Near(moved[0], is_certain=True)
        ending = name.rpartition(".")[2]
        own = path.rpartition("/")[2]
        there = [other for other in self.tree.names(folder) if other.endswith(ending) and other not in (own, name)]
        close = closest(name, there, CLOSE_NAME)
        return Near(f"{folder}/{close}" if folder else close, is_certain=False) if close is not None else None

    @property
    def sources(self) -> Sources:
        """The sources of all pages."""
        return self.pages.sources

    # How a URL is written

    def _written(self, there: Parts, path: str, prefix: str) -> str:
        """A path of the site in the way that a URL was written: with its host, slash at the end, query and anchor."""
        if there.path.endswith("/") and not path.endswith((".html", "/")):
            path += "/"
        host = f"{there.scheme}://{there.host}" if there.names_host else ""
        return f"{host}{prefix}{encoded(path)}{there.query}{there.fragment}"

    def _from_here(self, path: str, target: str, there: Parts) -> str:
        """The path of a file from the folder of a post."""
        relative = posixpath.relpath("/" + target, "/" + posixpath.dirname(path))
        dot = "./" if there.path.startswith("./") and not relative.startswith("../") else ""
        return f"{dot}{encoded(relative)}{there.query}{there.fragment}"


def model_of(files: Mapping[str, str], facts: Iterable[PostFacts], generator: str, settings: SiteSettings) -> Model:
    """The model of a site that is only in memory; all of its posts stand in ``facts``."""
    from postlint.site.detect import Detected, is_config_of
    from postlint.site.layouts import layout_of

    tree = Tree(None, files)
    posts = Posts(facts)
    config = next((path for path in sorted(files) if is_config_of(generator, path.rpartition("/")[2])), None)
    folders = tuple(sorted({path.rpartition("/")[0] for path in posts}))
    detected = Detected(generator, config, folders)
    return Model(lambda: settings.over(layout_of(tree, detected)), tree, posts, folders)


def _bare(host: str) -> str:
    """A host without what a URL may leave out."""
    return host.removesuffix(":80").removesuffix(":443").removeprefix("www.")


def _matches(path: str, pattern: str) -> bool:
    """Whether a redirect takes a path; in its pattern, ``*`` and ``:name`` stand for anything."""
    pattern = re.sub(r"^https?://[^/]*", "", pattern).partition("?")[0]
    if "*" not in pattern and ":" not in pattern:
        return normal(path) == normal(pattern)
    return re.fullmatch(".*".join(map(re.escape, re.split(r"\*|:\w+", pattern))), path) is not None
