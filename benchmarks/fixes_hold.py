"""Do safe fixes settle, and do they leave alone what they are not about? Tried on whole blogs.

    python benchmarks/fixes_hold.py BLOG ... [--houses FOLDER] [--select ALL] [--show 5]

Works on a copy of each BLOG, with FOLDER/<name of the blog>.toml as its config, if there is one. Each post is fixed
until nothing is left to fix, rounds counted, and written; the blog is then fixed twice more. Of each post that changed
it is asked whether a finding is new; whether a block in which nothing was found is another, as markdown-it-py renders
it; whether code is another, or a URL that no fix is about. Prints counts and the first failures of each kind, and exits
with 1 where there is one.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from markdown_it import MarkdownIt
from markdown_it.token import Token

from markdown_oracle import by_markdown_it, filled
from postlint import fix
from postlint.config import load, with_selectors
from postlint.diagnostic import Diagnostic
from postlint.document import Document
from postlint.linter import Linter
from postlint.report import OpenPost
from postlint.text import Source

FEW, MOST = 2, 4  # rounds of nearly all posts, and of any
SHARE_OF_FEW = 0.999
MARKDOWN = MarkdownIt("commonmark", {"maxNesting": 200}).enable(["table", "strikethrough"])
FOOTNOTE = re.compile(r"^\[\^[^\]\n]+\]:[ \t]*", re.MULTILINE)  # for this parser it is a list, where lines are indented
LINK_IN_HTML = re.compile(r"""((?:href|src)=)(?:"[^"]*"|'[^']*')""")


class Change(NamedTuple):
    """A post before its fixes and after, the findings in both, and where the fixes of the first round stand."""

    path: str
    before: str
    after: str
    rounds: int
    found: list[Diagnostic]
    left: list[Diagnostic]
    edited: list[tuple[int, int, str]]


class Leaf(NamedTuple):
    """A block that holds no other, as it is rendered, and its lines, counted from 0."""

    html: str
    first: int
    end: int


def fixed(post: OpenPost) -> Change:
    """Carry out the safe fixes of a post, round by round."""
    text, found, rounds = post.source.text, post.diagnostics, 0
    edited: list[tuple[int, int, str]] = []
    while rounds <= MOST:
        fixes = [fix.unplaced(one.fix) for one in found if one.fix is not None and one.fix.safe]
        applied = fix.apply(text, fixes)
        if not applied.fixes:
            break
        if rounds == 0:
            edited = [(*edit.span, edit.text) for one in applied.fixes for edit in one.edits]
        text, rounds = applied.text, rounds + 1
        found = post.check(text)
    return Change(post.path, post.source.text, text, rounds, post.diagnostics, found, edited)


def leaves(text: str) -> Iterator[Leaf]:
    """The blocks of a text. Links are named by their texts alone: what became of URLs is looked at elsewhere."""
    environment: dict[str, object] = {}
    lines = (0, 0)
    for token in MARKDOWN.parse(text, environment):
        if token.map:
            lines = (token.map[0], token.map[1])
        if token.type == "inline" or token.nesting == 0:
            html = MARKDOWN.renderer.render([without_urls(token)], MARKDOWN.options, environment)
            yield Leaf(LINK_IN_HTML.sub(r"\1", html), *lines)
        elif token.nesting == 1:
            yield Leaf(f"<{token.tag}>", *lines)


def code_in(tokens: Sequence[Token], *, is_mdx: bool) -> Iterator[str]:
    """What stands in code; MDX has none that is only indented."""
    for token in tokens:
        if token.type in ("fence", "code_inline") or (token.type == "code_block" and not is_mdx):
            yield token.content
        yield from code_in(token.children or (), is_mdx=is_mdx)


def without_front_matter(doc: Document) -> str:
    """The text with blank lines for the front matter."""
    body = doc.front_matter.body
    return re.sub(r"[^\r\n]", "", doc.source.text[:body]) + doc.source.text[body:]


def without_urls(token: Token) -> Token:
    for child in token.children or ():
        for name in ("href", "src", "title"):
            child.attrs.pop(name, None)
    return token


def problems(change: Change) -> Iterator[tuple[str, str]]:
    """What a change of a post did that it may not."""
    if change.rounds > MOST:
        yield "does not settle", f"{MOST} rounds"
    before, after = Counter(one.rule for one in change.found), Counter(one.rule for one in change.left)
    for rule in after - before:
        known = Counter(one.message for one in change.found)
        new = [one for one in change.left if one.rule == rule and not known[one.message]]
        yield "new finding", " | ".join(f"{one.start.line}: {one.rule}: {one.message}" for one in new[:2]) or rule
    old, new_doc = Document(change.before, change.path), Document(change.after, change.path)
    yield from other_blocks(change, (without_front_matter(old), without_front_matter(new_doc)))
    texts = FOOTNOTE.sub("1.  ", filled(old)), FOOTNOTE.sub("1.  ", filled(new_doc))
    there, here = by_markdown_it(texts[0]), by_markdown_it(texts[1])
    codes = [list(code_in(MARKDOWN.parse(text), is_mdx=change.path.endswith(".mdx"))) for text in texts]
    if codes[0] != codes[1]:
        yield "other code", first_difference(*codes)
    urls = [(one.url_span, one.url) for one in (*old.links, *old.images, *old.definitions)]
    touched = [url for span, url in urls for start, end, _ in change.edited if start < span.end and span.start < end]
    touched += [url for span, url in urls for start, end, _ in change.edited if start == end and start in span]
    for kind in ("links", "images", "html_links", "html_images"):
        gone, come = Counter(getattr(there, kind)), Counter(getattr(here, kind))
        for url in gone - come:
            if url not in touched and not any(url in one or one in url for one in touched if one):
                yield "other URL", f"{kind}: {url} became one of {list(come - gone)[:3]}"
        if sum(come.values()) > sum(gone.values()):
            bare = {link.url for link in old.links if link.kind == "bare"}
            for url in come - gone:
                if url not in bare:
                    yield "other URL", f"{kind}: {url} came"


def other_blocks(change: Change, texts: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Blocks that are rendered otherwise, though nothing was found in them."""
    lines = [text.split("\n") for text in texts]
    changed: tuple[set[int], set[int]] = (set(), set())
    for tag, *ends in difflib.SequenceMatcher(None, *lines, False).get_opcodes():
        if tag != "equal":
            changed[0].update(range(ends[0], ends[1]))
            changed[1].update(range(ends[2], ends[3]))
    found = {line for one in change.found for line in range(one.start.line - 1, one.end.line)}
    blocks = [list(leaves(text)) for text in texts]
    same = [
        [leaf.html for leaf in some if not own.intersection(range(leaf.first, max(leaf.end, leaf.first + 1)))]
        for some, own in zip(blocks, changed, strict=True)
    ]
    if same[0] != same[1]:
        yield "other block", first_difference(*same)
    body = change.before.count("\n", 0, Document(change.before, change.path).front_matter.body)
    for leaf in blocks[0]:
        own = set(range(leaf.first, max(leaf.end, leaf.first + 1)))
        if leaf.first >= body and own & changed[0] and not own & found and not leaf.html.startswith("<"):
            yield "changed where nothing was found", f"{leaf.first + 1}: {leaf.html[:100]}"


def first_difference(old: Sequence[str], new: Sequence[str]) -> str:
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if tag != "equal":
            return f"{[one[:100] for one in old[a:b][:2]]} became {[one[:100] for one in new[c:d][:2]]}"
    return "nothing"


def run(blog: Path, select: list[str]) -> tuple[int, list[Change]]:
    """Fix a blog and write it; how many posts it has, and what changed."""
    here = os.getcwd()
    os.chdir(blog)
    try:
        config, registry = load(["."])
        if select:
            config = with_selectors(config, registry, select=select, extend_select=[], ignore=[])
        linter = Linter(config, registry)
        count, changes = 0, []
        for post in linter.open_paths(["."]):
            count += 1
            change = fixed(post)
            if change.after != change.before:
                changes.append(change)
        for change in changes:
            path = Path(config.root, change.path)
            mark = "\ufeff" if Source(path.read_bytes().decode()).has_bom else ""
            path.write_bytes((mark + change.after).encode())
    finally:
        os.chdir(here)
    return count, changes


def main() -> int:
    parser = argparse.ArgumentParser(description="Do safe fixes settle and hold?")
    parser.add_argument("blogs", nargs="+", type=Path)
    parser.add_argument("--houses", type=Path)
    parser.add_argument("--select", action="append", default=[])
    parser.add_argument("--show", type=int, default=5)
    given = parser.parse_args()
    rounds: Counter[int] = Counter()
    failures: dict[str, list[str]] = defaultdict(list)
    edits = again = 0
    for blog in given.blogs:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder, blog.name)
            shutil.copytree(blog, copy)
            (copy / ".git").mkdir(exist_ok=True)
            house = given.houses / f"{blog.name}.toml" if given.houses else None
            if house is not None and house.is_file():
                shutil.copy(house, copy / "postlint.toml")
            count, changes = run(copy, given.select)
            rounds.update(change.rounds for change in changes)
            rounds[0] += count - len(changes)
            for change in changes:
                edits += len(change.edited)
                for kind, what in problems(change):
                    failures[kind].append(f"{blog.name}/{change.path}: {what}")
            second = run(copy, given.select)[1]
            again += len(second)
            third = run(copy, given.select)[1] if second else []
            failures["third run changes"] += [f"{blog.name}/{change.path}" for change in third]
        print(f"{blog.name}: {count} posts, {len(changes)} fixed", file=sys.stderr, flush=True)
    total = sum(rounds.values())
    few = sum(count for number, count in rounds.items() if number <= FEW)
    print(f"{total:,} posts, {total - rounds[0]:,} fixed, {edits:,} edits in the first round; rounds: ", end="")
    print(", ".join(f"{number}: {count:,}" for number, count in sorted(rounds.items())))
    print(f"{few / total:.2%} settled within {FEW} rounds; a second run changes {again} posts")
    for kind, several in failures.items():
        print(f"{kind}: {len(several)}")
        for one in several[: given.show]:
            print(f"    {one}")
    is_well = few >= SHARE_OF_FEW * total and not any(failures.values())
    print("all fixes hold" if is_well else "SOME FIXES DO NOT HOLD")
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
