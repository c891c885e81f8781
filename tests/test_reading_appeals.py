"""What reading notes for appeals: words, who is addressed, where links lead, where something stands, what a post is."""

from __future__ import annotations

import time

import pytest

from postlint.document import Document
from postlint.house import House, house_of
from postlint.reading import Reading
from postlint.reading.address import manner
from postlint.reading.appeals import unit
from postlint.reading.components import components
from postlint.reading.house_names import house_names_of
from postlint.reading.links import Roles
from postlint.reading.words import MOST_WORDS, Lexicon, Words, fold
from postlint.site import CONVENTIONS, Site

ACME = house_of(
    {
        "name": "Acme Inc.",
        "hosts": ["acme.com"],
        "places": ["github.com/acme/acme/discussions"],
        "partners": ["bolt.example"],
        "projects": [{"name": "Acme", "hosts": ["acme.io", "github.com/acme"]}],
        "offers": [{"name": "Acme Cloud", "hosts": ["cloud.acme.com", "acme.com/cloud", "acme.com/contact"]}],
    }
)


def words(text: str) -> Words:
    return Words(text, 0, len(text))


def reading(text: str, house: House = ACME, path: str = "post.md") -> Reading:
    return Reading(Document(text, path), house, Site([], CONVENTIONS["plain"]))


# Words and phrases


def test_words_are_folded_and_keep_their_places() -> None:
    found = words("Don’t SIGN-UP, 14-day.")
    assert found.texts == ["don't", "sign", "up", "14", "day"]
    assert [found.gap(index) for index in range(6)] == ["", " ", "-", ", ", "-", "."]
    assert (found.starts[1], found.ends[2]) == (6, 13)
    assert [found.is_capitalized(index) for index in range(3)] == [True, True, True]
    assert found.at(7) == 1
    assert found.at(99) == 5


def test_folding_keeps_the_length() -> None:
    assert fold("İT’S") == "İt's".replace("İ", "İ")
    assert len(fold("İİ")) == 2


def test_long_sentences_are_read_in_part() -> None:
    assert len(words("word " * 1000)) == MOST_WORDS


def test_lexicon_finds_the_longest_phrase_of_each_group() -> None:
    lexicon = Lexicon({"verb": ["sign", "sign up"], "noun": ["sign"], "lure": ["free-trial"]})
    found = [(one.group, one.first, one.end) for one in lexicon.mentions(words("Sign up for a free trial."))]
    assert found == [("verb", 0, 2), ("noun", 0, 1), ("lure", 4, 6)]


# Who is addressed


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("_Try_ it.", "imperative"),
        ("Please just _try_ it.", "imperative"),
        ("Ready? _Try_ it.", "imperative"),
        ("If you like logs, _try_ it.", "imperative"),
        ("Install it and _try_ it.", "imperative"),
        ("Or _try_ it.", "imperative"),
        ("Run it yourself, or _try_ it.", "imperative"),
        ("Why not _try_ it?", "imperative"),
        ("Don't forget to _try_ it.", "imperative"),
        ("Do not hesitate to _try_ it.", "imperative"),
        ("At acme.com: _try_ it.", "imperative"),
        ("You can _try_ it.", "second-person"),
        ("You'll also be able to _try_ it.", "invitation"),
        ("You can install and _try_ it.", "second-person"),
        ("Feel free to _try_ it.", "invitation"),
        ("We invite you to _try_ it.", "invitation"),
        ("We want you to _try_ it.", "invitation"),
        ("The best way to _try_ it is this.", "invitation"),
        ("Want to _try_ it?", "invitation"),
        ("Click here to _try_ it.", "invitation"),
        ("Don't _try_ it.", "negated"),
        ("You don't need to _try_ it.", "negated"),
        ("There is no need to _try_ it.", "negated"),
        ("You never _try_ it.", "negated"),
        ("Users _try_ it.", "others"),
        ("We _try_ it.", "others"),
        ("They install and _try_ it.", "others"),
        ("Vendors want you to _try_ it.", "others"),
        ("If you _try_ it, it works.", "condition"),
        ("If you want to _try_ it, read on.", "condition"),
        ("When you can _try_ it, do.", "condition"),
        ("For teams that want to _try_ it, we have a page.", "condition"),
        ("If you like it you can _try_ it.", "second-person"),
        ("The _try_ was good.", "unclear"),
        ("It is a good _try_ for us.", "unclear"),
        ("The service and _try_ page.", "unclear"),
        ("He came to _try_ it.", "others"),
    ],
)
def test_manner(sentence: str, expected: str) -> None:
    found = words(sentence.replace("_", ""))
    assert manner(found, found.texts.index("try")) == expected


# Where links lead


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://cloud.acme.com", "commercial"),
        ("https://cloud.acme.com/signup", "commercial"),
        ("https://cloud.acme.com/projects/12", "offer"),
        ("https://acme.com/cloud", "offer"),
        ("https://acme.com/pricing", "commercial"),
        ("https://acme.com/en/try?product=enterprise", "commercial"),
        ("https://app.acme.com", "leaning"),
        ("https://acme.com/contact", "leaning"),
        ("https://acme.com/contact-sales", "commercial"),
        ("/contact-us/", "leaning"),
        ("/signup", "commercial"),
        ("https://acme.com/blog/why-cloud", "content"),
        ("https://docs.acme.com/cloud", "content"),
        ("https://acme.com/", "house"),
        ("https://acme.io", "project"),
        ("https://acme.io/docs/install", "project"),
        ("https://acme.io/pricing", "commercial"),
        ("https://github.com/acme/acme/releases", "project"),
        ("https://github.com/acme/acme/discussions/3", "community"),
        ("https://github.com/bolt/bolt", "community"),
        ("https://acme.slack.com", "community"),
        ("https://community.bolt.example", "community"),
        ("https://forms.gle/x", "form"),
        ("https://calendly.com/acme/30min", "leaning"),
        ("https://aws.amazon.com/marketplace/pp/x", "commercial"),
        ("https://stranger.example/signup", "elsewhere"),
        ("https://bolt.example/signup", "commercial"),
        ("https://acme.com/whitepapers/logs", "gated"),
        ("https://acme.com/whitepapers/logs.pdf", "content"),
        ("https://info.acme.com/logs", "gated"),
        ("mailto:sales@acme.com", "commercial"),
        ("mailto:hello@acme.com", "community"),
        ("#signup", "here"),
        ("", "here"),
        ("post.md", "house"),
    ],
)
def test_role(url: str, kind: str) -> None:
    assert Roles(ACME).role(url).kind == kind


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://acme.com/signup", "commercial"),
        ("https://acme.com/cloud", "leaning"),
        ("https://acme.com", "elsewhere"),
        ("https://github.com/acme", "community"),
        ("https://acme.readthedocs.io/en/v1.2/install/upgrade/", "content"),
    ],
)
def test_role_without_a_house_goes_by_words(url: str, kind: str) -> None:
    assert Roles(House()).role(url).kind == kind


def test_roles_forget_when_they_know_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Roles, "MOST", 2)
    roles = Roles(ACME)
    urls = [f"https://acme.com/pricing/{number}" for number in range(5)]
    assert [roles.role(url).kind for url in urls] == ["commercial"] * 5


def test_links_by_place() -> None:
    found = reading("See [a](https://acme.io), then [b](https://acme.com/pricing). ![x](y.png)").links
    assert [one.link.text for one in found.within(0, 100)] == ["a", "b"]
    assert [one.link.text for one in found.within(5, 100)] == ["b"]
    assert [one.link.text for one in found.selling()] == ["b"]


def test_banners_are_pictures_in_links_that_sell() -> None:
    text = "[![Try](a.png)](https://acme.com/pricing) [![Docs](b.png)](https://acme.io/docs) ![c](c.png)"
    assert [image.alt for image, _ in reading(text).links.banners()] == ["Try"]


# Names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme Cloud runs Acme.", ["offer", "project"]),
        ("Acme Enterprise is here.", ["offer"]),
        ("Acme enterprise users", ["project"]),
        ("The Acme Cloud CLI and Acme Cloud users", []),
        ("Your Acme Cloud cluster", []),
        ("An Acme Cloud cluster", ["offer"]),
        ("Acme Inc. makes it.", ["house"]),
        ("Acmeology", []),
    ],
)
def test_house_names(text: str, expected: list[str]) -> None:
    assert [one.group for one in house_names_of(ACME).mentions(words(text))] == expected


@pytest.mark.parametrize(("text", "count"), [("Try Bolt Cloud", 1), ("Try Google Cloud", 0), ("in the Cloud", 0)])
def test_names_that_look_like_offers_where_no_house_is_known(text: str, count: int) -> None:
    assert [one.group for one in house_names_of(House()).mentions(words(text))] == ["cloud"] * count


# Layout


def test_sections_and_headings_over_a_place() -> None:
    made = reading("Opening.\n\n# A\n\n## B\n\none\n\n### C\n\ntwo\n\n## D\n\nthree\n")
    layout, text = made.layout, made.doc.prose.text
    assert [section.heading for section in layout.sections] == ["", "A", "B", "C", "D"]
    assert layout.headings_over(text.index("two")) == ["C", "B", "A"]
    assert layout.headings_over(text.index("three")) == ["D", "A"]
    assert layout.headings_over(0) == []
    assert layout.closes(text.index("three"))
    assert not layout.closes(text.index("one"))


def test_the_last_part_closes_a_post_without_headings_and_what_stands_beside_does_not() -> None:
    made = reading("---\nsummary: beside\n---\n\n" + "Words. " * 100 + "\n\nLast.\n\n![picture](x.png)\n")
    text = made.doc.prose.text
    assert made.layout.closes(text.index("Last"))
    assert not made.layout.closes(text.index("Words"))
    assert not made.layout.closes(text.index("picture"))
    assert not made.layout.closes(text.index("beside"))


def test_ordered_items() -> None:
    made = reading("1. one\n2. **two**\n\n- three\n\n10) four\n\n> 1. five\n\n2024. six\n")
    layout = made.layout
    found = [made.doc.prose.text[one.start : one.end] for one in layout.body if layout.is_ordered_item(one)]
    assert found[:4] == ["one", "two", "four", "five"]


# What a post is


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: Acme Cloud in Paris\n---\n\nWords.", "offer"),
        ("---\ntitle: New pricing\n---\n\nWords.", "offer"),
        ("---\ntitle: Acme 2.0\n---\n\nWords.", "project"),
        ("# Acme Cloud\n\nWords.", "offer"),
        ("---\ntitle: How logs work\n---\n\nAcme Cloud.", "other"),
        ("", "other"),
    ],
)
def test_subject(text: str, expected: str) -> None:
    assert reading(text).subject == expected


LONG = "Some words about a log and its segments, and no more than that. " * 12


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: News\nexternalUrl: https://x.example\n---\n", "stub"),
        ("---\ntitle: News\n---\n\nA new index. For all the details, see [the post](https://x.example).", "stub"),
        ("---\ntitle: News\n---\n\nA new index, see [the code](https://x.example).", "article"),
        (f"---\ntitle: Acme at KubeCon\n---\n\n{LONG}", "event"),
        (f"---\ntitle: Acme 2.1\n---\n\n{LONG}", "release"),
        (f"---\ntitle: Logs\n---\n\nThis post was originally published on Bolt.\n\n{LONG}", "republished"),
        (f"---\ntitle: How to read logs\n---\n\n{LONG}", "tutorial"),
        (f"---\ntitle: Logs\n---\n\n{LONG}" + "\n\n```\nx\n```\n" * 4, "tutorial"),
        (f"---\ntitle: Logs\n---\n\n{LONG}", "article"),
    ],
)
def test_kind(text: str, expected: str) -> None:
    assert reading(text).kind == expected


# Components and sentences


def test_components() -> None:
    text = '<SignUps/>\n\n<Button href="/x" label="Go">Go</Button>\n\n{{< my-cta url="/y" >}}\n'
    found = [(one.words, one.texts, one.targets) for one in components(Document(text, "post.mdx"))]
    assert ("sign ups", (), ()) in found
    assert ("button", ("Go",), ("/x",)) in found
    html = [one.words for one in components(Document("{% include a/cta.html %}\n\n{{< my-cta >}}\n"))]
    assert sorted(html) == ["cta", "my cta"]


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ('<form><input name="email"></form>', 1),
        ('<form><input type="email"><input type="email"></form>', 1),
        ('<input type="email">', 0),
        ('<form><input type="search"></form>', 0),
        ('<iframe src="https://acme.list-manage.com/x"></iframe>', 1),
        ('<iframe src="https://www.youtube.com/x"></iframe>', 0),
    ],
)
def test_forms_that_ask_for_an_address(html: str, count: int) -> None:
    assert [one.words for one in components(Document(html))] == ["email form"] * count


def test_a_question_leads_in_the_sentence_behind_it() -> None:
    made = reading("Before. Ready? Sign up. Behind.")
    text = made.doc.prose.text
    units = [text[slice(*unit(made, text.index(word)))] for word in ("Before", "Ready", "Sign", "Behind")]
    assert units == ["Before.", "Ready? Sign up.", "Ready? Sign up.", "Behind."]


@pytest.mark.parametrize(
    "text",
    [
        "Sign up for Acme Cloud now, " * 1600,
        "[Sign up](https://cloud.acme.com/signup) " * 1200,
        "Sign up? " * 2400,
        "Sign up for free. " * 2400,
        "## Try Acme Cloud\n\nSign up.\n\n" * 1000,
        "<Cta /> " * 1600,
        "1. Try Acme Cloud\n" * 1600,
        '"Sign up for Acme Cloud" ' * 1600,
    ],
    ids=range(8),
)
def test_hostile_posts_take_time_in_proportion(text: str) -> None:
    from postlint.packs import load, shipped_folder

    rules = [rule for rule in load(f"{shipped_folder()}/values") if rule.kind in ("call-to-action", "offer-first")]
    from yaml_rules import check

    def seconds(part: str) -> float:
        begun = time.process_time()
        for rule in rules:
            check(rule, part, "post.mdx", ACME)
        return time.process_time() - begun

    half, whole = seconds(text[: len(text) // 4]), seconds(text)
    assert whole < 12 * half + 0.5
