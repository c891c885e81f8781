"""Writes down what a generator really built: its pages with their anchors and links, and its other files.

hugo -s tests/sites/hugo -d OUT            && python tests/sites/built.py hugo OUT
jekyll build -s tests/sites/jekyll -d OUT  && python tests/sites/built.py jekyll OUT
npx eleventy --output=OUT                  && python tests/sites/built.py eleventy OUT     (in tests/sites/eleventy)
npx astro build --outDir OUT               && python tests/sites/built.py astro OUT        (in tests/sites/astro)
npx docusaurus build --out-dir OUT         && python tests/sites/built.py docusaurus OUT   (in tests/sites/docusaurus)

Likewise for the further sites of a generator, such as hugo-languages. The links are those that say what they are, see
``test_built_sites.py``: each as it is in the page, after the generator has made what it makes of it.
"""

from __future__ import annotations

import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

HERE = Path(__file__).parent
KEPT = (".png", ".pdf", ".csv", ".svg", ".webp", ".xml")
VERDICTS = ("good", "bad", "anchor", "case")


class Reader(HTMLParser):
    """The ids of a page, and its links and images whose text is a verdict."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[tuple[str, str]] = []
        self._href: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag != "meta":
            self.ids.update(value for name in ("id", "name") if (value := found.get(name)))
        if tag == "a":
            self._href, self._text = found.get("href"), ""
        elif tag == "img" and found.get("alt") in VERDICTS:
            self.links.append((str(found["alt"]), found.get("src") or ""))

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._text in VERDICTS:
            self.links.append((self._text, self._href or ""))


def main(site: str, out: str) -> None:
    pages: dict[str, list[str]] = {}
    links: dict[str, list[tuple[str, str]]] = {}
    files: list[str] = []
    for path in sorted(Path(out).rglob("*")):
        url = f"/{path.relative_to(out).as_posix()}"
        if path.suffix == ".html":
            html = path.read_text("utf-8")
            body = re.search(r"<(?:main|article)\b.*</(?:main|article)>", html, re.S)
            reader = Reader()
            reader.feed(body[0] if body else html)
            url = re.sub(r"(?<=/)index\.html$", "", url)
            pages[url] = sorted(reader.ids)
            if reader.links and html.count("<article") < 2:  # a list of posts has their links once more
                links[url] = reader.links
        elif path.suffix in KEPT and path.is_file():
            files.append(url)
    text = json.dumps({"pages": pages, "files": files, "links": links}, ensure_ascii=False, indent=1, sort_keys=True)
    text = re.sub(r'\[\s+("[a-z]+"),\s+("[^"\n]*")\s+\]', r"[\1, \2]", text)
    (HERE / f"{site}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
