from __future__ import annotations

import datetime
from typing import Any

import pytest

from postlint.house import WORD_GROUPS, House, License, Offer, Owner, Project, host_and_path, house_of

ACME: dict[str, Any] = {
    "name": "Acme",
    "hosts": ["acme.com"],
    "places": ["discord.gg/acme"],
    "names": ["AcmeKit"],
    "partners": ["Initech", "globex.com"],
    "projects": [
        {
            "name": "Hoist",
            "aliases": ["hoistd"],
            "license": [{"spdx": "BUSL-1.1", "since": datetime.date(2025, 5, 20)}, {"spdx": "Apache-2.0"}],
            "hosts": ["hoist.io", "github.com/Acme"],
        }
    ],
    "offers": [
        {
            "name": "Hoist Cloud",
            "kind": "cloud",
            "hosts": ["cloud.acme.com", "acme.com/cloud", "hoist.io/cloud"],
            "paid-features": ["Bring your own cloud"],
            "components": ["SignupButton"],
        }
    ],
}
HOUSE = house_of(ACME)


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("https://acme.com", Owner("house", "Acme")),
        ("https://www.acme.com/about/", Owner("house", "Acme")),
        ("HTTPS://WWW.ACME.COM/Cloud?utm_source=x", Owner("offer", "Hoist Cloud")),
        ("https://acme.com/cloud/signup#now", Owner("offer", "Hoist Cloud")),
        ("https://acme.com/clouds", Owner("house", "Acme")),
        ("https://acme.com/cloudy/cloud", Owner("house", "Acme")),
        ("//cloud.acme.com/signup", Owner("offer", "Hoist Cloud")),
        ("https://user:word@cloud.acme.com:443/", Owner("offer", "Hoist Cloud")),
        ("cloud.acme.com.", Owner("offer", "Hoist Cloud")),
        ("https://docs.acme.com", None),
        ("https://notacme.com", None),
        ("https://evil.test/acme.com", None),
        ("https://evil.test/?u=acme.com", None),
        ("https://github.com/acme/hoist", Owner("project", "Hoist")),
        ("https://github.com/acme-labs", None),
        ("https://hoist.io/docs", Owner("project", "Hoist")),
        ("https://hoist.io/cloud", Owner("offer", "Hoist Cloud")),
        ("https://discord.gg/acme", Owner("place", "Acme")),
        ("https://globex.com/deal", Owner("partner", "globex.com")),
        ("mailto:sales@acme.com", None),
        ("/cloud", None),
        ("", None),
    ],
)
def test_the_longest_host_says_whose_page_a_url_leads_to(url: str, owner: Owner | None) -> None:
    assert HOUSE.owner_of_url(url) == owner


@pytest.mark.parametrize(
    ("day", "license"),
    [
        (datetime.date(2019, 1, 1), "Apache-2.0"),
        (datetime.date(2025, 5, 19), "Apache-2.0"),
        (datetime.date(2025, 5, 20), "BUSL-1.1"),
    ],
)
def test_a_license_holds_from_its_day_on(day: datetime.date, license: str) -> None:
    assert HOUSE.projects[0].license_on(day) == license


def test_licenses_may_be_unknown_at_first() -> None:
    project = Project("X", licenses=(License("MIT", datetime.date(2020, 1, 1)),))
    assert project.license_on(datetime.date(2019, 1, 1)) is None
    assert Project("X").license_on(datetime.date(2019, 1, 1)) is None


def test_days_in_quotes_are_days_too() -> None:
    house = house_of({"projects": [{"name": "X", "license": [{"spdx": "MIT", "since": "2020-01-31"}]}]})
    assert house.projects[0].licenses == (License("MIT", datetime.date(2020, 1, 31)),)


def test_longer_names_come_first() -> None:
    assert [name for name, _ in HOUSE.spellings] == ["Hoist Cloud", "Initech", "hoistd", "Hoist", "Acme"]
    assert dict(HOUSE.spellings)["Hoist Cloud"] == Owner("offer", "Hoist Cloud")


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("projects", ("hoistd", "Hoist")),
        ("offers", ("Hoist Cloud",)),
        ("partners", ("globex.com", "Initech")),
        ("names", ("Hoist Cloud", "AcmeKit", "hoistd", "Hoist")),
        ("house", ("Acme",)),
        ("paid-features", ("Bring your own cloud",)),
    ],
)
def test_word_groups(group: str, words: tuple[str, ...]) -> None:
    assert HOUSE.words(group) == words


def test_a_house_without_facts_has_no_words() -> None:
    assert {group: House().words(group) for group in WORD_GROUPS} == dict.fromkeys(WORD_GROUPS, ())
    assert House().owner_of_url("https://acme.com") is None
    assert house_of({}) == House()


def test_no_such_group() -> None:
    with pytest.raises(KeyError):
        HOUSE.words("offer")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"nam": "Acme"}, "nam"),
        ({"projects": [{"name": "X", "licence": "MIT"}]}, "licence"),
        ({"projects": [{"license": "MIT"}]}, "name"),
        ({"offers": [{"name": "X", "paid_features": []}]}, "paid_features"),
        ({"projects": [{"name": "X", "license": [{"id": "MIT"}]}]}, "id"),
    ],
)
def test_a_wrong_house_is_refused(table: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"\\b{message}\\b"):
        house_of(table)


def test_a_house_is_read_whole() -> None:
    assert HOUSE.offers == (
        Offer(
            name="Hoist Cloud",
            kind="cloud",
            hosts=("cloud.acme.com", "acme.com/cloud", "hoist.io/cloud"),
            paid_features=("Bring your own cloud",),
            components=("SignupButton",),
        ),
    )
    assert house_of({"projects": [{"name": "X", "license": "MIT"}]}).projects[0].licenses == (License("MIT"),)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://www.Example.com/", "example.com"),
        ("example.com/a/b/", "example.com/a/b"),
        ("http://example.com?x=/y", "example.com"),
        ("http://example.com:8080/a", "example.com/a"),
        ("http://a@b@example.com", "example.com"),
    ],
)
def test_host_and_path(url: str, place: str) -> None:
    assert host_and_path(url) == place
