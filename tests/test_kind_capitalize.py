"""Headings in title case and in sentence case: what no reading of a style allows, and what may be a name."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from postlint.house import House, Offer
from postlint.packs import tuned
from postlint.rule import Rule, Tuning
from yaml_rules import check, fixed, found, mistakes, rule_of

BODY = """

We run clusters with Kubernetes, and our Kubernetes clusters are fast. Read about The Graph, see Getting Started and the
Open Source Summit. It is a way to store data in the kernel, and a level above the rest.
"""


def headings(rule: Rule, text: str, body: str = BODY) -> list[str]:
    """The words that a rule would write otherwise in one heading."""
    (heading, *_) = fixed(rule, f"# {text}{body}").splitlines()
    changed = heading.removeprefix("# ").split()
    return [new for new, old in zip(changed, text.split(), strict=True) if new != old]


@pytest.mark.parametrize("style", ["AP", "Chicago"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How to build a fast pipeline", "Build Fast Pipeline"),
        ("What it is and why we use it", "It Is Why We Use It"),
        ("The Art Of The Possible", "of the"),
        ("A Guide For People And Teams", "for and"),
        ("What We Think of", "Of"),
        ("the Way We Work", "The"),
        ("Storage: the Next Step", "The"),
        ("What Is It? a Short Answer", "A"),
        ("1. the Way We Work", "The"),
        ("Don't Wait, we're Ready", "We're"),
        ("Build A Blog", "a"),
        ("Our *new* Way", "*New*"),
        ("📈 faster Search", "Faster"),
        # What either reading allows.
        ("Logging In, Logging Out and Signing Up", ""),
        ("Logging in, Logging out and Signing up", "Up"),
        ("Up-to-date and Up-To-Date Storage", ""),
        ("Real-time and Real-Time Search", ""),
        ("How We Work — the Long Story (and the Rest)", ""),
        ("The “and” and the 'or'", ""),
        ("Client/server Systems", ""),
        ("So yet as yet So", ""),
        # Names, code, and what is no word.
        ("From npm and kubectl to `docker run`", ""),
        ("Working for The Graph, a Series A Company", ""),
        ("Why eBPF, gRPC, iOS and GitHub Matter", ""),
        ("Run --port 8080 and --s3-bucket x", ""),
        ("Using docker.io/library, @name, #tag and my_file", ""),
        ("sessions", ""),
        ("create data", ""),
        ("ALL IN CAPITALS", ""),
        ("그 and the 방법 way", ""),
    ],
)
def test_title_case(tmp_path: Path, style: str, text: str, expected: str) -> None:
    rule = rule_of(tmp_path, f"capitalize: title\nstyle: {style}\n")
    assert headings(rule, text) == expected.split()


@pytest.mark.parametrize(
    ("text", "ap", "chicago"),
    [
        ("Working with Kubernetes", "With", ""),
        ("Working With Kubernetes", "", "with"),
        ("Moving from Here into the Open", "From Into", ""),
        ("Five Ways To Win", "", "to"),
        ("Five Ways to Win", "", ""),
        ("Data As Code", "", "as"),
        ("Faster than the Rest", "Than", ""),
        ("All about Storage Without Limits", "About", ""),
        ("Pay per Use", "", "Per"),
        ("Run Code Via Hooks", "via", "via"),
    ],
)
def test_the_styles_differ(tmp_path: Path, text: str, ap: str, chicago: str) -> None:
    assert headings(rule_of(tmp_path, "capitalize: title\n"), text) == ap.split()
    if text != "Pay per Use":
        assert headings(rule_of(tmp_path, "capitalize: title\nstyle: Chicago\n"), text) == chicago.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How To Build A Fast Pipeline", "to build a fast pipeline"),
        ("how we work", "How"),
        ("Additional Resources", "resources"),
        ("Our Real-World Results", "real-world results"),
        ("How We Run Kubernetes Clusters", "we run clusters"),
        ("A way to store Data", "data"),
        # What may be a name.
        ("How we run Kubernetes Operators", ""),
        ("See you at the Open Source Summit", ""),
        ("Getting Started with it", ""),
        ("How Grafana Cloud Works", ""),
        ("A look at Red Hat", ""),
        ("Our Code of Conduct", ""),
        ("The Contributor Covenant Code of Conduct", ""),
        ("eXpress Data Path", ""),
        ("Storage: The next step", ""),
        ("Storage: the next step", ""),
        ("S.M.A.R.T. attributes of disks", ""),
        ("Open vs. closed", ""),
        ("#3 Memory, and more", ""),
        ("“The Way” we work", ""),
        ("npm and kubectl", ""),
        ("`docker` and the rest", ""),
        ("sessions", ""),
    ],
)
def test_sentence_case(tmp_path: Path, text: str, expected: str) -> None:
    assert headings(rule_of(tmp_path, "capitalize: sentence\n"), text) == expected.split()


def test_what_is_said_and_where(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "capitalize: title\n")
    text = "---\ntitle: how we work\n---\n# How *we* work with it\n\n> # how we do\n"
    (one,) = check(rule, text)
    assert one.message == "In title case, write 'We', 'Work', 'With' and 'It'."
    assert text[one.start.offset : one.end.offset] == "we* work with it"
    assert fixed(rule, text).splitlines()[3] == "# How *We* Work With It"
    rule = rule_of(tmp_path, 'in: [title, h2]\nmessage: "{match}: {replacement}"\ncapitalize: sentence\n')
    assert [one.message for one in check(rule, text)] == ["'how': 'How'"]


def test_a_fix_is_safe_where_the_post_writes_the_words_small(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "capitalize: sentence\n")
    safe, other = check(rule, "# Our Storage\n\n# Our Resources\n\nIt is storage.")
    assert [one.fix.safe for one in (safe, other) if one.fix] == [True, False]
    (one,) = check(rule, "# Our &#83;torage\n\nIt is storage.")
    assert one.fix is None


def test_exceptions(tmp_path: Path) -> None:
    (tmp_path / "house-rules" / "data").mkdir(parents=True)
    (tmp_path / "house-rules" / "data" / "names.txt").write_text("Hacker News\n")
    rule = rule_of(tmp_path, "capitalize: sentence\nexceptions:\n  - Stack Overflow\n  - file: data/names.txt\n")
    text = "# Our Stack Overflow and Hacker News posts on the Acme Storage Engine\n\n# Our Storage\n"
    house = House(offers=(Offer("Acme Storage Engine"),))
    assert found(rule, text, house=house) == ["Storage"]
    assert (rule.adds, rule.words) == ("list", ("Stack Overflow", "Hacker News"))
    assert found(tuned(rule, Tuning({"Our Storage": None}, ())), text, house=house) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("capitalize: titel", "1:13: 'capitalize' is one of title, sentence, not 'titel'. Did you mean 'title'?"),
        ("capitalize: [title]", "1:13: 'capitalize' is one of title, sentence, not a list."),
        ("capitalize: title\nstyle: APA", "2:8: 'style' is one of AP, Chicago, not 'APA'. Did you mean 'AP'?"),
        (
            "capitalize: sentence\nstyle: AP",
            "2:8: 'style' is for titles; sentence case is the same in all styles.",
        ),
        ("capitalize: title\nlanguage: de", "2:11: 'capitalize' knows English, and this is a rule for 'de'."),
        (
            "capitalize: title\nexceptions: Hacker News",
            "2:13: 'exceptions' is a list of names such as [Stack Overflow].",
        ),
        ("capitalize: title\nexcept: [x]", "2:1: 'except' is no key of a rule. Did you mean 'exceptions'?"),
    ],
)
def test_mistakes(tmp_path: Path, text: str, expected: str) -> None:
    assert mistakes(tmp_path, text) == [expected]


def test_hostile_posts_take_linear_time(tmp_path: Path) -> None:
    for kind in ("title", "sentence"):
        rule = rule_of(tmp_path, f"capitalize: {kind}\n")
        for text in (
            "# " + "The Way " * 20_000,
            "# The Way\n\n" * 4_000,
            "# " + "A-" * 50_000,
            "Way The " * 20_000,
            "# '\"“\n" * 4_000,
        ):
            begun = time.process_time()
            check(rule, text)
            assert time.process_time() - begun < 6
