"""Writes down what a generator really built: its pages with their anchors, and its other files.

hugo -s tests/sites/hugo -d OUT            && python tests/sites/built.py hugo OUT
jekyll build -s tests/sites/jekyll -d OUT  && python tests/sites/built.py jekyll OUT
npx eleventy --output=OUT                  && python tests/sites/built.py eleventy OUT     (in tests/sites/eleventy)
npx astro build --outDir OUT               && python tests/sites/built.py astro OUT        (in tests/sites/astro)
npx docusaurus build --out-dir OUT         && python tests/sites/built.py docusaurus OUT   (in tests/sites/docusaurus)
"""

from __future__ import annotations

import json
import re
import sys
from html import unescape
from pathlib import Path

HERE = Path(__file__).parent
KEPT = (".png", ".pdf", ".csv", ".svg", ".xml")


def main(generator: str, out: str) -> None:
    pages: dict[str, list[str]] = {}
    files: list[str] = []
    for path in sorted(Path(out).rglob("*")):
        url = f"/{path.relative_to(out).as_posix()}"
        if path.suffix == ".html":
            html = path.read_text("utf-8")
            body = re.search(r"<(?:main|article)\b.*</(?:main|article)>", html, re.S)
            ids = re.findall(r"<[^<>]*?\s(?:id|name)=\"?([^\"\s>]+)", body[0] if body else html)
            pages[re.sub(r"(?<=/)index\.html$", "", url)] = sorted({unescape(each) for each in ids})
        elif path.suffix in KEPT and path.is_file():
            files.append(url)
    text = json.dumps({"pages": pages, "files": files}, ensure_ascii=False, indent=1, sort_keys=True)
    (HERE / f"{generator}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
