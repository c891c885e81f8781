"""Planted faults: each rule on links and images finds its fault at the exact place, in every odd one.

«…» stands around what must be found. Each post is also read with CRLF, and every fix is carried out.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from planted import Fault, run, spans
from postlint import fix

FEWEST = 150
ACME = {"hosts": ["acme.example"], "projects": [{"name": "Acme", "hosts": ["docs.acme.example"]}]}
HUGO = {"path": "content/blog/a/index.md", "frontmatter": {"preset": "hugo"}}


def link(rule: str, text: str, **case: Any) -> Fault:
    return Fault(f"links/{rule}", text, case)


def image(rule: str, text: str, **case: Any) -> Fault:
    return Fault(f"images/{rule}", text, case)


def gif(width: int, height: int) -> str:
    size = b"".join(number.to_bytes(2, "little") for number in (width, height)).decode("latin-1")
    return f"GIF89a{size}\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"


TARGETS = [
    link("insecure-url", "Ünï 👍 [a](«http://github.com/a») b\n"),
    link("insecure-url", "| a | b |\n|---|---|\n| [x](«http://youtu.be/a») | «http://arxiv.org/abs/1» |\n"),
    link("insecure-url", "> quoted\n> [a][b]\n>\n> [b]: «http://en.wikipedia.org/wiki/A_(b)» 'Title'\n"),
    link("insecure-url", "- <«http://www.github.com»>\n  - <a href='«http://acme.dev/»'>x</a>\n"),
    link("insecure-url", '![a](<«http://raw.github.com/a b.png»> "t")\n'),
    link("insecure-url", "[a](«HTTP://GitHub.com/A») [![b](«http://x.acme.app/b.png»)](/c)\n"),
    link("insecure-url", "<img src=a.png srcset='«http://cdn.acme.page/b.png» 2x' alt=''>\n"),
    link("insecure-url", "[a](«http://docs.acme.example:80/a»)\n", house=ACME),
    link("insecure-url", "[a](«http://sub.site.example/a»)\n", options={"hosts": ["site.example"]}),
    link("staging-host", "---\ntitle: a\n---\n[a](«http://127.0.0.1:4000/blog/a»)\n"),
    link("staging-host", "<a href=«http://0.0.0.0:8000/a»>x</a> and [b](«http://[::1]:1313/»)\n"),
    link("staging-host", "![a](«http://192.168.1.20/a.png») [b](«http://10.0.0.7/wiki»)\n"),
    link("staging-host", "[a][1]\n\n[1]: «https://acme-git-fix-ada.vercel.app/x»\n"),
    link("staging-host", "* [a](«https://a1b2c3d4.acme.pages.dev/»)\n* [b](«https://ada.ngrok.io/x»)\n"),
    link("staging-host", "[a](«https://www-staging.acme.example/») [b](«//staging.acme.example»)\n"),
    link("staging-host", "[a](«https://preview.acme.example/x»)\n", house=ACME),
    link("staging-host", "[a](«https://test.acme.example/x»)\n", options={"hosts": ["test.acme.example"]}),
    link("staging-host", "[a](«file:///C:/Users/ada/a.md») ![b](«FILE:b.png»)\n"),
    link("malformed-url", "[a](«htp://a.example/b») [b](«htttp://a.example») [c](«https//a.example/c»)\n"),
    link("malformed-url", "[a](«http:/a.example/b») [b](«https:://a.example») [c](«ttps://a.example»)\n"),
    link("malformed-url", "[a](«https:///a.example/b») <a href='«http;//a.example/»'>x</a>\n"),
    link("malformed-url", "[a](«www.a.example/b») [b](«github.com/acme/acme#x») [c](«acme.io»)\n"),
    link("malformed-url", "[mail](«ada@acme.com»), [open](«localhost:3000/a»)\n"),
    link("malformed-url", '<a href="«https://a.example/b c»">x</a> [y](<«https://a.example/d e»>)\n'),
    link("malformed-url", "> [a](«https://a.example/xhttps://a.example/y»)\n"),
    link("malformed-url", "[a](«“https://a.example”») <a href=«”https://a.example/b”»>x</a>\n"),
    link("malformed-url", '[a](«https://a.example/b"»)\n'),
    link("malformed-url", "[a][b]\n\n[b]: <«https://a.example/c)»>\n"),
    link("malformed-url", '<a href="«https://a.example/c]»">x</a> <a href="«https://,a.example/»">y</a>\n'),
    link("malformed-url", "- See [the docs«](https://a.example/a b)» first\n"),
    link("malformed-url", "1. A [b] c] d [e«](/f g)» h\n"),
    link("malformed-url", "![a«](b c.png/d)» e\n"),
    link("script-url", '[a](«javascript:alert(1)») <a href="«\tjava\nscript:b()»">x</a>\n'),
    link("script-url", "[a][b]\n\n[b]: «vbscript:x»\n"),
    link("script-url", "<a href='«DATA:text/html,x»'>a</a> ![x](data:image/gif;base64,AA)\n"),
    link("shortened-url", "| [a](«https://bit.ly/a») |\n|---|\n| <«http://www.tinyurl.com/b»> |\n"),
    link("shortened-url", "[a][b] «https://t.co/x1» c\n\n[b]: «https://goo.gl/y» (T)\n"),
    link("shortened-url", "[a](«https://go.acme.example/x»)\n", options={"hosts": ["go.acme.example"]}),
    link("tracking-parameter", "[a](https://a.example/?«utm_source=x»#y) b\n"),
    link("tracking-parameter", '<a href="https://a.example/?a=1&amp;«utm_source=x&amp;gclid=2»&amp;b=3">x</a>\n'),
    link("tracking-parameter", "[a](https://a.example/?a=1\\&«UTM_Medium=b») https://a.example/?«fbclid=2» c\n"),
    link("tracking-parameter", "[a][b]\n\n[b]: <https://a.example/?«mc_eid=1»&c=2> 'T'\n"),
    link("tracking-parameter", "[a](/b?«src=c»)\n", options={"parameters": ["src"]}),
    link("tracking-parameter", "| [a](https://a.example?«_hsenc=1&b=2&_hsmi=3») |\n|---|\n"),
    link("moving-target", "[a](«https://github.com/a/b/blob/main/c/d.go#L1») b\n"),
    link("moving-target", "- <«https://github.com/a/b/blob/release/v1.2/c.go#L10-L20»>\n"),
    link("moving-target", "[a](«https://gitlab.com/a/b/c/-/blob/develop/d.rb#L3-9») e\n"),
    link("moving-target", "[a][b]\n\n[b]: «https://codeberg.org/a/b/src/branch/main/c.c#L5»\n"),
    link("moving-target", "<a href='«https://bitbucket.org/a/b/src/master/c.py#lines-10:12»'>x</a>\n"),
    link("unguarded-blank-target", "<a «target=\"_blank\"» href='https://a.example'>x</a>\n"),
    link("unguarded-blank-target", "> <A HREF=https://a.example «TARGET=_new» rel=external>x</A>\n"),
    link("unguarded-blank-target", "<a href='//a.example/b' «target='_blank'» rel=\"\">x</a>\n"),
    link("crowded-host", "[a](//a.example/1) [b](«//www.a.example/2») [c](//a.example/3)\n", options={"most": 1}),
    link("crowded-host", "<a href='https://a.example/1'>b</a>\n\n- «https://a.example/2»\n", options={"most": 1}),
]
TEXTS = [
    link("empty-link", "Ü «[a]()» [b](c) «[d](<>)»\n"),
    link("empty-link", "> | «[](https://a.example)» |\n> |---|\n> | «[ ](/b)» |\n"),
    link("empty-link", '- «<a href=\'\'>x</a>» «<a href="/b"></a>» <a href="/c"><svg/></a>\n'),
    link("empty-link", "## «<a href='/b'>&nbsp;</a>» A heading\n"),
    link("empty-link", "[![a](b.png)](/c) «[<!-- d -->](/e)»\n"),
    link("vague-text", "Ü [«here»](/a) [«Click  here»](/b) [«**This link**.»](/c)\n"),
    link("vague-text", "| [«this»](/a) |\n|---|\n| <a href=/b>«Read more »</a> |\n"),
    link("vague-text", "> [«HERE»][a]\n\n[a]: /b\n"),
    link("vague-text", "---\nlang: de\n---\n[«hier»](/a), [«Mehr erfahren»](/b), [here](/c), [ici](/d)\n"),
    link("vague-text", "---\nlang: fr\n---\n[«cliquez ici»](/a), [«Lire la suite»](/b), [hier](/c)\n"),
    link("vague-text", "---\nlang: es\n---\n[«aquí»](/a), [«Leer más»](/b), [qui](/c)\n"),
    link("vague-text", "---\nlang: pt-br\n---\n[«clique aqui»](/a), [«Saiba mais»](/b), [read more](/c)\n"),
    link("vague-text", "---\nlang: it\n---\n[«clicca qui»](/a), [«Leggi tutto»](/b), [more](/c)\n"),
    link("vague-text", "---\nlang: zh-cn\n---\n[«点击这里»](/a), [«阅读更多»](/b), [ここ](/c), [here](/d)\n"),
    link("vague-text", "---\nlang: ja\n---\n[«こちら»](/a)、[«続きを読む»](/b)、[这里](/c)\n"),
    link("vague-text", "---\nlang: ko\n---\n[«여기»](/a), [«더 보기»](/b), [here](/c)\n"),
    link("vague-text", "[«here»](/a), [hier](/b), [这里](/c)\n"),
    link("vague-text", "[«Learn more →»](/a) [«[more]»](/b)\n"),
    link("vague-text", "[«go there»](/a)\n", options={"empty": ["go there"]}),
    link("bare-url", "Ü We put all of it on «https://a.example/b» last week.\n"),
    link("bare-url", "- You will find it all at «www.a.example» today\n"),
    link("bare-url", "1. You will find it (see «https://a.example/b_(c)») there.\n"),
    link("bare-url", "| A table that says so in «https://a.example/b» too |\n|---|\n"),
    link("url-as-text", "We put it on [«https://a.example/b»](https://a.example/b) last week.\n"),
    link("url-as-text", "* You will find all on <a href=/b>«www.a.example/b?c=d»</a> today\n"),
    link("url-as-text", "You will find all on [«http://a.example/b»][c] today\n\n[c]: https://a.example/b\n"),
    link("undefined-reference", "Ü a «[b c][d]» and [e][f]\n\n[f]: /g\n"),
    link("undefined-reference", "- «![a b][c]»\n"),
    link("undefined-reference", "> It is so.«[^note]» And\n> «[so on][]» too\n"),
    link("undefined-reference", "| «[a *b* c][d]» |\n|---|\n"),
    link("undefined-reference", "It «[is so][1]», [not so][2].[^3]\n\n[2]: /a\n[^3]: So.\n"),
    link("unused-reference", "a\n\n«[b]: /c»\n«[d e]: <f g> 'Title'»\n"),
    link("unused-reference", "> [a]\n>\n> [a]: /b\n> «[c]: /d»\n"),
    link("unused-reference", "a [b] [c][]\n\n   «[d]:\n   /e»\n[b]: /x\n[C]: /y\n"),
    link("unused-reference", "a[^1]\n\n[^1]: b\n\n«[^2]: c»\n"),
    link("duplicate-definition", "[a] `[a]: /x`\n\n[a]: /b\n«[A]: /c 'T'»\n\n    [a]: /d\n"),
    link("duplicate-definition", "> [a  b]\n>\n> [A b]: /b\n> «[a B]: /c»\n"),
    link("duplicate-definition", "a[^x]\n\n[^x]: b\n\n«[^x]: c»\n"),
    link("duplicate-definition", "[a]\n\n[a]: /b\n\ntext\n\n«[a]: /c»  \n"),
]
IMAGES = [
    image("missing-alt", "Ü «![](a.png)» ![b](c.png) «![ ](d.png)»\n"),
    image("missing-alt", "- «<img src=a.png>» <img src=b.png alt>\n- [«![](c.png)»](/d)\n"),
    image("missing-alt", "| «![][a]» |\n|---|\n\n[a]: b.png\n"),
    image("missing-alt", '{{< figure src="a.png" caption="b" >}} «{{< figure src="c.png" >}}»\n'),
    image("missing-alt", '<div>\n  «<Image\n    src="a.png"\n  />»\n</div>\n', path="a.mdx"),
    image("missing-alt", "<img src=a.png role=none> «<img src=b.png role=img>»\n"),
    image("missing-alt", "![](a.png) «<img src=b.png>»\n", options={"decorative": True}),
    image("placeholder-alt", "Ü ![«Image»](a.png) ![«alt_text»](b.png) ![«image 12»](c.png)\n"),
    image("placeholder-alt", "> <img alt='«Untitled»' src=a.png> ![«Figure 3»](b.png)\n"),
    image("placeholder-alt", "| ![«a-b.PNG»](/x/a-b.png) |\n|---|\n| ![«IMG_1234»](c.jpg) |\n"),
    image("placeholder-alt", '{{< figure src="a.png" alt="«Screenshot 2024-01-02 at 3.04.05 PM»" >}}\n'),
    image("placeholder-alt", "![«parts_of_index»](parts-of-index.png?w=2) ![«Bild»](c.png)\n"),
    image("placeholder-alt", "![«8f14e45fceea167a5a36dedd4bea2543»](a.png) ![«7»](b.png)\n"),
    image("placeholder-alt", "![«Acme»](a.png)\n", options={"words": ["acme"]}),
    image("alt-says-image-of", "Ü ![«An image of» a tree](a.png)\n"),
    image("alt-says-image-of", '> <img src=a.png alt="«Photo of» us"> ![«this picture shows» b](c.png)\n'),
    image("alt-says-image-of", '{{< figure src="a.png" alt="«Graphic depicting» b" >}}\n'),
    image(
        "alt-repeats-caption",
        "<figure><img src=a.png alt='«A tree»'>\n<figcaption>A <b>tree</b>.</figcaption></figure>\n",
    ),
    image("alt-repeats-caption", "![«A tree»](a.png)\n\n_A tree._\n"),
    image("alt-repeats-caption", "- ![«A tree»](a.png)*A tree*\n"),
    image("repeated-alt", "![A tree](a.png) ![a tree](a.png)\n\n> ![«A  Tree»](b.png)\n"),
    image("repeated-alt", '<img src=a.png alt=\'A tree\'>\n\n{{< figure src="b.png" alt="«A tree»" >}}\n'),
    image("long-alt", f"Ü ![«{'a b ' * 60}c»](a.png)\n"),
    image("long-alt", "<img src=a.png alt='«A tree»'>\n", options={"max": 5}),
    image("textless-image-link", "Ü «[![](a.png)](/b)» [![c](d.png)](/e) [f ![](g.png)](/h)\n"),
    image("textless-image-link", "> «<a href=/a><img src=b.png alt=''></a>»\n"),
    image("textless-image-link", "| «[![ ][a]][b]» |\n|---|\n\n[a]: a.png\n[b]: /c\n"),
    image("textless-image-link", "- «<a href=/a>\n  <img src=b.png aria-hidden=true></a>»\n"),
    image("unsized-image", "Ü «<img src=a.png alt=b>» <img src=c.png alt=d height=1>\n"),
    image("unsized-image", "> | «<img src='a.png' />» |\n> |---|\n"),
    image("unwelcome-format", "Ü ![a](«b.BMP») <img src='«/c.tiff?d#e»' alt=f>\n"),
    image("unwelcome-format", '{{< figure src="«a.gif»" >}} ![b][c]\n\n[c]: «d.gif»\n', options={"formats": ["gif"]}),
    image("hotlinked-image", "![a](«https://x.example/a.png») ![b](https://cdn.acme.example/b.png)\n", house=ACME),
    image("hotlinked-image", "<img src='/a' srcset='/a 1x, «//x.example/a» 2x'>\n", house=ACME),
]
FILES = [
    image("missing-image", "Ü ![a](«b.png») ![c](d.png)\n", files={"content/blog/a/d.png": ""}, **HUGO),
    image("missing-image", "> <img src='«/img/b.png»'>\n", files={"static/img/a.png": ""}, **HUGO),
    image("missing-image", "![a][b]\n\n[b]: «c%20d.png» 'T'\n", files={"content/blog/a/e.png": ""}, **HUGO),
    image("wrong-case", "![a](«B.png»)\n", files={"content/blog/a/b.png": ""}, **HUGO),
    image("wrong-case", "<img src=«/IMG/b.png»>\n", files={"static/img/b.png": ""}, **HUGO),
    image("broken-image", "![a](«b.png»)\n", files={"b.png": "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"}),
    image("broken-image", "<img src='«b.gif»'>\n", files={"b.gif": ""}),
    image("broken-image", "![a](«b.jpg») ![c](d.svg)\n", files={"b.jpg": "no", "d.svg": "<svg/>"}),
    image("broken-image", "![a](«b.svg»)\n", files={"b.svg": "<svg><path d='M0 0"}),
    image("broken-image", "![a](«b.webp»)\n", files={"b.webp": "RIFF\xff\xff\0\0WEBPVP8 "}),
    image("wrong-extension", "Ü ![a](«b.png») ![c](d.gif)\n", files={"b.png": gif(1, 1), "d.gif": gif(1, 1)}),
    image("wrong-extension", "<img src='«b.JPG»'>\n", files={"b.JPG": "<svg></svg>"}),
    image("oversized-image", "![a](«b.gif») ![c](d.gif)\n", files={"b.gif": gif(9, 4001), "d.gif": gif(9, 4000)}),
    image("oversized-image", "<img src='«b.svg»'>\n", files={"b.svg": f"<svg>{'x' * 500_000}</svg>"}),
    image("scripted-svg", "![a](«b.svg»)\n", files={"b.svg": "<svg><script>x()</script></svg>"}),
    image(
        "scripted-svg", "![a](«b.svg»)\n", files={"b.svg": "<?xml version='1.0'?>\n<svg><a href='JavaScript:x'/></svg>"}
    ),
    image(
        "poor-social-image", '---\nimages:\n  - "«b.gif»"\n---\n', files={"content/blog/a/b.gif": gif(599, 400)}, **HUGO
    ),
    image("poor-social-image", "+++\nimage = '«b.gif»'\n+++\n", files={"content/blog/a/b.gif": gif(4000, 700)}, **HUGO),
]
FAULTS = [*TARGETS, *TEXTS, *IMAGES, *FILES]


def _id(fault: Fault) -> str:
    return f"{fault.rule}-{FAULTS.index(fault)}"


def test_there_are_many_of_every_rule() -> None:
    assert sum(len(fault.spans) for fault in FAULTS) >= FEWEST
    assert min(Counter(fault.rule for fault in FAULTS).values()) >= 2


@pytest.mark.parametrize("fault", FAULTS, ids=_id)
def test_fault_is_found_at_its_place(fault: Fault) -> None:
    assert spans(run(fault, fault.text)) == fault.spans


@pytest.mark.parametrize("fault", FAULTS, ids=_id)
def test_fault_is_found_with_other_line_ends(fault: Fault) -> None:
    other = fault._replace(marked=fault.marked.replace("\n", "\r\n"))
    assert spans(run(other, other.text)) == other.spans


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("fault", FAULTS, ids=_id)
def test_a_fix_mends_what_was_found_and_nothing_else(fault: Fault, line_end: str) -> None:
    text = fault.text.replace("\n", line_end)
    found = run(fault, text)
    fixed, rounds = text, 0
    while fixes := [fix.unplaced(one.fix) for one in run(fault, fixed) if one.fix is not None]:
        fixed, rounds = fix.apply(fixed, fixes).text, rounds + 1
        assert rounds <= 3
    unfixed = [one.message for one in found if one.fix is None]
    assert len(run(fault, fixed)) == len(unfixed)
    assert (fixed == text) == (len(unfixed) == len(found))
