"""Claims, metamorphically: who says a sentence, of whom, and on what it rests decides whether it is found."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from postlint.diagnostic import Diagnostic
from postlint.house import house_of
from postlint.packs import load, shipped_folder
from yaml_rules import check

RULES = {rule.id.partition("/")[2]: rule for rule in load(f"{shipped_folder()}/values")}
ACME = house_of(
    {
        "name": "Acme Inc.",
        "hosts": ["acme.com"],
        "projects": [{"name": "Acme", "license": "Apache-2.0", "hosts": ["acme.io", "github.com/acme"]}],
        "offers": [
            {"name": "Acme Cloud", "hosts": ["cloud.acme.com"]},
            {"name": "Acme Enterprise", "kind": "enterprise", "paid-features": ["audit logs", "single sign-on"]},
        ],
    }
)
OTHERS = " ".join(f"Segment {number} is a file with lines, and it is never changed." for number in range(12))


def told(rule: str, passage: str, *, date: str = "2024-06-01", title: str = "How logs are stored") -> list[Diagnostic]:
    """What a rule says of a passage in the middle of a post."""
    head = f"---\ntitle: {title}\ndate: {date}\n---\n\n{OTHERS}\n\n## Segments\n\n{OTHERS}"
    return check(RULES[rule], f"{head}\n\n{passage}\n\n{OTHERS}\n\n## Indexes\n\n{OTHERS}\n", "post.md", ACME)


class Claim(NamedTuple):
    """A sentence that a rule finds, and the signals on which that rests."""

    rule: str
    sentence: str
    signals: frozenset[str] = frozenset()


CLAIMS = [
    Claim("rank-claim", "Acme is the fastest log database in the world.", frozenset({"rank", "own name"})),
    Claim(
        "rank-claim", "We built the most scalable log database on the market.", frozenset({"rank", "own first person"})
    ),
    Claim("rank-claim", "Acme offers unmatched performance.", frozenset({"rank", "own name"})),
    Claim("competitor-bashing", "Unlike Acme, other log databases are clunky.", frozenset({"scorn"})),
    Claim(
        "competitor-bashing", "Legacy databases struggle with many streams, so we built Acme.", frozenset({"failings"})
    ),
    Claim("mislabelled-license", "MongoDB is an open source database.", frozenset({"license"})),
    Claim(
        "mislabelled-license", "We compared Acme with open source databases such as MongoDB.", frozenset({"license"})
    ),
    Claim("hype", "Acme 3 is a game-changing release."),
    Claim("hype", "The new index is blazing fast."),
    Claim("unsourced-figure", "The new index is up to 10x faster than the old one."),
    Claim("unsourced-figure", "It reduces the size of the index by up to 80%."),
    Claim("unlabelled-paid-feature", "Acme has audit logs since version 2."),
    Claim("unlabelled-paid-feature", "Set up single sign-on in two steps."),
]
IDS = [f"{claim.rule}-{number}" for number, claim in enumerate(CLAIMS)]


@pytest.mark.parametrize("claim", CLAIMS, ids=IDS)
def test_a_claim_is_found_once_with_what_it_rests_on(claim: Claim) -> None:
    (found,) = told(claim.rule, claim.sentence)
    assert claim.signals <= {reason.signal for reason in found.reasons}
    assert all(reason.words for reason in found.reasons)
    assert found.message.count("'") >= 2 or claim.rule == "mislabelled-license"
    assert found.help


NOT_SAID = {
    "in a quote": "> {}",
    "in quotation marks": 'A reader of the forum wrote: "{}"',
    "in curly quotation marks": "“{}” is what a reader wrote.",
    "in a code block": "```\n{}\n```",
    "in code": "The string `{}` stands in a test.",
    "in a comment": "<!-- {} -->",
}


@pytest.mark.parametrize("place", NOT_SAID)
@pytest.mark.parametrize("claim", CLAIMS, ids=IDS)
def test_what_others_say_and_what_is_no_text_passes(claim: Claim, place: str) -> None:
    assert told(claim.rule, NOT_SAID[place].format(claim.sentence)) == []


PASSES = [
    # of a third party, in thanks or as advice
    ("rank-claim", "Bolt is the fastest log database in the world."),
    ("rank-claim", "MongoDB is the most popular document database on the market."),
    ("rank-claim", "The best way to learn Acme is to run it."),
    ("rank-claim", "Our users are the best community in the world."),
    ("rank-claim", "We are looking for the fastest log database."),
    ("rank-claim", "Which log database is the fastest in the world?"),
    ("rank-claim", "Acme is not the fastest log database in the world."),
    ("rank-claim", "This is the most important change in Acme 3."),
    ("rank-claim", "The most recent version of Acme is 3.1."),
    ("rank-claim", "If Acme is the fastest log database for your logs depends on them."),
    # with evidence
    ("rank-claim", "Acme is the fastest log database [in this benchmark](https://bench.example/logs)."),
    ("rank-claim", "In our benchmark on 16 cores Acme was the fastest log database, with 2.1 million lines a second."),
    (
        "unsourced-figure",
        "The new index is up to 10x faster than the old one, see [how we measured](https://acme.io/bench).",
    ),
    (
        "unsourced-figure",
        "The new index is up to 10x faster than the old one.[^1]\n\n[^1]: On 16 cores, with the logs of a day.",
    ),
    ("unsourced-figure", "We ran both on a machine with 16 cores. The new index is up to 10x faster than the old one."),
    ("unsourced-figure", "If your index is 10x faster than ours, tell us."),
    ("unsourced-figure", "Suppose that the new index is up to 10x faster than the old one."),
    # of oneself, fair, or supported
    ("competitor-bashing", "Our old index was clunky."),
    ("competitor-bashing", "Acme 1 was clunky."),
    ("competitor-bashing", "Bolt stores logs in rows, Acme in columns."),
    ("competitor-bashing", "Bolt is a fine database for small logs."),
    ("competitor-bashing", "Other log databases are not clunky."),
    ("competitor-bashing", "Distributed systems are complex."),
    ("competitor-bashing", "Queries struggle with more than a few streams."),
    # on other days, of other things
    ("mislabelled-license", "PostgreSQL is an open source database."),
    ("mislabelled-license", "MongoDB is a source-available database."),
    ("mislabelled-license", "MongoDB is no longer an open source database."),
    ("mislabelled-license", "MongoDB is not open source."),
    ("mislabelled-license", "MongoDB was an open source database until 2018."),
    ("mislabelled-license", "FerretDB is an open source alternative to MongoDB."),
    ("mislabelled-license", "The open source MongoDB driver for Go is fast."),
    ("mislabelled-license", "Acme is open source and reads from MongoDB."),
    ("mislabelled-license", "Is MongoDB an open source database?"),
    # as a property, of a third party, of a name
    ("hype", "It is not a game changer."),
    ("hype", "Bolt calls itself game-changing."),
    ("hype", "The talk is called [Blazing fast logs](https://talks.example/1)."),
    # labeled
    ("unlabelled-paid-feature", "Acme Enterprise has audit logs since version 2."),
    ("unlabelled-paid-feature", "Audit logs need a license key."),
    ("unlabelled-paid-feature", "Since version 2 there are audit logs. They are part of the enterprise edition."),
    ("unlabelled-paid-feature", "Bolt has an audit trail since version 2."),
]


@pytest.mark.parametrize(("rule", "passage"), PASSES)
def test_what_is_true_fair_or_about_others_passes(rule: str, passage: str) -> None:
    assert [one.message for one in told(rule, passage)] == []


@pytest.mark.parametrize(
    ("sentence", "date", "is_found"),
    [
        ("MongoDB is an open source database.", "2018-06-01", False),
        ("MongoDB is an open source database.", "2019-06-01", True),
        ("Redis is an open source cache.", "2024-01-01", False),
        ("Redis is an open source cache.", "2024-06-01", True),
        ("Redis is an open source cache.", "2025-06-01", False),
        ("Terraform is an open source tool.", "2023-07-01", False),
        ("Terraform is an open source tool.", "2023-09-01", True),
        ("Elasticsearch is an open source search engine.", "2020-06-01", False),
        ("Elasticsearch is an open source search engine.", "2022-06-01", True),
        ("Elasticsearch is an open source search engine.", "2025-01-01", False),
    ],
)
def test_the_day_of_the_post_decides(sentence: str, date: str, is_found: bool) -> None:
    found = told("mislabelled-license", sentence, date=date)
    assert len(found) == is_found
    assert all("license" in {reason.signal for reason in one.reasons} for one in found)


@pytest.mark.parametrize(
    ("sentence", "step"),
    [
        ("Acme is the fastest log database in the world.", "claims"),
        ("Our goal is to build the fastest log database in the world.", "aims"),
        ("Acme is one of the fastest log databases in the world.", "among"),
    ],
)
def test_a_rank_that_is_aimed_at_or_shared_weighs_less(sentence: str, step: str) -> None:
    (found,) = told("rank-claim", sentence)
    assert found.step == step
    assert ("aim" in {reason.signal for reason in found.reasons}) == (step == "aims")


@pytest.mark.parametrize(
    ("sentence", "step"),
    [
        ("MongoDB is an open source database.", "claimed"),
        ("We compared Acme with open source databases such as MongoDB.", "in-passing"),
    ],
)
def test_a_license_that_is_only_counted_in_weighs_less(sentence: str, step: str) -> None:
    (found,) = told("mislabelled-license", sentence)
    assert found.step == step
