"""Every node and every part of it stands exactly where its span says, under every line end."""

from __future__ import annotations

from typing import Any

import pytest

from invariants import violations
from postlint.document import MASK, Document
from postlint.text import BOM

WRAPS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}
SURROUNDINGS = {
    "alone": ("", "\n"),
    "BOM": (BOM, "\n"),
    "no last line end": ("", ""),
    "emoji and accents before": ("🎉 e\u0301té 日本\n\n", "\n"),
    "front matter before": ("---\ntitle: é\n---\n\n", "\n"),
    "NUL and tabs before": ("a\tb\0\n\n", "\n"),
}


@pytest.fixture(params=WRAPS)
def line_end(request: pytest.FixtureRequest) -> str:
    return WRAPS[request.param]


@pytest.fixture(params=SURROUNDINGS)
def surroundings(request: pytest.FixtureRequest) -> tuple[str, str]:
    return SURROUNDINGS[request.param]


def written(doc: Document, node: Any) -> dict[str, Any]:
    """A node with the source in place of each span, line ends as LF; nothing of what is None."""
    found: dict[str, Any] = {}
    for name, value in zip(node._fields, node, strict=True):
        if name.endswith("span"):
            found[name] = doc.source[value] if value is not None else None
        elif name not in ("prose", "tag") and not isinstance(value, tuple):
            found[name] = value
    return {
        name: value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
        for name, value in found.items()
        if value is not None
    }


def made(
    markdown: str, line_end: str = "\n", surroundings: tuple[str, str] = ("", "\n"), path: str = "post.md"
) -> Document:
    before, after = surroundings
    doc = Document((before + markdown + after).replace("\n", line_end), path)
    assert violations(doc) == []
    return doc


HEADINGS = {
    "# One": (1, "One", "One", None),
    "### Three ###": (3, "Three", "Three", None),
    "## A *b* `c` [d](e)": (2, f"A b {MASK} d", "A *b* `c` [d](e)", None),
    "   ## Indented  ": (2, "Indented", "Indented", None),
    "# Mark {#anchor}": (1, "Mark", "Mark", "anchor"),
    "## Closed ## {.class #an-other}": (2, "Closed", "Closed", "an-other"),
    "#\tTab": (1, "Tab", "Tab", None),
    "## AT&amp;T \\# 1": (2, "AT&T # 1", "AT&amp;T \\# 1", None),
    "Setext\n===": (1, "Setext", "Setext", None),
    "Two *lines\nof* it\n---": (2, "Two lines of it", "Two *lines\nof* it", None),
    '<h2 id="x">HTML <b>too</b></h2>': (2, "HTML too", "HTML <b>too</b>", "x"),
    "#": (1, "", "", None),
}


@pytest.mark.parametrize("markdown", HEADINGS)
def test_headings(markdown: str, line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made(markdown, line_end, surroundings)
    (heading,) = doc.headings
    level, text, text_source, anchor = HEADINGS[markdown]
    found = written(doc, heading)
    assert found.pop("span") == markdown.strip()
    assert found.pop("text_span") == text_source
    assert found == {"level": level, "text": text, **({"anchor": anchor, "anchor_span": anchor} if anchor else {})}


INLINE = {"kind": "inline"}
LINKS: dict[str, dict[str, Any]] = {
    "[text](/url)": {"url": "/url", "url_span": "/url", "text": "text"},
    "[text](</a b>)": {"url": "/a b", "url_span": "/a b", "text": "text"},
    "[text](<a\\>b>)": {"url": "a>b", "url_span": "a\\>b", "text": "text"},
    "[text]()": {"url": "", "url_span": "", "text": "text"},
    "[](/url)": {"url": "/url", "url_span": "/url", "text": ""},
    "[text](/a_(b(c))_d)": {"url": "/a_(b(c))_d", "url_span": "/a_(b(c))_d", "text": "text"},
    "[text](/a\\)b\\*)": {"url": "/a)b*", "url_span": "/a\\)b\\*", "text": "text"},
    "[text](/a?b&amp;c&#33;)": {"url": "/a?b&c!", "url_span": "/a?b&amp;c&#33;", "text": "text"},
    '[text](/url "a title")': {"url": "/url", "url_span": "/url", "text": "text", "title": "a title"},
    "[text](/url 'a \"b\" c')": {"url": "/url", "url_span": "/url", "text": "text", "title": 'a "b" c'},
    "[text](/url (round))": {"url": "/url", "url_span": "/url", "text": "text", "title": "round"},
    '[text](  /url\n  "title"  )': {"url": "/url", "url_span": "/url", "text": "text", "title": "title"},
    '[text](<> "t")': {"url": "", "url_span": "", "text": "text", "title": "t"},
    "[a\nb](/url)": {"url": "/url", "url_span": "/url", "text": "a b", "text_span": "a\nb"},
    "[*a **b** c*](/url)": {"url": "/url", "url_span": "/url", "text": "a b c", "text_span": "*a **b** c*"},
    "[a \\] &lt;](/url)": {"url": "/url", "url_span": "/url", "text": "a ] <", "text_span": "a \\] &lt;"},
    "[`a](b)`](/url)": {"url": "/url", "url_span": "/url", "text": MASK, "text_span": "`a](b)`"},
    "[a [b] c](/url)": {"url": "/url", "url_span": "/url", "text": "a [b] c", "text_span": "a [b] c"},
    "[a\tb](/ü/🎉)": {"url": "/ü/🎉", "url_span": "/ü/🎉", "text": "a b", "text_span": "a\tb"},
    "[日本e\u0301](/url)": {"url": "/url", "url_span": "/url", "text": "日本e\u0301"},
    "[text]({{< ref \"a\" >}} 'b')": {
        "url": '{{< ref "a" >}}',
        "url_span": '{{< ref "a" >}}',
        "text": "text",
        "title": "b",
    },
    "[text]({{ site.url }}/a)": {"url": "{{ site.url }}/a", "url_span": "{{ site.url }}/a", "text": "text"},
}


@pytest.mark.parametrize("markdown", LINKS)
def test_inline_links(markdown: str, line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made(f"See {markdown} there.", line_end, surroundings)
    (link,) = doc.links
    expected = {"span": markdown, "kind": "inline", **LINKS[markdown]}
    expected.setdefault("text_span", expected["text"])
    if "title" in expected:
        expected["title_span"] = expected["title"]
    assert written(doc, link) == expected
    assert doc.prose.text[slice(*link.prose)].strip() == expected["text"]


def test_a_link_over_lines_in_a_block_quote(line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made("> > See [the *long\n> > text* here](</a b>\n> > 'a title') now.", line_end, surroundings)
    (link,) = doc.links
    assert (link.text, link.url, link.title) == ("the long text here", "/a b", "a title")
    assert doc.source[link.url_span] == "/a b"
    assert link.title_span is not None
    assert doc.source[link.title_span] == "a title"
    assert doc.source[link.text_span] == "the *long\n> > text* here".replace("\n", line_end)
    assert "See the long text here now." in doc.prose.text


REFERENCES = {
    "[text][Some  Label]": ("text", "Some  Label"),
    "[some label][]": ("some label", "some label"),
    "[Some Label]": ("Some Label", "Some Label"),
    "[*some* label][some label]": ("some label", "some label"),
    "[text][some\nlabel]": ("text", "some\nlabel"),
}


@pytest.mark.parametrize("definition", ['[some label]: </u r l> "Title"', "[some\nlabel]:\n  </u r l>\n  'Title'"])
@pytest.mark.parametrize("markdown", REFERENCES)
def test_reference_links(markdown: str, definition: str, line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made(f"See {markdown} there.\n\n{definition}\n\nEnd.", line_end, surroundings)
    (link,), (defined,) = doc.links, doc.definitions
    text, label = REFERENCES[markdown]
    found = written(doc, link)
    assert found.pop("text_span") == ("*some* label" if "*" in markdown else text)
    assert found == {
        "span": markdown,
        "kind": "reference",
        "url": "/u r l",
        "url_span": "/u r l",
        "text": text,
        "title": "Title",
        "title_span": "Title",
        "label": label,
        "label_span": label,
    }
    assert link.url_span == defined.url_span
    assert written(doc, defined)["span"] == definition
    assert doc.source[defined.label_span].split() == ["some", "label"]


def test_the_first_definition_of_a_label_counts() -> None:
    doc = made("[a]\n\n[A]: /one\n[a]: /two")
    assert [link.url for link in doc.links] == ["/one"]


AUTOLINKS = {
    "<https://a.example/b?c=d&e>": ("autolink", "https://a.example/b?c=d&e"),
    "<mail@a.example>": ("autolink", "mail@a.example"),
    "https://a.example/b": ("bare", "https://a.example/b"),
    "https://a.example/b.": ("bare", "https://a.example/b"),
    "(https://a.example/b_(c))": ("bare", "https://a.example/b_(c)"),
    "https://a.example/b_(c)?!": ("bare", "https://a.example/b_(c)"),
    "**https://a.example/b**": ("bare", "https://a.example/b"),
    '"https://a.example/b",': ("bare", "https://a.example/b"),
    "https://a.example/b&copy;": ("bare", "https://a.example/b"),
    "https://a.example/b&c=d;": ("bare", "https://a.example/b&c=d;"),
    "https://a.example/b_c_d*e*f": ("bare", "https://a.example/b_c_d*e*f"),
    "https://a.example/b<br>": ("bare", "https://a.example/b"),
    "https://a.example/?q[]=b": ("bare", "https://a.example/?q[]=b"),
    "https://a.example/b![c](d.png)": ("bare", "https://a.example/b"),
    "www.a.example/é.": ("bare", "www.a.example/é"),
    "http://localhost:8080/b": ("bare", "http://localhost:8080/b"),
    "https://{{ host }}/b": ("bare", "https://{{ host }}/b"),
}


@pytest.mark.parametrize("markdown", AUTOLINKS)
def test_autolinks(markdown: str, line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made(f"See {markdown} now\nor later.", line_end, surroundings)
    (link,) = doc.links
    kind, url = AUTOLINKS[markdown]
    assert (link.kind, link.url, doc.source[link.url_span], doc.source[link.text_span]) == (kind, url, url, url)
    assert doc.source[link.span] == (f"<{url}>" if kind == "autolink" else url)
    assert "now or later." in doc.prose.text


@pytest.mark.parametrize(
    "markdown", ["https://", "https:// a", "`https://a.example`", "xhttps://a.example", "a@www.b.example", "https://_"]
)
def test_what_is_no_bare_url(markdown: str) -> None:
    assert made(f"See {markdown} now.").links == []


def test_a_url_as_link_text_is_one_link() -> None:
    doc = made("[https://a.example/b](https://a.example/b) and | https://c.example | d |")
    assert [link.url for link in doc.links] == ["https://a.example/b", "https://c.example"]
    doc = made("| a |\n|---|\n| https://c.example|")
    assert [link.url for link in doc.links] == ["https://c.example"]


HTML_LINKS = {
    "See <a href=\"/u?a&amp;b\" title='t'>the *text*</a> now.": ("the text", "the *text*"),
    "<div>\n<a href=/u?a&amp;b title=t>the\ntext</a>\n</div>": ("the text", "the\ntext"),
    '<A\n  HREF="/u?a&amp;b"\n  TITLE="t">the text</A>': ("the text", "the text"),
    '> Quote <a\n> href="/u?a&amp;b" title="t">the\n> text</a>': ("the text", "the\n> text"),
    '<a href="/u?a&amp;b" title="t">\n\nthe text\n\n</a>': ("the text", "\n\nthe text\n\n"),
    'See <a href="/u?a&amp;b" title="t">the text': ("", ""),
}


@pytest.mark.parametrize("markdown", HTML_LINKS)
def test_html_links(markdown: str, line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made(markdown, line_end, surroundings)
    (link,) = doc.links
    text, text_source = HTML_LINKS[markdown]
    found = written(doc, link)
    assert found.pop("span").lower().startswith("<a")
    assert found == {
        "kind": "html",
        "url": "/u?a&b",
        "url_span": "/u?a&amp;b",
        "text": text,
        "text_span": text_source,
        "title": "t",
        "title_span": "t",
    }


IMAGES: dict[str, dict[str, Any]] = {
    "![alt](i.png)": {"kind": "inline", "url": "i.png", "alt": "alt"},
    "![](i.png)": {"kind": "inline", "url": "i.png", "alt": ""},
    "![a *b* `c` &amp; [d](e)](i.png 't')": {
        "kind": "inline",
        "url": "i.png",
        "alt": "a b c & d",
        "alt_span": "a *b* `c` &amp; [d](e)",
        "title": "t",
        "title_span": "t",
    },
    "![a ![b](c) d](i.png)": {"kind": "inline", "url": "i.png", "alt": "a b d", "alt_span": "a ![b](c) d"},
    "![alt][ref]": {"kind": "reference", "url": "/r.png", "alt": "alt", "label": "ref", "label_span": "ref"},
    "<img src='i.png' alt=\"a &lt; b\" title=t>": {
        "kind": "html",
        "url": "i.png",
        "alt": "a < b",
        "alt_span": "a &lt; b",
        "title": "t",
        "title_span": "t",
    },
    "<IMG SRC=i.png ALT=alt/>": {"kind": "html", "url": "i.png", "alt": "alt/", "alt_span": "alt/"},
    "<img alt src=i.png>": {"kind": "html", "url": "i.png", "alt": "", "alt_span": "alt"},
    "<img src=i.png>": {"kind": "html", "url": "i.png", "alt_span": "<img src=i.png>"},
    '{{< figure src="i.png" alt="alt" title="t" >}}': {
        "kind": "shortcode",
        "url": "i.png",
        "alt": "alt",
        "title": "t",
        "title_span": "t",
    },
    "{{< img i.png >}}": {"kind": "shortcode", "url": "i.png", "alt_span": "{{< img i.png >}}"},
    '{{% figure src=`i.png` alt="a \\"b\\"" %}}': {
        "kind": "shortcode",
        "url": "i.png",
        "alt": 'a "b"',
        "alt_span": 'a \\"b\\"',
    },
}


@pytest.mark.parametrize("markdown", IMAGES)
def test_images(markdown: str, line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made(f"See {markdown} there.\n\n[ref]: /r.png", line_end, surroundings)
    (image,) = doc.images
    expected = {"span": markdown, **IMAGES[markdown]}
    expected.setdefault("url_span", expected["url"])
    expected.setdefault("alt_span", expected.get("alt"))
    assert written(doc, image) == expected
    read = [doc.prose.text[block.start : block.end] for block in doc.prose.blocks_of("alt-text")]
    assert read == [image.alt] * bool(image.alt)


COMPONENTS = {
    '<Figure src="i.png" alt="alt" />': ("i.png", "i.png", "alt", "alt"),
    "<Figure\n  src={'i.png'}\n  alt={\"an alt\"}\n/>": ("i.png", "i.png", "an alt", "an alt"),
    '<Figure src="i.png" alt={alt} />': ("i.png", "i.png", MASK, "{alt}"),
    "<img src=\"i.png\" alt={`alt`} style={{width: '1px'}} />": ("i.png", "i.png", "alt", "alt"),
}


@pytest.mark.parametrize("markdown", COMPONENTS)
def test_components(markdown: str, line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made(f"Text.\n\n{markdown}\n\nSee {markdown} there.", line_end, surroundings, "post.mdx")
    assert len(doc.images) == 2
    for image in doc.images:
        found = written(doc, image)
        assert found["span"] == markdown
        assert (image.url, found["url_span"], image.alt, found["alt_span"]) == COMPONENTS[markdown]
        assert image.kind == ("html" if "<img" in markdown else "component")
    assert "there." in doc.prose.text
    assert "Figure" not in doc.prose.text


CODE = {
    "```py title=x\na = 1\n\nb\n```": ("fenced", "a = 1\n\nb", "py"),
    "~~~\na\n~~~~": ("fenced", "a", None),
    "```\n```": ("fenced", "", None),
    "```js,ignore\nunclosed": ("fenced", "unclosed", "js"),
    "- item\n\n  ```sh\n  ls\n    -l\n  ```": ("fenced", "ls\n    -l", "sh"),
    "> ```\n> a\n> b\n> ```": ("fenced", "a\n> b", None),
    "Text.\n\n    a\n\n      b": ("indented", "a\n\n      b", None),
    "Text.\n\n\ta\tb": ("indented", "a\tb", None),
    "Text `a  b` more": ("inline", "a  b", None),
    "Text ``a ` b`` more": ("inline", "a ` b", None),
    "Text `a\nb` more": ("inline", "a\nb", None),
    "| a |\n|---|\n| `b \\| c` |": ("inline", "b \\| c", None),
    "Text <code>a &lt; b</code> more": ("html", "a &lt; b", None),
    "<pre class=x>\na\n</pre>": ("html", "\na\n", None),
    "Text {{</* name */>}} more": ("shortcode", "/* name */", None),
    "{% highlight py %}\na {{ b }}\n{% endhighlight %}": ("shortcode", "\na {{ b }}\n", None),
    "{% raw %}{{ a }}{% endraw %}": ("shortcode", "{{ a }}", None),
    '{{< highlight go "x=1" >}}\na\n{{< /highlight >}}': ("shortcode", "\na\n", None),
}


@pytest.mark.parametrize("markdown", CODE)
def test_code(markdown: str, line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made(markdown, line_end, surroundings)
    (code,) = doc.code
    kind, content, language = CODE[markdown]
    found = written(doc, code)
    assert (code.kind, found["content_span"], code.language) == (kind, content, language)
    assert found["span"] in markdown
    assert not any(code.span.overlaps(span) for *_, span, verbatim in doc.prose.pieces() if verbatim)


TAGS = {
    "<b>": ("b", [], False, False),
    "</B >": ("B", [], True, False),
    "<br/>": ("br", [], False, True),
    "<x-y a='1' B=\"2 &amp; 3\" c=4 d>": (
        "x-y",
        [("a", "1", "1"), ("B", "2 & 3", "2 &amp; 3"), ("c", "4", "4"), ("d", None, None)],
        False,
        False,
    ),
    "<i\n  a = 'é\n 🎉'\n  b>": ("i", [("a", "é\n 🎉", "é\n 🎉"), ("b", None, None)], False, False),
    '<i a="" b=x/y>': ("i", [("a", "", ""), ("b", "x/y", "x/y")], False, False),
}


@pytest.mark.parametrize("frame", ["Text {} more.", "<div>\n{}\n</div>"])
@pytest.mark.parametrize("markdown", TAGS)
def test_tags(markdown: str, frame: str, line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made(frame.format(markdown), line_end, surroundings)
    tag = doc.tags[1 if "div" in frame else 0]
    name, attributes, closing, self_closing = TAGS[markdown]
    assert written(doc, tag) == {
        "span": markdown,
        "name": name,
        "name_span": name,
        "closing": closing,
        "self_closing": self_closing,
    }
    parts = [written(doc, attribute) for attribute in tag.attributes]
    assert [(part["name"], part.get("value"), part.get("value_span")) for part in parts] == attributes
    assert [part["name_span"] for part in parts] == [name for name, _, _ in attributes]


def test_tables(line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made("| A *b* | C |\n|:--|--:|\n| `d \\| e` |\n|f|  g\\|h  | i |\n||j|", line_end, surroundings)
    (table,) = doc.tables
    assert [row.is_header for row in table.rows] == [True, False, False, False]
    cells = [[(cell.text, doc.source[cell.text_span]) for cell in row.cells] for row in table.rows]
    assert cells == [
        [("A b", "A *b*"), ("C", "C")],
        [(MASK, "`d \\| e`")],
        [("f", "f"), ("g|h", "g\\|h")],
        [("", ""), ("j", "j")],
    ]
    assert [doc.source[row.span] for row in table.rows][2] == "|f|  g\\|h  | i |"
    assert len(doc.prose.blocks_of("table-cell")) == 6


def test_lists_and_tasks(line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made("3. three\n4. four\n   - [x] done\n   - [ ] open\n\n     more\n\nEnd.", line_end, surroundings)
    inner, outer = doc.lists
    assert (outer.first, inner.first) == (3, None)
    assert [item.checked for item in inner.items] == [True, False]
    assert [written(doc, item)["span"] for item in inner.items] == ["- [x] done", "- [ ] open\n\n     more"]
    assert written(doc, outer)["span"].startswith("3. three")
    assert written(doc, outer)["span"].endswith("more")
    words = {doc.prose.text[block.start : block.end]: block.scopes for block in doc.prose.blocks}
    assert words["done"] == words["more"] == ("list-item",)
    assert words["End."] == ("paragraph",)


def test_quotes_and_alerts(line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made("> A\n> > B\n\n> [!WARNING]\n> C *d\n> e*\n", line_end, surroundings)
    assert [quote.alert for quote in doc.quotes] == [None, None, "warning"]
    assert [written(doc, quote)["span"] for quote in doc.quotes] == ["> B", "> A\n> > B", "> [!WARNING]\n> C *d\n> e*"]
    words = {doc.prose.text[block.start : block.end]: block for block in doc.prose.blocks}
    assert words["A"].scopes == words["B"].scopes == ("quote", "paragraph")
    assert not words["A"].is_prose
    assert words["C d e"].scopes == ("alert", "paragraph")
    assert words["C d e"].is_prose


def test_footnotes(line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made("Text[^a] more.\n\n[^a]: The note\n    goes on.\n\nEnd.", line_end, surroundings)
    assert [(doc.source[node.span], node.label) for node in doc.footnote_references] == [("[^a]", "a")]
    assert [written(doc, node)["span"] for node in doc.footnotes] == ["[^a]: The note\n    goes on."]
    words = {doc.prose.text[block.start : block.end]: block.scopes for block in doc.prose.blocks}
    assert words["The note goes on."] == ("footnote", "paragraph")


SHORTCODES = {
    '{{< name "a b" c=d e="f \\" g" h=`i "j"` >}}': (
        "hugo",
        "name",
        [("", "a b"), ("c", "d"), ("e", 'f " g'), ("h", 'i "j"')],
        False,
        False,
    ),
    "{{% name %}}": ("hugo", "name", [], False, False),
    "{{< /name >}}": ("hugo", "name", [], True, False),
    "{{< name a />}}": ("hugo", "name", [("", "a")], False, True),
    '{{< dir/name\n  a="b"\n>}}': ("hugo", "dir/name", [("a", "b")], False, False),
    '{% include file.html a="b" %}': ("liquid", "include", [("", "file.html"), ("a", "b")], False, False),
    "{%- endfor -%}": ("liquid", "endfor", [], True, False),
}


@pytest.mark.parametrize("frame", ["{}", "Text {} more.", "- {}", "> {}"])
@pytest.mark.parametrize("markdown", SHORTCODES)
def test_shortcodes(markdown: str, frame: str, line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made(frame.format(markdown), line_end, surroundings)
    (shortcode,) = doc.shortcodes
    syntax, name, parameters, closing, self_closing = SHORTCODES[markdown]
    assert written(doc, shortcode) == {
        "span": markdown,
        "syntax": syntax,
        "name": name,
        "name_span": name,
        "closing": closing,
        "self_closing": self_closing,
    }
    assert [(each.name, each.value) for each in shortcode.parameters] == parameters
    for each in shortcode.parameters:
        assert doc.source[each.name_span] == each.name
        assert each.value_span is not None
        assert doc.source[each.value_span].replace('\\"', '"') == each.value
    assert "name" not in doc.prose.text
    if "Text" in frame:
        assert f"Text {MASK} more." in doc.prose.text


def test_directives() -> None:
    doc = made(":::tip Good to know\n\nText.\n\n:::")
    assert [(each.syntax, each.name, each.closing) for each in doc.shortcodes] == [
        ("directive", "tip", False),
        ("directive", "", True),
    ]
    assert "Text." in doc.prose.text
    assert ":::" not in doc.prose.text


def test_mdx(line_end: str) -> None:
    doc = made(
        "import A from './a'\nexport const b = 1\n\n# Title\n\nText {b + '}'} more.\n\n{/* a note */}\n\n"
        "<A b={{c: 1}}>\n  Inner <B.C /> text.\n</A>",
        line_end,
        path="post.mdx",
    )
    assert "import" not in doc.prose.text
    assert "export" not in doc.prose.text
    assert f"Text {MASK} more." in doc.prose.text
    assert [(tag.name, tag.closing, tag.is_component) for tag in doc.tags] == [
        ("A", False, True),
        ("B.C", False, True),
        ("A", True, True),
    ]
    assert [(comment.syntax, comment.text) for comment in doc.comments] == [("mdx", "a note")]


COMMENTS = {
    "<!-- a note -->": "html",
    "<!--\n  a note\n-->": "html",
    "{/* a note */}": "mdx",
    "{{/* a note */}}": "hugo",
    "{{- /* a note */ -}}": "hugo",
    "{% comment %} a note {% endcomment %}": "liquid",
    "{{< comment >}}a note{{< /comment >}}": "hugo",
}


@pytest.mark.parametrize("frame", ["{}", "Text {} more.", "<div>\n{}\n</div>"])
@pytest.mark.parametrize("markdown", COMMENTS)
def test_comments(markdown: str, frame: str, line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made(frame.format(markdown), line_end, surroundings)
    (comment,) = doc.comments
    assert written(doc, comment) == {
        "span": markdown,
        "syntax": COMMENTS[markdown],
        "text": "a note",
        "text_span": "a note",
    }
    assert "note" not in doc.prose.text


FRONT_MATTER = {
    "yaml": "---\ntitle: A title # note\ntags: [a, b]\n---\n",
    "toml": '+++\ntitle = "A title" # note\ntags = ["a", "b"]\n+++\n',
    "json": '{\n  "title": "A title",\n  "tags": ["a", "b"]\n}\n',
}


@pytest.mark.parametrize("syntax", FRONT_MATTER)
def test_front_matter(syntax: str, line_end: str) -> None:
    for bom in ("", BOM):
        doc = made(FRONT_MATTER[syntax] + "\n# Body\n", line_end, (bom, ""))
        front_matter = doc.front_matter
        assert front_matter.format == syntax
        assert front_matter.data == {"title": "A title", "tags": ["a", "b"]}
        assert written(doc, doc.headings[0])["span"] == "# Body"
        title = front_matter.get("title")
        assert title is not None
        assert doc.source[title.content_span] == "A title"
        assert [comment.text for comment in doc.comments] == (["note"] if syntax != "json" else [])
        blocks = doc.prose.blocks_of("title")
        assert [doc.source[doc.prose.span(block.start, block.end)] for block in blocks] == ["A title"]
        assert [block.scopes for block in doc.prose.blocks_of("front-matter")] == [
            ("front-matter", "title"),
            ("front-matter", "tags"),
            ("front-matter", "tags"),
        ]


FRONT_MATTER_STRINGS = {
    'title: "One \\"two\\" \\u0041 three"': ('One "two" A three', "two", "two"),
    "title: 'It''s three'": ("It's three", "s three", "s three"),
    "title: >-\n  One two\n  three four": ("One two three four", "two three", "two\n  three"),
    "title: |\n  One two\n  three four": ("One two three four", "three four", "three four"),
    "title: plain two\n  three": ("plain two three", "two three", "two\n  three"),
    "title: é 🎉 two": ("é 🎉 two", "two", "two"),
}


@pytest.mark.parametrize("yaml", FRONT_MATTER_STRINGS)
def test_front_matter_strings_lead_back(yaml: str, line_end: str) -> None:
    doc = made(f"---\n{yaml}\n---\n\nText.", line_end)
    (block,) = doc.prose.blocks_of("title")
    words = doc.prose.text[block.start : block.end]
    text, wanted, source = FRONT_MATTER_STRINGS[yaml]
    assert " ".join(words.split()) == text
    start = block.start + " ".join(words.splitlines()).index(wanted)
    assert doc.source[doc.prose.span(start, start + len(wanted))] == source.replace("\n", line_end)


PROSE = {
    "Soft\nbreaks  \nand hard ones": "Soft breaks\nand hard ones",
    "AT&amp;T &copy; &#x41; &nope;": "AT&T © A &nope;",
    "Much   white \t space": "Much white space",
    "> Quote\n> marks\ngone": "Quote marks gone",
    "- item\n  goes\n  on": "item goes on",
    "A `code` and https://a.example/b c": f"A {MASK} and {MASK} c",
    "*Emphasis*, **strong**, ~~struck~~ and _it_s": "Emphasis, strong, struck and _it_s",
    "Escaped \\*stars\\* and \\\\": "Escaped *stars* and \\",
    "A <b>bold</b> <kbd>K</kbd> word<br>break": f"A bold {MASK} word\nbreak",
    "A ![picture](p.png) inside": "A inside",
    "Zero\u200bwidth e\u0301 🎉": "Zero\u200bwidth e\u0301 🎉",
    "A <script>let b</script> c": "A \nc",
    "<p>One &lt; two\nthree</p>": "One < two three",
}


@pytest.mark.parametrize("markdown", PROSE)
def test_prose(markdown: str, line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made(markdown, line_end, surroundings)
    body = [block for block in doc.prose.blocks if not {"front-matter", "alt-text"} & set(block.scopes)]
    assert doc.prose.text[body[-1].start : body[-1].end].strip() == PROSE[markdown]


WAYS_BACK = {
    ("A *long phrase\nover* lines", "phrase over"): (["phrase\nover"], "phrase\nover"),
    ("A **bold** word", "bold word"): (["bold", " word"], "bold** word"),
    ("> A long\n> phrase", "long phrase"): (["long\n", "phrase"], "long\n> phrase"),
    ("A [linked](u) word", "linked word"): (["linked", " word"], "linked](u) word"),
    ("AT&amp;T now", "T&T now"): (["T&amp;T now"], "T&amp;T now"),
    ("wide   space", "wide space"): (["wide   space"], "wide   space"),
}


@pytest.mark.parametrize(("markdown", "phrase"), WAYS_BACK)
def test_the_way_back(markdown: str, phrase: str, line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made(markdown, line_end, surroundings)
    start = doc.prose.text.index(phrase)
    spans, whole = WAYS_BACK[markdown, phrase]
    found = [doc.source[span] for span in doc.prose.spans(start, start + len(phrase))]
    assert found == [span.replace("\n", line_end) for span in spans]
    assert doc.source[doc.prose.span(start, start + len(phrase))] == whole.replace("\n", line_end)


SCOPES = {
    "Text": ("paragraph",),
    "## Text": ("heading", "h2"),
    "- Text": ("list-item",),
    "| Text |\n|---|": ("table-cell",),
    "> Text": ("quote", "paragraph"),
    "> - Text": ("quote", "list-item"),
    "![Text](i.png)": ("alt-text",),
    "<figcaption>Text</figcaption>": ("caption", "paragraph"),
    "<li>Text</li>": ("list-item",),
    "<td>Text</td>": ("table-cell",),
    "<h3>Text</h3>": ("heading", "h3"),
    "<blockquote>Text</blockquote>": ("quote", "paragraph"),
    '{{< figure src="i.png" caption="Text" >}}': ("caption",),
}


@pytest.mark.parametrize("markdown", SCOPES)
def test_scopes(markdown: str, line_end: str, surroundings: tuple[str, str]) -> None:
    doc = made(markdown, line_end, surroundings)
    found = {doc.prose.text[block.start : block.end].strip(): block.scopes for block in doc.prose.blocks}
    assert found["Text"] == SCOPES[markdown]


def test_posts_in_html(line_end: str) -> None:
    doc = made(
        "---\ntitle: T\n---\n<h1 id=a>Head</h1>\n<p>See <a href='/u'>the\nlink</a> &amp; {{ more }}.</p>\n"
        "<!-- a note -->\n<img src=i.png alt=alt>\n<pre>code</pre>",
        line_end,
        path="post.html",
    )
    assert [(heading.text, heading.anchor) for heading in doc.headings] == [("Head", "a")]
    assert [(link.url, link.text) for link in doc.links] == [("/u", "the link")]
    assert [image.url for image in doc.images] == ["i.png"]
    assert [doc.source[code.content_span] for code in doc.code] == ["code"]
    assert [comment.text for comment in doc.comments] == ["a note"]
    assert f"See the link & {MASK}." in doc.prose.text


# Sections


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Opening.\n\n## One\n\nText.\n\n### Deeper\n\n## Two\n", ["Opening.", "## One", "## Two"]),
        ("# Title\n\nOpening.\n\n## One\n\n## Two\n", ["# Title", "## One", "## Two"]),
        ("# Title\n\n## One\n\n## Two\n", ["## One", "## Two"]),
        ("# One\n\nText.\n\n# Two\n", ["# One", "# Two"]),
        ("Opening.\n\n### One\n\n#### Deeper\n", ["Opening.", "### One"]),
        ("## One\n\nText.\n\n# Higher\n", ["## One\n\nText.", "# Higher"]),
        ("No heading at all.\n", ["No heading at all."]),
        ("", [""]),
    ],
)
def test_sections(body: str, expected: list[str]) -> None:
    for head in ("", "---\ntitle: A\n---\n"):
        doc = Document(head + body)
        found = [doc.source[section.span].strip() for section in doc.sections]
        assert [text.startswith(begin) for text, begin in zip(found, expected, strict=True)] == [True] * len(expected)
        assert doc.sections[-1].span.end == len(doc.source.text)


def test_a_heading_in_a_quote_begins_no_section() -> None:
    doc = Document("Opening.\n\n> # Quoted\n>\n> > ## Twice\n\n## One\n\n> ## Quoted\n\nText.\n")
    assert [section.heading and section.heading.text for section in doc.sections] == [None, "One"]


def test_passages_begin_at_each_heading() -> None:
    doc = Document("# Title\n\nOpening.\n\n## One\n\nText.\n\n#### Deeper\n\n> # Quoted\n\n## Two\n\nEnd.\n")
    assert [doc.source[passage.span] for passage in doc.passages] == [
        "# Title\n\nOpening.\n\n",
        "## One\n\nText.\n\n",
        "#### Deeper\n\n> # Quoted\n\n",
        "## Two\n\nEnd.\n",
    ]
    assert [passage.heading and passage.heading.text for passage in doc.passages] == [None, "One", "Deeper", "Two"]
