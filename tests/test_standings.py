"""Who keeps which value, counted."""

from __future__ import annotations

from postlint.diagnostic import Diagnostic, Severity
from postlint.packs.values import Value
from postlint.site import CONVENTIONS, PostFacts
from postlint.standings import Group, Standing, by_group, grouped, standings
from postlint.text import Position

CALM, FAIR = (Value(id, "It is.", "us", is_stated=True) for id in ("calm", "fair"))


def found(path: str, value: str | None, severity: Severity = Severity.WARNING) -> Diagnostic:
    at = Position(1, 1, 0)
    return Diagnostic(path=path, rule="house/x", severity=severity, message="No.", start=at, end=at, value=value)


def test_standings() -> None:
    judged_by = {"a": {"calm", "fair"}, "b": {"calm"}, "c": set[str]()}
    findings = [
        found("a", "calm", Severity.ERROR),
        found("a", "calm"),
        found("a", "fair", Severity.HINT),
        found("b", "fair"),  # b is not judged by it
        found("b", None),
        found("other", "calm"),
    ]
    made = standings([CALM, FAIR], judged_by, findings)
    assert made.by_value == {"calm": Standing(2, {"a": 2}), "fair": Standing(1, {}, 1)}
    assert made.all == Standing(2, {"a": 2}, 1)
    calm = made.by_value["calm"]
    assert (calm.kept, calm.share, calm.findings) == (1, 0.5, 2)
    assert Standing(0, {}).share is None


def test_the_worst_come_first_and_equals_by_name() -> None:
    assert Standing(9, {"c": 1, "b": 3, "a": 1}).worst(2) == [("b", 3), ("a", 1)]


def test_a_post_that_breaks_two_values_counts_once_for_all() -> None:
    made = standings([CALM, FAIR], {"a": {"calm", "fair"}}, [found("a", "calm"), found("a", "fair")])
    assert made.all == Standing(1, {"a": 2})


def test_groups() -> None:
    conventions = CONVENTIONS["hugo"]
    posts = [
        PostFacts("a", iso_date="2024-02-01", names=(("tags", "K8s"), ("authors", "Zoë"), ("categories", "x"))),
        PostFacts("b", iso_date="2023-11-30", names=(("tags", "k8s"), ("tags", "Go"), ("tags", "K8S"))),
        PostFacts("c", names=(("authors", "Zoe"), ("author", "Bo"))),
    ]
    assert grouped(posts, "month", conventions) == [
        Group("2023-11", {"b"}),
        Group("2024-02", {"a"}),
        Group(None, {"c"}),
    ]
    assert grouped(posts, "tag", conventions) == [Group("K8S", {"a", "b"}), Group("Go", {"b"}), Group(None, {"c"})]
    assert grouped(posts, "author", conventions) == [Group("Zoe", {"a", "c"}), Group("Bo", {"c"}), Group(None, {"b"})]


def test_groups_stand_by_their_own_posts() -> None:
    judged_by = {"a": {"calm"}, "b": {"calm"}}
    groups = [Group("x", {"a"}), Group("y", {"a", "b"})]
    stands = [stand.by_value["calm"] for _, stand in by_group([CALM], judged_by, groups, [found("b", "calm")])]
    assert stands == [Standing(1, {}), Standing(2, {"b": 1})]
