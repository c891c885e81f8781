"""What a post is about, and what kind of post it is: by its title, its front matter and its shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from postlint.expression import expression
from postlint.reading.words import Lexicon, Words, phrases
from postlint.site.conventions import title

if TYPE_CHECKING:
    from postlint.reading import Reading

Subject = Literal["offer", "project", "other"]
Kind = Literal["stub", "event", "release", "republished", "tutorial", "article"]

KINDS = Lexicon(
    {
        "offer": phrases(
            "pricing, price change, our plans, new plans, paid plan, paid plans, free plan, free tier, free trial, "
            "subscription, subscriptions, billing, enterprise edition, enterprise plan, pro plan, team plan, credits"
        ),
        "event": phrases(
            "kubecon, conference, conf, summit, meetup, meetups, webinar, webinars, workshop, hackathon, "
            "hacktoberfest, join us, talks, livestream, office hours, unconference, fosdem, meet us, booth, "
            "community day, keynote, call for papers, cfp"
        ),
        "release": phrases(
            "release, released, releases, changelog, release notes, what's new in, is out, is here, is available"
        ),
        "tutorial": phrases(
            "how to, tutorial, guide, getting started, get started, step by step, hands on, walkthrough, quickstart, "
            "build, building, setting up, set up, deploy, deploying, install, installing, using, introduction to, "
            "migrate, migrating, connect"
        ),
    }
)
"""Words of titles."""
VERSION = expression(r"\bv?\d+\.\d+")
REPUBLISHED = expression(
    r"\b(?:originally (?:published|posted|appeared|written)|first (?:published|appeared) (?:on|in|at)|cross-?posted|"
    r"re-?posted (?:from|with)|re-?published (?:from|with)|(?:this is a|a) guest (?:post|blog|article)|"
    r"guest post by)\b",
    re.IGNORECASE,
)
EXTERNAL_KEYS = frozenset("externalurl external_url external redirect redirect_to link canonical_url".split())
ONWARD = expression(
    r"\b(?:(?:all|for|more) (?:the |of the )?(?:details|information)|"
    r"(?:original|full|whole|complete) (?:post|article|story|text)|"
    r"read (?:more|it|the|on)|continue reading|watch (?:the|it)|listen to|has moved|can be found)\b",
    re.IGNORECASE,
)
FEWEST_WORDS = 60
"""A post with fewer words that sends the reader on is a stub."""
NOTE_LENGTH = 600
"""So near to an end of the body stands what says that a post is republished."""
MANY_CODES = 4


def subject(reading: Reading) -> Subject:
    """What the title names: something sold, a project of the house, or neither."""
    words = Words(reading.headline, 0, len(reading.headline))
    named = {mention.group for mention in reading.house_names.mentions(words)}
    if "offer" in named or any(mention.group == "offer" for mention in KINDS.mentions(words)):
        return "offer"
    return "project" if "project" in named else "other"


def kind(reading: Reading) -> Kind:
    """The kind of post; of several the first in the order of ``Kind``."""
    doc = reading.doc
    if _is_stub(reading):
        return "stub"
    text = reading.headline
    found = {mention.group for mention in KINDS.mentions(Words(text, 0, len(text)))}
    if "event" in found:
        return "event"
    if "release" in found or VERSION.search(text):
        return "release"
    prose, end = doc.prose.text, reading.layout.end
    if REPUBLISHED.search(prose, 0, min(end, NOTE_LENGTH)) or REPUBLISHED.search(prose, max(0, end - NOTE_LENGTH), end):
        return "republished"
    if "tutorial" in found or sum(code.kind != "inline" for code in doc.code) >= MANY_CODES:
        return "tutorial"
    return "article"


def headline(reading: Reading) -> str:
    """The title by the front matter, else the first heading."""
    found = title(reading.doc.front_matter.data, reading.site.conventions)
    if found is not None:
        return str(found.value)
    return next((heading.text for heading in reading.doc.headings), "")


def _is_stub(reading: Reading) -> bool:
    doc, end = reading.doc, reading.layout.end
    text = doc.prose.text
    if text.count(" ", 0, end) >= FEWEST_WORDS:
        return False
    if not reading.layout.body or not EXTERNAL_KEYS.isdisjoint(str(key).lower() for key in doc.front_matter.data):
        return True
    return bool(doc.links) and ONWARD.search(text, 0, end) is not None
