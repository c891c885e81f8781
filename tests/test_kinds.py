"""What YAML rules can say with ``forbid`` and ``replace``, run on posts."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint.diagnostic import Diagnostic, Severity
from postlint.document import Document
from postlint.engine import Engine
from postlint.errors import UserErrors
from postlint.fix import apply, unplaced
from postlint.house import House, Offer, Project
from postlint.kinds import replace
from postlint.kinds.grammar.places import FRONT_MATTER_KEYS, NAMES, Place, place
from postlint.kinds.grammar.spec import Entry
from postlint.matching.house_words import lacking
from postlint.packs import load
from postlint.registry import load as load_registry
from postlint.rule import Rule
from postlint.site import Site, index
from postlint.site.conventions import CONVENTIONS
from postlint.testing import OnlyRule

NO_HOUSE = House()
HEAD = "summary: Be fine.\nwhy: Because it is so.\n"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "house"
    folder.mkdir()
    return folder


def rule_of(pack: Path, text: str) -> Rule:
    (pack / "made.yml").write_text(HEAD + text, encoding="utf-8")
    (rule,) = load(str(pack))
    return rule


def check(rule: Rule, text: str, path: str = "post.md", house: House = NO_HOUSE) -> list[Diagnostic]:
    rules = load_registry().rules | {rule.id: rule}
    doc = Document(text, path)
    conventions = CONVENTIONS["plain"]
    engine = Engine(rules, [rule.id], house=house)
    return engine.check(doc, Site([index(doc, conventions)], conventions), {rule.id: OnlyRule(rule, {})})


def found(rule: Rule, text: str, path: str = "post.md", house: House = NO_HOUSE) -> list[str]:
    source = Document(text, path).source
    return [source.text[one.start.offset : one.end.offset] for one in check(rule, text, path, house)]


def fixed(rule: Rule, text: str) -> str:
    return apply(text, [unplaced(one.fix) for one in check(rule, text) if one.fix]).text


# forbid


def test_forbid_tells_each_place(pack: Path) -> None:
    rule = rule_of(
        pack, 'message: "Don\'t say \'{match}\'."\nhelp: "Leave {match} out."\nforbid: [simply, of course]\n'
    )
    first, second = check(rule, "We Simply do it, of\ncourse.")
    assert (first.message, first.help, first.severity) == ("Don't say 'Simply'.", "Leave Simply out.", Severity.WARNING)
    assert (second.message, second.start.line, second.end.line) == ("Don't say 'of course'.", 1, 2)
    assert first.fix is None
    assert (rule.kind, rule.fixable, rule.on) == ("forbid", False, True)


def test_entries_have_their_own_say(pack: Path) -> None:
    rule = rule_of(
        pack,
        """
severity: hint
message: "'{match}' is no news."
help: Leave it out.
forbid:
  - simply
  - {phrase: obviously, message: "Nothing is '{match}'.", help: "Think of '{match}' again.", severity: error}
  - {regex: '\\b(?:very )+\\w+', help: One word will do.}
""",
    )
    told = [
        (one.message, one.help, one.severity.label) for one in check(rule, "Simply. Obviously. A very very odd word.")
    ]
    assert told == [
        ("'Simply' is no news.", "Leave it out.", "hint"),
        ("Nothing is 'Obviously'.", "Think of 'Obviously' again.", "error"),
        ("'very very odd' is no news.", "One word will do.", "hint"),
    ]


def test_steps_of_a_ladder(pack: Path) -> None:
    rule = rule_of(
        pack,
        """
severity: {urgent: error, asks: warning}
message: "'{match}' pushes."
forbid:
  - {phrase: act now, step: urgent}
  - {phrase: sign up, step: asks}
""",
    )
    told = [(one.step, one.severity) for one in check(rule, "Act now. Sign up.")]
    assert told == [("urgent", Severity.ERROR), ("asks", Severity.WARNING)]


def test_case(pack: Path) -> None:
    text = "Github, GitHub, github."
    assert found(rule_of(pack, "message: It.\ncase: exact\nforbid: [Github, github]\n"), text) == ["Github", "github"]
    assert found(rule_of(pack, "message: It.\ncase: ignored\nforbid: [Github]\n"), text) == [
        "Github",
        "GitHub",
        "github",
    ]


def test_unless_excuses_what_it_overlaps(pack: Path) -> None:
    rule = rule_of(
        pack, "message: It.\nforbid: [simple, very simple]\nunless: [simple-minded, keep it simple, simple past]\n"
    )
    text = "A simple idea. Simple-minded. Keep *it*\nsimple! The very simple past. A very simple one."
    assert found(rule, text) == ["simple", "very simple"]
    one = rule_of(pack, "message: It.\nforbid: [simple]\nunless: simple past\n")
    assert found(one, "The simple past is simple.") == ["simple"]


def test_unless_sentence_excuses_the_whole_sentence(pack: Path) -> None:
    rule = rule_of(pack, "message: It.\nforbid: [fastest]\nunless-sentence: [measured, in our benchmark]\n")
    text = "The fastest. As *measured*, the fastest.\n\n- fastest in our\n  benchmark\n- fastest\n\nMeasured. Fastest!"
    assert found(rule, text) == ["fastest", "fastest", "Fastest"]
    assert [one.start.line for one in check(rule, text)] == [1, 5, 7]


HOUSE = House(name="Acme", projects=(Project("Hoist", ("hoistd",)),), offers=(Offer("Hoist Cloud"),))


def test_words_of_the_house(pack: Path) -> None:
    rule = rule_of(pack, "message: \"'{match}' pushes.\"\nforbid: ['try {offers}', '{projects} beats {offers}']\n")
    text = "Try Hoist Cloud! Try Hoist. Hoistd beats Hoist Cloud. Try {offers}."
    assert found(rule, text, house=HOUSE) == ["Try Hoist Cloud", "Hoistd beats Hoist Cloud"]
    assert found(rule, text) == []


def test_words_of_the_house_in_patterns(pack: Path) -> None:
    rule = rule_of(pack, "message: It.\nforbid:\n  - regex: '{offers}\\W+{house}|\\p{Lu}\\d{2,}'\n")
    assert found(rule, "Hoist Cloud, Acme: A12 a12.", house=HOUSE) == ["Hoist Cloud, Acme", "A12", "a12"]
    assert found(rule, "Hoist Cloud, Acme: A12.") == []


def test_a_rule_lacks_the_words_that_all_its_phrases_need(pack: Path) -> None:
    rule = rule_of(pack, "message: It.\nforbid: ['try {offers}', 'use {projects}']\nunless: [simple]\n")
    assert lacking(rule.needles, NO_HOUSE.words) == ("offers", "projects")
    assert lacking(rule.needles, House(projects=(Project("Hoist"),)).words) == ()


def test_unknown_words_of_the_house_are_told(pack: Path) -> None:
    with pytest.raises(UserErrors) as told:
        rule_of(pack, "message: It.\nforbid:\n  - try {offer}\n  - regex: 'by {thing} now'\n")
    assert [str(error).partition(".yml:")[2] for error in told.value.errors] == [
        "5:9: '{offer}' stands for no words of the house. Did you mean 'offers'?",
        (
            "6:16: '{thing}' stands for no words of the house. "
            "It can be projects, offers, partners, names, house, paid-features, misspelled-names."
        ),
    ]


def test_a_match_is_told_on_one_line_and_with_its_code(pack: Path) -> None:
    rule = rule_of(pack, "message: \"Not '{match}'.\"\nforbid:\n  - regex: 'run \\S+ by  ?hand|by\\shand'\n")
    assert [one.message for one in check(rule, "Run `make` by hand.  \nBy  \nhand.")] == [
        "Not 'Run `make` by hand'.",
        "Not 'By hand'.",
    ]


POST = """\
---
title: odd title
description: odd description
image:
  caption: odd nested
tags: [odd tag]
---
# odd h1

odd paragraph with an [odd link](x) and ![odd alt](i.png)

## odd h2

- odd item

| odd cell |
|---|
| y |

> odd quote with an [odd quoted link](x)
>
> ## odd quoted heading

A note.[^1]

[^1]: odd footnote

<figure><img src="i.png" alt="odd html alt"><figcaption>odd caption</figcaption></figure>
"""


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("", "h1|paragraph|link|h2|item|cell|footnote|caption"),
        ("in: prose", "h1|paragraph|link|h2|item|cell|footnote|caption"),
        ("in: headings", "h1|h2"),
        ("in: h2", "h2"),
        ("in: [headings, quotes]", "h1|h2|quote|quoted link|quoted heading"),
        ("in: quotes", "quote|quoted link|quoted heading"),
        ("in: list-items", "item"),
        ("in: table-cells", "cell"),
        ("in: captions", "caption"),
        ("in: footnotes", "footnote"),
        ("in: link-text", "link"),
        ("in: [link-text, quotes]", "link|quote|quoted link|quoted heading"),
        ("in: alt-text", "alt|html alt"),
        ("in: title", "title"),
        ("in: front-matter.title", "title"),
        ("in: front-matter.image.caption", "nested"),
        ("in: [description, tags]", "description|tag"),
        ("in: front-matter", "title|description|nested|tag"),
        ("in: [prose, title]", "title|h1|paragraph|link|h2|item|cell|footnote|caption"),
    ],
)
def test_places(pack: Path, where: str, expected: str) -> None:
    rule = rule_of(pack, f"message: It.\n{where}\nforbid:\n  - regex: 'odd (?:quoted |html )?\\w+'\n")
    assert found(rule, POST) == [f"odd {name}" for name in expected.split("|")]


SECTIONS = """\
---
title: odd title
---
odd opening

> odd quote

## odd one

odd in one

### odd deeper

## odd two

- odd in two
"""


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("first-section", "opening"),
        ("last-section", "two|in"),
        ("[first-section, last-section]", "opening|two|in"),
        ("[first-section, title]", "title|opening"),
        ("first 3 words", "opening|one"),
        ("first 4 words", "opening|one"),
        ("first 5 words", "opening|one|in"),
        ("first 500 words", "opening|one|in|deeper|two|in"),
        ("first 0 words", ""),
    ],
)
def test_places_by_position(pack: Path, where: str, expected: str) -> None:
    rule = rule_of(pack, f"message: It.\nin: {where}\nforbid:\n  - regex: 'odd \\w+'\n")
    assert "|".join(found(rule, SECTIONS)).replace("odd ", "") == expected


def test_every_place_that_is_offered_is_one() -> None:
    for name in NAMES:
        assert isinstance(place([name]), Place)
    assert set(FRONT_MATTER_KEYS) <= set(NAMES)
    assert place(["heading"]) == "'heading' is no place in a post. Did you mean 'headings'?"
    problem = "'byline' is no place in a post. A key of the front matter is written 'front-matter.byline'."
    assert place(["byline"]) == problem


# replace


def test_replace_offers_the_fix(pack: Path) -> None:
    rule = rule_of(pack, "replace:\n  in order to: to\n  utilize: use\n")
    text = "Utilize it IN ORDER TO win. In order to utilize."
    assert [one.message for one in check(rule, text)] == [
        "Write 'Use' instead of 'Utilize'.",
        "Write 'TO' instead of 'IN ORDER TO'.",
        "Write 'To' instead of 'In order to'.",
        "Write 'use' instead of 'utilize'.",
    ]
    assert fixed(rule, text) == "Use it TO win. To use."
    assert {one.fix.title for one in check(rule, "Utilize it.") if one.fix} == {"Write 'Use'"}


def test_entries_of_replace(pack: Path) -> None:
    rule = rule_of(
        pack,
        """
message: "'{match}' is '{replacement}'."
replace:
  - {phrase: utilize, replacement: use}
  - {phrase: leverage, replacement: use, message: "Nobody says '{match}'.", severity: hint, help: "Say {replacement}."}
  - {regex: 'thr(?:u|ough)put', replacement: flow}
""",
    )
    told = [(one.message, one.help, one.severity.label) for one in check(rule, "Utilize, leverage, Thruput.")]
    assert told == [
        ("'Utilize' is 'Use'.", None, "warning"),
        ("Nobody says 'leverage'.", "Say use.", "hint"),
        ("'Thruput' is 'Flow'.", None, "warning"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "in\norder to",
        "in *order* to",
        "in&#32;order to",
        "in\u00a0order &#116;o",
        "in **order** to",
    ],
)
def test_no_fix_where_the_source_reads_otherwise(pack: Path, text: str) -> None:
    (one,) = check(rule_of(pack, "replace:\n  in order to: to\n"), text)
    assert one.fix is None


def test_a_fix_never_breaks_front_matter_or_alt_texts(pack: Path) -> None:
    rule = rule_of(
        pack, "in: front-matter\nreplace:\n  utilise: 'use: it'\n  maths: no\n  api: API\n".replace("no\n", "'no'\n")
    )
    text = "---\ntitle: We utilise it\nsummary: maths\nexcerpt: maths and an api\n---\n"
    assert len(check(rule, text)) == 4
    assert fixed(rule, text) == "---\ntitle: We utilise it\nsummary: maths\nexcerpt: no and an API\n---\n"


def test_what_is_right_already_is_no_finding(pack: Path) -> None:
    rule = rule_of(pack, "replace:\n  Github: GitHub\n")
    assert found(rule, "Github, GitHub, github, GITHUB.") == ["Github", "github", "GITHUB"]
    assert fixed(rule, "Github, GitHub, github.") == "GitHub, GitHub, GitHub."


@pytest.mark.parametrize(
    ("match", "phrase", "replacement", "expected"),
    [
        ("utilize", "utilize", "use", "use"),
        ("Utilize", "utilize", "use", "Use"),
        ("UTILIZE", "utilize", "use", "USE"),
        ("In Order To", "in order to", "to", "To"),
        ("github", "github", "GitHub", "GitHub"),
        ("Iphone", "iphone", "iPhone", "iPhone"),
        ("GITHUB", "github", "GitHub", "GitHub"),
        ("API", "API", "interface", "interface"),
        ("I", "i", "we", "We"),
        ("Straße", "straße", "weg", "Weg"),
    ],
)
def test_the_case_is_kept(match: str, phrase: str, replacement: str, expected: str) -> None:
    assert replace.in_case_of(match, Entry(phrase, replacement=replacement)) == expected


def test_a_fix_never_changes_the_label_of_a_link(pack: Path) -> None:
    rule = rule_of(pack, "in: [prose, alt-text]\nreplace:\n  utilize: use\n  Github: GitHub\n")
    text = "[We utilize][] it, [we utilize][b] it, ![we utilize][] [Github][].\n\n"
    text += "[we utilize]: x\n[b]: y\n[github]: z\n"
    assert len(check(rule, text)) == 4
    assert fixed(rule, text) == text.replace("[we utilize][b]", "[we use][b]").replace("[Github]", "[GitHub]")


def test_replacing_again_changes_nothing(pack: Path) -> None:
    rule = rule_of(pack, "unless: mobile app\nreplace:\n  app: mobile app\n  Github: GitHub\n")
    once = fixed(rule, "An app, github, an App.")
    assert once == "An mobile app, GitHub, an Mobile app."
    assert fixed(rule, once) == once
