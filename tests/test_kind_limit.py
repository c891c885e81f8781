"""``limit``: things are counted as a reader counts them, and the first that is too many is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from acme import HOUSE, check, found, told
from postlint.house import House
from yaml_rules import mistakes, rule_of

POST = """\
---
title: How we count!
description: Simply counted
---
Simply put, it is *simply*
the best! See [Acme Cloud](https://cloud.acme.com/start?x=1) and [Ace](https://github.com/acme/ace).

![chart](a.png)

## Setting up

Simply run `simply`. See <https://discord.gg/acme>, [docs](/docs/a.md) and [more][more].

```bash
simply
```

- One
  - Nested
- Two

### Deeper

> Simply quoted, with a [link](https://github.com/acme).

| a | b |
|---|---|
| [Buy](https://www.acme.com/pricing) | c |

## Taking down

Done.

[more]: https://example.org/acme.com
"""


# What is counted


@pytest.mark.parametrize(
    ("of", "count", "words"),
    [
        ("[simply]", 3, "Simply|simply|Simply"),
        ("[simply, run, '{house} Cloud']", 5, "Simply|simply|Acme Cloud|Simply|run"),
        ("[{regex: 'si\\w+ly'}]", 3, "Simply|simply|Simply"),
        ("links", 6, "Acme Cloud|Ace|https://discord.gg/acme|docs|more|Buy"),
        ("{links: }", 6, "Acme Cloud|Ace|https://discord.gg/acme|docs|more|Buy"),
        ("{links: {host: github.com}}", 1, "Ace"),
        ("{links: {host: [github.com/acme, www.ACME.com]}}", 2, "Ace|Buy"),
        ("{links: {host: github.com/ac}}", 0, ""),
        ("{links: {role: commercial}}", 2, "Acme Cloud|Buy"),
        ("{links: {role: project}}", 1, "Ace"),
        ("{links: {role: community}}", 1, "https://discord.gg/acme"),
        ("{links: {role: own}}", 1, "docs"),
        ("{links: {role: [own, elsewhere]}}", 2, "docs|more"),
        ("{links: {role: partner}}", 0, ""),
        ("{links: {role: commercial, host: acme.com}}", 1, "Buy"),
        ("images", 1, "chart"),
        ("headings", 3, "Setting up|Deeper|Taking down"),
        ("{headings: {level: 2}}", 2, "Setting up|Taking down"),
        ("{headings: {level: [3, 4]}}", 1, "Deeper"),
        ("code-blocks", 1, "simply"),
        ("{code-blocks: {language: [Bash, sh]}}", 1, "simply"),
        ("{code-blocks: {language: none}}", 0, ""),
        ("tables", 1, "a"),
        ("lists", 1, "One"),
        ("quotes", 1, "Simply quoted, with a [link](https://gi…"),
        ("paragraphs", 3, "Simply put, it is simply the best! See …|Simply run `simply`. See <https://disco…|Done."),
        (
            "sentences",
            15,
            (
                "Simply put, it is simply the best!|See Acme Cloud and Ace.|Setting up|Simply run `simply`.|"
                "See <https://discord.gg/acme>, [docs](/…|One|Nested|Two|Deeper|a|b|Buy|c|Taking down|Done."
            ),
        ),
        (
            "words",
            33,
            (
                "Simply|put,|it|is|simply|the|best!|See|Acme|Cloud|and|Ace.|Setting|up|Simply|run|`simply`.|See|"
                "https://discord.gg/acme>,|docs|and|more.|One|Nested|Two|Deeper|a|b|Buy|c|Taking|down|Done."
            ),
        ),
        ("[{images}, {tables}, run]", 3, "chart|run|a"),
        ("[Acme, {links: {role: commercial}}]", 2, "Acme Cloud|Buy"),
    ],
)
def test_what_a_post_has(tmp_path: Path, of: str, count: int, words: str | None) -> None:
    """Each thing is the first that is too many where one fewer is the limit."""
    named = []
    for most in range(count):
        rule = rule_of(tmp_path, f"message: '{{match}}|{{number}}/{{count}}'\nlimit: {{of: {of}, most: {most}}}")
        (one,) = check(rule, POST)
        match, _, rest = one.message.rpartition("|")
        assert rest == f"{most + 1}/{count}"
        named.append(match)
    assert check(rule_of(tmp_path, f"limit: {{of: {of}, most: {count}}}"), POST) == []
    assert words is None or named == (words.split("|") if words else [])


def test_code_blocks_know_their_language(tmp_path: Path) -> None:
    post = "```\na\n```\n\n    indented\n\n~~~Python title=x\nb\n~~~\n\n`inline` <code>x</code>\n\n"
    post += "<pre><code>c</code></pre>\n"
    none = rule_of(tmp_path, "limit: {of: {code-blocks: {language: none}}, most: 0}")
    assert told(none, post) == [
        (
            "```\na\n```",
            "'a' should not be there: this post has 1 code block without a language, and the limit is 0.",
        )
    ]
    assert found(rule_of(tmp_path, "limit: {of: code-blocks, most: 3}"), post) == ["<pre><code>c</code></pre>"]
    assert found(rule_of(tmp_path, "limit: {of: {code-blocks: {language: python}}, most: 0}"), post) == [
        "~~~Python title=x\nb\n~~~"
    ]


def test_links_by_role_without_a_house(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "message: '{count}'\nlimit: {of: {links: {role: elsewhere}}, most: 0}")
    assert [message for _, message in told(rule, POST, house=House())] == ["5"]


def test_parts_of_html_and_mdx(tmp_path: Path) -> None:
    page = (
        "---\ntitle: A\n---\n<h2>One</h2><p>See <a href='https://github.com/acme'>Ace</a>.</p>"
        "<table><tr><td>x</td></tr></table><ul><li>a<ol><li>b</li></ol></li></ul><ul><li>c</li></ul>"
        "<blockquote>Said <a href='/x'>x</a>.</blockquote><pre>code</pre><img src='a.png' alt='pic'><h3>Two</h3>"
    )
    counts = {"links": 1, "tables": 1, "lists": 2, "quotes": 1, "code-blocks": 1, "images": 1, "headings": 2}
    for of, count in counts.items():
        rule = rule_of(tmp_path, f"message: '{{count}}'\nlimit: {{of: {of}, most: 0}}")
        assert [message for _, message in told(rule, page, "post.html")] == [str(count)], of
    mdx = (
        "import X from 'x'\n\n# Hi\n\n<Card title='x'>\n  A [link](https://ace.dev) and <a href='/b'>b</a>.\n</Card>\n"
    )
    rule = rule_of(tmp_path, "message: '{match}'\nlimit: {of: links, most: 1}")
    assert told(rule, mdx, "post.mdx") == [("<a href='/b'>b</a>", "b")]


# In which place


@pytest.mark.parametrize(
    ("where", "of", "expected"),
    [
        ("headings", "[up]", ["up"]),
        ("[prose, title]", "['!']", ["!"]),
        ("title", "['!']", []),
        ("quotes", "links", []),
        ("quotes", "[simply]", []),
        ("[prose, quotes]", "links", ["<https://discord.gg/acme>"]),
        ("first-section", "links", []),
        ("first-section", "[simply]", []),
        ("table-cells", "links", []),
        ("headings", "words", ["Deeper"]),
        ("last-section", "headings", []),
    ],
)
def test_only_what_stands_in_the_place_counts(tmp_path: Path, where: str, of: str, expected: list[str]) -> None:
    most = {"words": 2, "['!']": 1, "[up]": 0}.get(of, 2)
    assert found(rule_of(tmp_path, f"in: {where}\nlimit: {{of: {of}, most: {most}}}"), POST) == expected


def test_parts_count_where_the_text_around_them_stands(tmp_path: Path) -> None:
    post = "![a](a.png)\n\nOpening.\n\n> ![b](b.png)\n>\n> ```\n> x\n> ```\n\n## One\n\n![c](c.png)\n\n```\ny\n```\n"
    expected = {
        "prose": ["a", "c"],
        "first-section": ["a"],
        "last-section": ["c"],
        "quotes": ["b"],
        "first 1 words": ["a"],
    }
    for where, images in expected.items():
        rule = rule_of(tmp_path, f"in: {where}\nmessage: '{{match}} {{count}}'\nlimit: {{of: images, most: 0}}")
        assert [message for _, message in told(rule, post)] == [f"{images[0]} {len(images)}"], where
    quoted = rule_of(tmp_path, "in: quotes\nlimit: {of: code-blocks, most: 0}")
    assert found(quoted, post) == ["```\n> x\n> ```"]
    assert found(rule_of(tmp_path, "in: quotes\nlimit: {of: quotes, most: 0}"), post)[0].startswith("> ![b]")


def test_what_excuses_phrases(tmp_path: Path) -> None:
    text = "Simply put. Simply done. It is simply so, honestly."
    unless = rule_of(tmp_path, "unless: simply put\nlimit: {of: [simply], most: 1}")
    assert found(unless, text) == ["simply"]
    sentence = rule_of(tmp_path, "unless-sentence: honestly\nlimit: {of: [simply], most: 1}")
    assert found(sentence, text) == ["Simply"]
    exact = rule_of(tmp_path, "case: exact\nlimit: {of: [simply], most: 0}")
    assert found(exact, text) == ["simply"]


# Bounds


def test_messages(tmp_path: Path) -> None:
    assert told(rule_of(tmp_path, "limit: {of: [simply], most: 2}"), POST) == [
        ("Simply", "'Simply' is number 3 of 3 mentions of 'simply' in this post; the limit is 2.")
    ]
    assert told(rule_of(tmp_path, "limit: {of: [a b, c d, e f, simply], most: 2}"), POST) == [
        (
            "Simply",
            "'Simply' is number 3 of 3 mentions of 'a b', 'c d', 'e f' or the like in this post; the limit is 2.",
        )
    ]
    assert told(rule_of(tmp_path, "limit: {of: {links: {role: commercial}}, most: 1}"), POST) == [
        (
            "[Buy](https://www.acme.com/pricing)",
            "'Buy' is number 2 of 2 links to what the house sells in this post; the limit is 1.",
        )
    ]
    assert told(rule_of(tmp_path, "limit: {of: {links: {host: [ace.dev, github.com]}}, least: 2}"), POST) == [
        ("title", "This post has 1 link to ace.dev or github.com; it should have at least 2.")
    ]


def test_entries_have_their_own_say(tmp_path: Path) -> None:
    rule = rule_of(
        tmp_path,
        """
severity: {urgent: error, mild: hint}
help: Not more than {most}.
limit:
  most: 1
  of:
    - {phrase: act now, step: urgent, message: "'{match}' once is enough.", help: Wait.}
    - {links: {role: commercial}, step: mild}
""",
    )
    post = "Act now, [here](https://cloud.acme.com)."
    (one,) = check(rule, post)
    assert (one.message, one.help, one.step) == (
        "'here' is number 2 of 2 mentions of 'act now' or links to what the house sells in this post; the limit is 1.",
        "Not more than 1.",
        "mild",
    )
    (other,) = check(rule, f"{post[9:]} {post[:7]}.")
    assert (other.message, other.help, other.step) == ("'Act now' once is enough.", "Wait.", "urgent")


SECTIONS = "# Title\n\nOpening! Wow!\n\n## One\n\nA! B!\n\n### Deep\n\nC! D!\n\n> ## Quoted\n\n## Two\n\nE!\n"


def test_per_section_and_per_heading(tmp_path: Path) -> None:
    section = rule_of(tmp_path, "limit: {of: ['!'], most: 2, per: section}")
    assert [(one.start.line, one.message) for one in check(section, SECTIONS)] == [
        (11, "'!' is number 3 of 4 mentions of '!' in this section; the limit is 2.")
    ]
    assert found(rule_of(tmp_path, "limit: {of: ['!'], most: 2, per: heading}"), SECTIONS) == []
    heading = rule_of(tmp_path, "limit: {of: ['!'], most: 1, per: heading}")
    assert [one.start.line for one in check(heading, SECTIONS)] == [3, 7, 11]


def test_too_few_per_section_and_per_heading(tmp_path: Path) -> None:
    section = rule_of(tmp_path, "limit: {of: ['!'], least: 2, per: section}")
    assert told(section, SECTIONS) == [("Two", "'Two' has 1 mention of '!'; it should have at least 2.")]
    heading = rule_of(tmp_path, "limit: {of: [{links}, d], least: 1, per: heading}")
    assert [words for words, _ in told(heading, SECTIONS)] == ["One", "Two"]
    assert told(heading, "No heading, no need.\n") == []


def test_per_so_many_words(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "limit: {of: ['!'], most: 2, per: 100 words}")
    few, many = "word " * 50, "word " * 149
    assert found(rule, few + "a! b!") == []
    assert told(rule, few + "a! b! c!") == [
        ("!", "'!' is number 3 of 3 mentions of '!' in this post; the limit is 2 for 100 words.")
    ]
    assert found(rule, many + "a! b! c!") == []
    assert len(found(rule, many + "a! b! c! d!")) == 1
    least = rule_of(tmp_path, "limit: {of: images, least: 1, per: '1,000 words'}")
    assert found(least, "word " * 999) == []
    assert told(least, "word " * 1000) == [
        ("word " * 1000, "This post has 0 images; it should have at least 1 for 1,000 words.")
    ]


def test_words_of_posts_and_passages(tmp_path: Path) -> None:
    assert told(rule_of(tmp_path, "limit: {of: words, most: 3}"), "One *two*, `three`.\n\nFour five.") == [
        ("Four", "'Four' is number 4 of 5 words in this post; the limit is 3.")
    ]
    assert found(rule_of(tmp_path, "limit: {of: words, most: 2, per: heading}"), SECTIONS + "\nMore.") == [
        "Wow!",
        "B!",
        "D!",
        "More.",
    ]
    assert told(rule_of(tmp_path, "limit: {of: words, least: 300}"), "---\ntitle: A\n---\nTwo words.\n") == [
        ("title", "This post has 2 words; it should have at least 300.")
    ]


def test_a_post_that_lacks_something_is_told_at_its_title(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "message: '{match}'\nlimit: {of: images, least: 1}")
    assert told(rule, "---\ntags: [a]\ntitle: The post\n---\n") == [("title", "The post")]
    assert told(rule, "---\ntags: [a]\n---\n# The heading\n") == [("---", "The heading")]
    assert told(rule, "Text.\n", "posts/a.md") == [("Text.", "a.md")]
    assert told(rule, "", "posts/a.md") == [("", "a.md")]


def test_links_that_the_house_does_not_know_are_not_missed(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "limit: {of: [forum, {links: {role: community}}], least: 2}")
    assert len(found(rule, "Nothing.")) == 1
    assert found(rule, "Nothing.", house=House()) == []
    words = rule_of(tmp_path, "message: No project.\nlimit: {of: ['{projects}'], least: 1}")
    assert found(words, "Ace.") == []
    assert len(found(words, "Nothing.")) == 1
    assert found(words, "Nothing.", house=HOUSE._replace(projects=())) == []


# Rules that wait for a phrase, and those that do not


def test_rules_wait_for_their_phrases_where_they_can(tmp_path: Path) -> None:
    assert not rule_of(tmp_path, "limit: {of: [a], most: 1}").wakes
    for text in ("{of: [a], least: 1}", "{of: [a, {links}], most: 1}", "{of: links, most: 1}"):
        assert rule_of(tmp_path, f"limit: {text}").wakes


# Mistakes of authors


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("limit: links", "1:8: 'limit' is a mapping with 'of' and 'most'."),
        ("limit: {most: 3}", "1:8: 'limit' lacks 'of'."),
        ("limit: {of: links}", "1:8: 'limit' lacks a bound: 'most' or 'least'."),
        ("limit: {of: links, mots: 3}", "1:20: 'mots' is no key of 'limit'. Did you mean 'most'?"),
        ("limit: {of: links, most: many}", "1:26: 'most' is a whole number such as 3, not 'many'."),
        ("limit: {of: links, most: -1}", "1:26: 'most' is a whole number such as 3, not '-1'."),
        ("limit: {of: links, most: yes}", "1:26: 'most' is a whole number such as 3, not 'yes'."),
        ("limit: {of: links, least: 0}", "1:8: 'least: 0' asks for nothing."),
        ("limit: {of: links, most: 3, least: 4}", "1:8: 'least' is 4 and 'most' is 3, so nothing would do."),
        (
            "limit: {of: links, most: 3, per: sections}",
            "1:34: 'per' is one of post, section, heading, 1000 words, not 'sections'. Did you mean 'section'?",
        ),
        (
            "limit: {of: link, most: 3}",
            "1:13: 'link' is nothing that a post is made of. Did you mean 'links'? A phrase stands in a list: [link].",
        ),
        ("limit: {of: {link: }, most: 3}", "1:13: 'link' is nothing that a post is made of. Did you mean 'links'?"),
        ("limit: {of: [links], most: 3}", "1:14: Write {links} for links, {phrase: links} for the word."),
        ("limit: {of: [], most: 3}", "1:13: This list of phrases is empty."),
        ("limit: {of: {}, most: 3}", "1:13: Here stands a list of phrases, or one of links, images, headings, code-"),
        (
            "limit: {of: [3], most: 3}",
            '1:14: A phrase is a text, but YAML reads 3 as a number; put quotes around it: "3".',
        ),
        ("limit: {of: {phrase: x}, most: 3}", "1:13: An entry with 'phrase' stands in a list, behind a hyphen or in"),
        ("limit: {of: {links, images}, most: 3}", "1:21: Each thing is an entry of its own: [{links: }, {images: }]."),
        ("limit: {of: {links: github.com}, most: 3}", "1:21: 'links' has conditions such as host. Leave it empty for"),
        ("limit: {of: {links: {hots: x.y}}, most: 3}", "1:22: 'hots' is no key of 'links'. Did you mean 'host'?"),
        ("limit: {of: {links: {host: github}}, most: 3}", "1:28: 'github' is no host such as github.com."),
        ("limit: {of: {links: {host: []}}, most: 3}", "1:28: This list under 'host' is empty."),
        (
            "limit: {of: {links: {role: [own, comercial]}}, most: 3}",
            (
                "1:34: 'role' is one of commercial, project, community, own, partner, elsewhere, not 'comercial'. "
                "Did you mean 'commercial'?"
            ),
        ),
        ("limit: {of: {headings: {level: 7}}, most: 3}", "1:32: 'level' is a number from 1 to 6, or a list of these."),
        ("limit: {of: {tables: {x: 1}}, most: 3}", "1:22: 'tables' has no conditions. Leave it empty for all of them."),
        ("limit: {of: {links: , hosts: x}, most: 3}", "1:23: 'hosts' is no key of an entry."),
        ("limit: {of: [x, X], most: 3}", "1:17: 'X' already stands in line 3."),
        ("limit: {of: [{regex: 'a(b'}], most: 3}", "1:23: 'a(b' is no regular expression: a '(' is never closed"),
        (
            "limit: {of: ['{ofers}'], most: 3}",
            "1:15: '{ofers}' stands for no words of the house. Did you mean 'offers'",
        ),
        ("limit: {of: [{regex: 'a+bc'}], least: 1}", "1:8: The rule lacks 'message': no writer could read what is"),
        ("message: '{least}'\nlimit: {of: links, most: 3}", "1:11: '{least}' is not known here; a message may say"),
        ("severity: {a: hint}\nlimit: {of: [x], most: 1}", "2:14: 'x' says no 'step'; 'severity' has a."),
        (
            "severity: {a: hint}\nlimit: {of: [{phrase: x, step: a}], least: 1}",
            "1:11: What is missing has no step; 'severity' is one word here, such as warning.",
        ),
        (
            "in: [prose, headings]\nlimit: {of: images, most: 1}",
            "1:13: 'images' are looked for in prose, quotes, first-section, last-section or 'first N words', not in",
        ),
        ("in: link-text\nlimit: {of: words, most: 1}", "1:5: 'words' are counted in whole paragraphs, headings or"),
        ("in: heading\nlimit: {of: [x], most: 1}", "1:5: 'heading' is no place in a post. Did you mean 'headings'?"),
        ("unless: x\nlimit: {of: links, most: 1}", "1:9: 'unless' is about phrases, and this rule looks for none."),
        ("once: true\nlimit: {of: [x], most: 1}", "1:1: 'once' is no key of a rule."),
        ("case: exact\nlimit: {of: links, most: 1}", "1:7: 'case' is about phrases, and this rule looks for none."),
    ],
)
def test_mistakes_of_authors(tmp_path: Path, text: str, expected: str) -> None:
    several = mistakes(tmp_path, text)
    assert any(one.startswith(expected) for one in several), several


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    assert len(mistakes(tmp_path, "in: hedings\nlimit: {of: [links, {phrse: x}], most: x, per: y, z: 1}")) == 6
