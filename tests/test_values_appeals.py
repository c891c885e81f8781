"""Calls to action, metamorphically: what is done to a sentence decides whether it presses, and the reasons say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint.diagnostic import Diagnostic, Severity
from postlint.house import House, house_of
from postlint.packs import load, shipped_folder
from postlint.rule import Rule
from yaml_rules import check

RULES = {rule.id: rule for rule in load(f"{shipped_folder()}/values")}
PUSHY = RULES["values/pushy-cta"]
ACME = house_of(
    {
        "name": "Acme Inc.",
        "hosts": ["acme.com"],
        "places": ["discord.gg/acme"],
        "projects": [{"name": "Acme", "license": "Apache-2.0", "hosts": ["acme.io", "github.com/acme"]}],
        "offers": [
            {"name": "Acme Cloud", "hosts": ["cloud.acme.com", "acme.com/cloud"], "components": ["TryIt"]},
            {"name": "Acme Enterprise", "kind": "enterprise", "hosts": ["acme.com/enterprise"]},
        ],
    }
)
SIGNUP = "https://cloud.acme.com/signup"
OTHERS = " ".join(f"Segment {number} is a file with lines, and it is never changed." for number in range(12))
ASKS = [
    f"Sign up for [Acme Cloud]({SIGNUP}).",
    f"You can try it on [Acme Cloud]({SIGNUP}).",
    f"[Create an account]({SIGNUP}) and see for yourself.",
    f"Feel free to get started with [Acme Cloud]({SIGNUP}).",
    "[Book a demo](https://acme.com/demo) of Acme Enterprise.",
    "[Contact our sales team](https://acme.com/contact-sales) about a license.",
    f"Start a [free trial]({SIGNUP}) of Acme Cloud.",
    "Upgrade to [Acme Enterprise](https://acme.com/enterprise) for more.",
]


def post(passage: str, *, title: str = "How logs work", closing: bool = False) -> str:
    """A post of several sections with the passage in its middle, or at its end."""
    middle, end = ("", passage) if closing else (passage, "")
    head = f"---\ntitle: {title}\n---\n\n{OTHERS}\n\n## Segments\n\n{OTHERS}\n\n"
    return f"{head}{middle}\n\n{OTHERS}\n\n## Indexes\n\n{OTHERS}\n\n{OTHERS}\n\n{end}\n"


def told(passage: str, rule: Rule = PUSHY, house: House = ACME, **more: str | bool) -> list[Diagnostic]:
    path = str(more.pop("path", "post.md"))
    return check(rule, post(passage, **more), path, house)  # type: ignore[arg-type]


def signals(found: list[Diagnostic]) -> set[str]:
    return {reason.signal for one in found for reason in one.reasons}


@pytest.mark.parametrize("ask", ASKS)
def test_an_ask_is_found_with_what_it_rests_on(ask: str) -> None:
    (found,) = told(ask)
    assert found.step in ("asks", "urgent")
    names = signals([found])
    assert names & {"imperative", "second-person", "invitation"}
    assert names & {"commercial-link", "offer-link", "names-offer"}
    assert found.message.startswith("'")
    assert found.help


@pytest.mark.parametrize("ask", ASKS)
def test_at_the_end_and_with_urgency_it_is_an_error(ask: str) -> None:
    (found,) = told(ask.removesuffix(".") + " today!", closing=True)
    assert (found.step, found.severity) == ("urgent", Severity.ERROR)
    assert {"urgency", "closing"} <= signals([found])
    assert all(reason.words for reason in found.reasons)


SILENT = {
    "in a quote": "> {ask}",
    "in quotation marks": 'One reader said: "{ask}"',
    "in curly quotation marks": "A banner says “{ask}” in red.",
    "in code": "```\n{ask}\n```",
    "in a comment": "<!-- {ask} -->",
}


@pytest.mark.parametrize("place", SILENT)
@pytest.mark.parametrize("ask", ASKS)
def test_what_others_say_and_what_is_no_text_passes(ask: str, place: str) -> None:
    assert told(SILENT[place].replace("{ask}", ask)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Sign up for [the community meeting](https://github.com/acme/acme/discussions/1).",
        "You can try it with [Acme](https://acme.io/download).",
        "[Create an account](https://discord.gg/acme) and see for yourself.",
        "Feel free to get started with [Acme](https://acme.io/docs).",
        "[Book a demo](https://github.com/acme/acme/discussions/2) of the new index with its maintainers.",
        "[Contact the maintainers](https://github.com/acme/acme/issues) about a license.",
        "Start with [the tutorial](https://acme.io/docs/tutorial) of Acme.",
        "Upgrade to [Acme 2](https://github.com/acme/acme/releases) for more.",
    ],
)
def test_with_the_link_to_the_project_it_passes(sentence: str) -> None:
    assert told(sentence) == []
    assert told(f"{sentence.removesuffix('.')} today!", closing=True) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Sign up for [Bolt](https://bolt.example/signup), which the tutorial needs.",
        "You can try it on [Bolt](https://bolt.example/cloud).",
        "[Create an account](https://bolt.example/signup) at Bolt and copy the key.",
        "Bolt has a free tier of 1,000 requests.",
        "Many vendors offer a free trial.",
        "They want you to book a demo before they name a price.",
        "Upgrade to [Bolt 2](https://bolt.example/releases).",
    ],
)
def test_of_a_third_party_it_passes(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize("ask", [ask for ask in ASKS if "Acme Cloud" in ask])
def test_as_a_step_of_a_tutorial_it_passes(ask: str) -> None:
    steps = f"1. {ask}\n2. Copy the key.\n3. Run `acme connect`.\n"
    assert told(steps, title="How to connect Acme Cloud with Bolt") == []
    assert told(ask, title="How to connect Acme Cloud with Bolt") == []
    assert told(f"### Prerequisites\n\n{ask}", title="How to connect Bolt") == []
    assert told(ask, title="How to connect Bolt")


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Join our webinar on Acme Cloud.", 0),
        ("Take the survey on Acme Cloud.", 0),
        ("Join us at the conference for a talk about Acme Cloud.", 0),
        ("Try Acme Cloud, as our webinar shows.", 1),
        (f"Ask in Slack, or sign up for [Acme Cloud]({SIGNUP}).", 1),
    ],
)
def test_what_an_ask_is_about_comes_before_the_offer(sentence: str, count: int) -> None:
    assert len(told(sentence)) == count


def test_a_step_says_why_it_passed_only_where_something_is_left() -> None:
    (found,) = told(f"1. Don't wait: start your free trial of [Acme Cloud]({SIGNUP}) today, no credit card required!\n")
    assert "tutorial-step" in signals([found])


@pytest.mark.parametrize(
    "sentence",
    [
        "Don't sign up for [Acme Cloud]({url}): it is not needed here.",
        "There is no need to sign up for [Acme Cloud]({url}).",
        "You can do this without signing up for Acme Cloud.",
        "Users who sign up for [Acme Cloud]({url}) had to wait.",
        "We signed up for [Acme Cloud]({url}) in 2020.",
        "When you sign up for [Acme Cloud]({url}), a record is written.",
        "The sign-up form of Acme Cloud had an error.",
    ],
)
def test_negated_of_others_or_under_a_condition_it_passes(sentence: str) -> None:
    assert told(sentence.replace("{url}", "https://acme.com/cloud")) == []


@pytest.mark.parametrize(
    ("sentence", "step"),
    [
        ("If you'd rather not run it yourself, Acme Cloud has a free tier.", "alternative"),
        (f"If you would rather skip the set-up, [sign up for Acme Cloud]({SIGNUP}).", "alternative"),
        ("Prefer a managed version? Acme Cloud runs it.", "alternative"),
        ("For teams that don't want to manage servers, there is [Acme Cloud](https://acme.com/cloud).", "alternative"),
        ("If you'd rather not run it yourself, Acme Cloud has a free trial, no credit card required.", "urgent"),
        (f"If you'd rather not run it yourself, [sign up for Acme Cloud]({SIGNUP}) today!", "urgent"),
        ("Try Acme Cloud.", "asks"),
        ("Try Acme Cloud now!", "urgent"),
        ("Why not try Acme Cloud?", "asks"),
        ("Get $100 in free credits on Acme Cloud.", "urgent"),
    ],
)
def test_steps(sentence: str, step: str) -> None:
    (found,) = told(sentence)
    assert found.step == step
    severities = {"urgent": Severity.ERROR, "asks": Severity.WARNING, "alternative": Severity.HINT}
    assert found.severity == severities[step]


@pytest.mark.parametrize(
    ("sentence", "signal"),
    [
        (f"Try it in [our service]({SIGNUP}).", "commercial-link"),
        ("Try it in [our service](https://acme.com/cloud).", "offer-link"),
        ("Try [Acme Cloud](https://acme.com/about-it).", "names-offer"),
        ("Contact us about [a license](https://acme.com/contact) for Acme Enterprise.", "leaning-link"),
        ("Upgrade to our paid plan.", "names-offer"),
        ("Get a free license of Acme Enterprise.", "free"),
        ("Acme Cloud is here, so sign up.", "offer-before"),
        ("Contact us to discuss your use case.", "purpose"),
    ],
)
def test_reasons_follow_the_evidence(sentence: str, signal: str) -> None:
    assert signal in signals(told(sentence))


@pytest.mark.parametrize(
    "passage",
    [
        "## Try Acme Cloud for free",
        f"[Get started →]({SIGNUP})",
        f'<a class="button" href="{SIGNUP}">Get started</a>',
        f'<section class="promo"><div>Try Acme Cloud</div><a href="{SIGNUP}">Start</a></section>',
        f"[![Try Acme Cloud](banner.png)]({SIGNUP})",
        SIGNUP,
        f'{{{{< button href="{SIGNUP}" text="Start" >}}}}',
        "{{< cta >}}",
        "{% include cta.html %}",
    ],
)
def test_headings_buttons_banners_and_shortcodes_count(passage: str) -> None:
    assert told(passage)


@pytest.mark.parametrize(
    "passage",
    [
        "<TryIt />",
        "<SignUpBanner />",
        f'<Button href="{SIGNUP}">Start</Button>',
        '<Highlight header="Run it" button="Try for free">\n',
    ],
)
def test_components_count(passage: str) -> None:
    (found,) = told(passage, path="post.mdx")
    assert signals([found]) & {"component", "button"}


@pytest.mark.parametrize("passage", ['<Button href="https://acme.io/docs">Read</Button>', '<Tab title="Free plan" />'])
def test_other_components_pass(passage: str) -> None:
    assert told(passage, path="post.mdx") == []


def test_texts_of_the_front_matter_count_and_its_words_do_not() -> None:
    text = (
        "---\ntitle: Logs\nsummary: Start your free trial of Acme Cloud\nslug: start-your-free-trial\n---\n\nWords.\n"
    )
    (found,) = check(PUSHY, text, house=ACME)
    assert found.start.line == 3
    assert "front-matter" not in signals([found]), "it weighs nothing, so it is no reason"


def test_one_passage_is_one_finding() -> None:
    (found,) = told(f"Try Acme Cloud. [Sign up]({SIGNUP}) today. New accounts get $100 in free credits.")
    assert found.step == "urgent"
    assert {"urgency", "lure", "commercial-link", "names-offer"} <= signals([found])
    assert len(told(f"Try Acme Cloud. It keeps the log. [Sign up]({SIGNUP}) today.")) == 2


def test_a_house_that_sells_nothing_asks_for_nothing_sold() -> None:
    house = house_of({"name": "Acme", "projects": [{"name": "Acme", "hosts": ["acme.io"]}]})
    assert told("Contact us to learn more about Acme.", house=house) == []
    assert told("Sign up for free.", house=house) == []


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("[Start your free trial](https://acme.com/trial) today.", 1),
        ("Try [Acme Cloud](https://acme.com/cloud) for free.", 1),
        ("Book a demo with our team.", 1),
        ("Run it on Google Cloud or on Acme Cloud.", 0),
        ("Try [Acme](https://acme.com) for free.", 0),
        ("Why not try Acme Cloud?", 0),
    ],
)
def test_without_a_house_words_and_links_say_less(sentence: str, count: int) -> None:
    assert len(told(sentence, house=House())) == count


def test_the_offer_of_the_link_is_named() -> None:
    (found,) = told("[Upgrade now](https://acme.com/enterprise/buy).")
    assert "Acme Enterprise" in found.message


FIRST = RULES["values/commercial-first"]


@pytest.mark.parametrize(
    ("sentence", "step"),
    [
        (f"Get the [open source version]({SIGNUP}).", "mislabeled"),
        (f"Get [Acme]({SIGNUP}).", "mislabeled"),
        ("Get the [open source version](https://github.com/acme/acme).", None),
        (f"Get [Acme Cloud]({SIGNUP}).", None),
        ("The easiest way to start is Acme Cloud.", "default"),
        ("Acme Cloud is the best option for most.", "default"),
        ("The default choice: Acme Cloud", "default"),
        ("The easiest way to start is Acme.", None),
        ("If you have no servers, Acme Cloud is the easiest way to start.", None),
        ("Acme Cloud is not the easiest way to start.", None),
        ("The easiest way to read a bill in Acme Cloud is the billing page.", None),
        ("Acme Cloud is 10x faster and runs Acme.", "runs-down"),
        ("Acme Cloud is cheaper than self-hosted Acme.", "runs-down"),
        ("Acme Cloud is cheaper than self-hosted Acme, as [a benchmark](https://acme.com/blog/x) shows.", None),
        ("Acme Cloud is faster than last year.", None),
        ("The open source version is for hobbyists.", "runs-down"),
        ("Hobbyists run the open source version.", None),
        ("Acme is fine for a start, but you will want Acme Cloud.", "runs-down"),
        ("Acme is fine for a start.", None),
        ("Self-hosting Acme is painful. Acme Cloud is not.", "runs-down"),
        ("Self-hosting Acme is painful, and this post helps.", None),
        ("You can self-host it, but we recommend Acme Cloud.", "default"),
        ("We recommend Acme.", None),
        ("Here you can [install Acme](https://cloud.acme.com/signup).", "mislabeled"),
        ("Here you can [install Acme](https://acme.io/install).", None),
        ("To follow along, sign up for Acme Cloud.", "prerequisite"),
        ("Acme Cloud runs Acme. Why manage it yourself?", "runs-down"),
        ("Why manage two indexes?", None),
        ("You will need an Acme Cloud account.", "prerequisite"),
        ("You will need an Acme Cloud account, or Acme from `docker run acme`.", None),
        ("You will need a Bolt account.", None),
    ],
)
def test_commercial_first(sentence: str, step: str | None) -> None:
    assert [one.step for one in told(sentence, FIRST)] == ([step] if step else [])
    assert told(f"> {sentence}", FIRST) == []
    assert told(f"```\n{sentence}\n```", FIRST) == []
    assert told(sentence, FIRST, title="News from Acme Cloud") == []


def test_far_more_links_to_what_is_sold_than_to_the_project() -> None:
    selling = [f"[page {number}](https://acme.com/cloud/{number})" for number in range(6)]
    (found,) = told(" and ".join(selling), FIRST)
    assert (found.step, found.severity) == ("outweighs", Severity.HINT)
    project = " and ".join(f"[file {number}](https://github.com/acme/{number})" for number in range(2))
    assert told(" and ".join(selling) + " and " + project, FIRST) == []


GATED = RULES["values/gated-content"]


@pytest.mark.parametrize(
    ("sentence", "step"),
    [
        ("[Download the white paper](https://acme.com/whitepapers/logs).", "gated"),
        ("[Download the white paper](https://acme.com/whitepapers/logs.pdf).", None),
        ("Read the [white paper](https://arxiv.org/abs/1).", None),
        ("Get our free e-book on [this page](https://acme.com/ebook).", "gated"),
        ("Register for the [webinar](https://acme.com/webinars/logs).", "gated"),
        ("Register for [KubeCon](https://events.linuxfoundation.org/kubecon).", None),
        ("Enter your work email to get the guide.", "gated"),
        ("Fill out the [survey](https://forms.gle/x) of the community.", None),
        ("The user must enter a name.", None),
        ("Subscribe to our newsletter.", "newsletter"),
        ("Subscribe to the topic.", None),
        ('<iframe src="https://js.hsforms.net/x"></iframe>', "newsletter"),
        ('<iframe src="https://www.youtube.com/embed/x"></iframe>', None),
        ('<form><input type="email"></form>', "newsletter"),
        ('<form><input type="search"></form>', None),
    ],
)
def test_gated_content(sentence: str, step: str | None) -> None:
    assert [one.step for one in told(sentence, GATED)] == ([step] if step else [])


DATA = Path(__file__).parent / "data" / "values"


@pytest.mark.parametrize("sentence", (DATA / "asks.txt").read_text(encoding="utf-8").splitlines())
def test_asks_as_companies_write_them(sentence: str) -> None:
    assert told(sentence)


@pytest.mark.parametrize("sentence", (DATA / "passes.txt").read_text(encoding="utf-8").splitlines())
def test_the_same_words_said_innocently_pass(sentence: str) -> None:
    assert told(sentence) == []
