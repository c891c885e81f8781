"""One of several spellings is used throughout: which one that is, in a post and in a site, and what is mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint import store
from postlint.diagnostic import Severity
from postlint.document import Document
from postlint.engine import Engine
from postlint.house import House
from postlint.linter import Linter
from postlint.packs.cached import FromFile, Packs
from postlint.site import CONVENTIONS, PostFacts, Site
from postlint.testing import OnlyRule
from yaml_rules import check, fixed, found, mistakes, rule_of

MAIL = "consistent:\n  - [email, e-mail]\n"
FORMS = "consistent:\n  - [[backend, backends], [back end, back ends], [back-end, back-ends]]\n  - [email, e-mail]\n"


@pytest.mark.parametrize(
    ("text", "deviations"),
    [
        ("Email, email and an e-mail.", ["e-mail"]),
        ("An e-mail, email and an E-mail.", ["email"]),
        ("An e-mail and an email.", ["email"]),
        ("An email and an e-mail.", ["e-mail"]),
        ("An email and an email.", []),
        ("`email` and https://x.org/email in an e-mail.", []),
        ("> email email email\n\nAn e-mail.", []),
        ("emailed e-mail", []),
    ],
)
def test_the_most_used_spelling_of_a_post_is_right(tmp_path: Path, text: str, deviations: list[str]) -> None:
    assert found(rule_of(tmp_path, MAIL), text) == deviations


def test_a_finding_says_what_to_write_and_where_it_stands_so(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, MAIL)
    text = "An email.\n\nE-mail us. One more Email."
    (one,) = check(rule, text)
    assert one.message == "Write 'Email', as elsewhere in this post, instead of 'E-mail'."
    (related,) = one.related
    assert (related.path, related.start.line, related.start.column) == ("post.md", 1, 4)
    assert related.message == "Here it is 'email'."
    assert fixed(rule, text) == "An email.\n\nEmail us. One more Email."
    assert (rule.site, rule.tally) == (False, None)


def test_forms_and_case_are_kept(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, FORMS)
    text = "Back-end, back-end, back-end: a back end, two backends, the BACK ENDS, # Our Back End, *e-mail*, email."
    assert fixed(rule, text) == (
        "Back-end, back-end, back-end: a back-end, two back-ends, the BACK-ENDS, # Our Back-End, *e-mail*, e-mail."
    )
    assert check(rule, fixed(rule, text)) == []


def test_no_fix_where_markup_or_a_line_end_stands_in_it(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, FORMS)
    text = "A backend and a backend, a back\nend and a *back* end."
    assert [(one.message, one.fix) for one in check(rule, text)] == [
        ("Write 'backend', as elsewhere in this post, instead of 'back end'.", None),
    ] * 2


def test_case_can_tell_spellings_apart(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "case: exact\nconsistent:\n  - [Operator, operator]\n")
    assert fixed(rule, "The operator and the operator, an Operator, OPERATOR.") == (
        "The operator and the operator, an operator, OPERATOR."
    )


def test_where_and_unless(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, f"in: [headings, title]\nunless: e-mail client\n{MAIL}")
    text = "---\ntitle: By email\n---\n# By e-mail\n\nemail, e-mail\n\n# An email\n\n# An e-mail client\n"
    assert found(rule, text) == ["e-mail"]
    rule = rule_of(tmp_path, f"unless-sentence: client\n{MAIL}")
    assert found(rule, "An e-mail to a client, an e-mail. An email. An e-mail.") == ["e-mail"]


def test_an_entry_says_more(tmp_path: Path) -> None:
    rule = rule_of(
        tmp_path,
        """
message: "Say {replacement}."
consistent:
  - [email, e-mail]
  - {spellings: [website, web site], message: "'{match}' is '{replacement}'.", help: One word., severity: hint}
""",
    )
    told = [(one.message, one.help, one.severity) for one in check(rule, "An email, e-mail, website, web site.")]
    assert told == [("Say email.", None, Severity.WARNING), ("'web site' is 'website'.", "One word.", Severity.HINT)]


def test_a_step_of_a_ladder(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "severity: {odd: hint}\nconsistent:\n  - {spellings: [email, e-mail], step: odd}\n")
    assert [one.step for one in check(rule, "An email, an e-mail.")] == ["odd"]


# The site

SITE = f"per: site\n{MAIL}"
TWO = {"a.md": "An email.", "b.md": "Email and e-mail, by email."}


def test_the_spelling_of_most_posts_is_right(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, SITE)
    text = "An e-mail, an e-mail, an email."
    one, other = check(rule, text, others=TWO)
    assert one.message == "Write 'email', as most posts do, instead of 'e-mail'."
    assert (one.start.column, other.start.column) == (4, 15)
    assert [related.path for related in one.related] == ["post.md"]
    (one,) = check(rule, "An e-mail.", others=TWO)
    assert [(related.path, related.message) for related in one.related] == [("a.md", "This post writes 'email'.")]
    assert check(rule, "An email.", others=TWO) == []


def test_the_answer_follows_the_other_posts(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, SITE)
    text = "An e-mail."
    assert len(check(rule, text, others=TWO)) == 1
    assert check(rule, text, others=TWO | {"c.md": "e-mail", "d.md": "e-mail"}) == []
    assert len(check(rule, text, others={"a.md": "An email."})) == 1, "of equals the one that the rule names first"
    assert check(rule, text) == []


def test_posts_in_other_languages_have_no_say(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, f"language: en\n{SITE}")
    german = {f"{name}.de.md": "Eine E-Mail." for name in "abc"}
    assert check(rule, "An email.", others=german) == []
    assert len(check(rule_of(tmp_path, SITE), "An email.", others=german)) == 1


def test_what_is_asked_is_noted(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, SITE)
    engine = Engine({rule.id: rule}, [rule.id], house=House())
    plain = CONVENTIONS["plain"]
    facts = [engine.facts(Document(text, path), plain) for path, text in TWO.items()]
    assert facts[1].spellings == ((("email", "e-mail"), "email"),)
    site = Site(facts).for_post()
    engine.check(Document("An e-mail.", "c.md"), site, {rule.id: OnlyRule(rule, {})})
    question = ("usual_spelling", ("email", "e-mail"))
    assert site.questions == {question: ("email", "a.md")}
    assert Site([PostFacts("z.md", spellings=((("email", "e-mail"), "e-mail"),))]).ask(question) == ("e-mail", "z.md")
    assert Site([]).ask(question) is None


def test_nothing_is_counted_where_no_rule_asks(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, MAIL)
    doc = Document("An email.")
    engine = Engine({rule.id: rule}, [rule.id], house=House())
    assert engine.facts(doc, CONVENTIONS["plain"]).spellings == ()
    assert "prose" not in vars(doc), "the post is not even parsed for it"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("consistent: email", "1:13: 'consistent' is a list of groups such as [email, e-mail]."),
        ("consistent: []", "1:13: 'consistent' is a list of groups such as [email, e-mail]."),
        (
            "consistent: [email, e-mail]",
            "1:13: 'consistent' is a list of groups; one group alone is written [[email, e-mail]].",
        ),
        ("consistent: [[email]]", "1:14: A group has two spellings or more, such as [email, e-mail]."),
        ("consistent: [{spelling: [a, b]}]", "1:15: 'spelling' is no key of an entry. Did you mean 'spellings'?"),
        ("consistent: [{message: x}]", "1:14: An entry has 'spellings', a list such as [email, e-mail]."),
        (
            "consistent: [[yes, yep]]",
            '1:15: A spelling is a text, but YAML reads yes as yes or no; put quotes around it: "yes".',
        ),
        (
            "consistent: [[a, b], [c, A]]",
            "1:26: 'A' already stands in line 3 as 'a'; say 'case: exact' to tell them apart.",
        ),
        ("case: exact\nconsistent: [[a, b], [c, a]]", "2:26: 'a' already stands in line 4."),
        (
            "consistent: [[[a, as], [b]]]",
            "1:14: All spellings of a group have the same forms; one of these has more than another.",
        ),
        ("consistent: [[a, '{names}']]", "1:18: '{names}' stands for words of the house, and a spelling is one word."),
        ("per: page\nconsistent: [[a, b]]", "1:6: 'per' is one of post, site, not 'page'."),
        (
            "message: '{most}'\nconsistent: [[a, b]]",
            "1:11: '{most}' is not known here; a message may say {match} or {replacement}.",
        ),
        (
            "severity: {odd: hint}\nconsistent: [{spellings: [a, b], step: od}]",
            "2:40: 'od' is no step; 'severity' has odd. Did you mean 'odd'?",
        ),
    ],
)
def test_mistakes(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in mistakes(tmp_path, text)


def test_a_whole_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The linter reads the other posts for a rule that asks, also where one post alone is checked."""
    from postlint.config import Config
    from postlint.registry import load

    rule_of(tmp_path, SITE)
    monkeypatch.chdir(tmp_path)
    for name, text in {"a": "An email.", "b": "An email.", "c": "An e-mail."}.items():
        (tmp_path / f"{name}.md").write_text(text)
    config = Config(root=str(tmp_path), posts=("."), packs=("house-rules",), select=("house-rules",))
    report = Linter(config, load(["house-rules"])).lint_paths(["c.md"])
    assert [(one.path, one.message) for one in report.diagnostics] == [
        ("c.md", "Write 'email', as most posts do, instead of 'e-mail'.")
    ]


def test_rules_from_the_cache_ask_and_count_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store.FOLDER_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr("postlint.look.UNSETTLED_NS", -(10**18))
    rule_of(tmp_path, SITE)
    folder = str(tmp_path / "house-rules")
    Packs().load(folder)
    (known,) = Packs().load(folder)
    assert isinstance(known.tally, FromFile)
    assert len(check(known, "An e-mail.", others=TWO)) == 1
