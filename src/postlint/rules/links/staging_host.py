"""A link to where the post was tried out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from postlint.diagnostic import Finding
from postlint.document import Document, Image, Url
from postlint.document.urls import domain_of, is_local
from postlint.house import House
from postlint.rule import Bad, option, rule

LABELS = ("staging", "stage", "stg", "preprod", "pre-prod", "uat", "preview")
TUNNELS = ("ngrok.io", "ngrok.app", "ngrok-free.app", "trycloudflare.com", "loca.lt", "serveo.net", "localtunnel.me")
PLATFORMS = ("kinsta.cloud", "pantheonsite.io", "wpenginepowered.com")
"""Where hosts of sites keep copies that are not yet under their own name."""

TRIALS = frozenset((*TUNNELS, *PLATFORMS))


@cache
def _words() -> re.Pattern[str]:
    """Whatever may be a host."""
    return re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[::1\]")


@cache
def _of_branch() -> re.Pattern[str]:
    """A copy of a site that a host makes for each branch or change."""
    return re.compile(
        r"[^.]+--[^.]+\.netlify\.app|[^.]+-git-[^.]+\.vercel\.app|[0-9a-f]{8}\.[^.]+\.pages\.dev|[^.]+--[^.]+\.web\.app"
    )


@rule(
    why="Readers cannot get there, or find a page that is not finished and soon gone.",
    options={"hosts": option((), "Further hosts where only the house tries things out; their subdomains count.")},
    needs="urls",
    bad=(
        Bad("""
            Read [our first post](http://localhost:1313/first/).
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The host 'localhost' is not one that readers can reach.
        """),
        Bad("""
            [Docs](//main--acme.netlify.app/).
                   ^^^^^^^^^^^^^^^^^^^^^^^^^ The host 'main--acme.netlify.app' is where a site is tried out.
        """),
        Bad("""
            <a href="https://staging.acme.example/pricing">What it costs</a>
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The host 'staging.acme.example' is where a site is tried out.
        """),
        Bad("""
            ![The parts of an index](file:///home/ada/index.png)
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^ This is a file on somebody's own machine.
        """),
    ),
    good=(
        "Start it, and open [localhost:3000](http://localhost:3000/).",
        """
            Run it, and see [the dashboard](http://localhost:3000/d/1):

                curl http://localhost:3000/health
        """,
        "We keep a [preview](https://preview.kubernetes.example/) of each change.",
        "Open `http://127.0.0.1:8080`.",
    ),
)
def staging_host(doc: Document, options: Mapping[str, Any], house: House) -> Iterator[Finding]:
    """Links lead to what is published."""
    own = frozenset(options["hosts"])
    local: list[Url] = []
    for url in doc.urls:
        if url.scheme == "file":
            yield Finding(
                url.span, "This is a file on somebody's own machine.", help="Put it into the site, and link that."
            )
        elif not url.is_web:
            continue
        elif is_local(url.host):
            local.append(url)
        elif _is_for_trial(url, own, house) and not _is_shown(url):
            message = f"The host '{url.host}' is where a site is tried out."
            yield Finding(url.span, message, help="Link the published page.")
    yield from _unspoken(doc, local)


def _unspoken(doc: Document, local: list[Url]) -> Iterator[Finding]:
    """Links to the own machine where the post does not speak of it: a tutorial shows the address in code or words."""
    hidden = Counter(url.host for url in local if not _is_shown(url))
    written = Counter(_words().findall(doc.source.text.lower())) if hidden else Counter[str]()
    told = {host for host, count in hidden.items() if written[host] > count}
    if told.intersection(("localhost", "127.0.0.1", "0.0.0.0", "[::1]")):
        told.update(("localhost", "127.0.0.1", "0.0.0.0", "[::1]"))
    for url in local:
        if not _is_shown(url) and url.host not in told:
            message = f"The host '{url.host}' is not one that readers can reach."
            yield Finding(url.span, message, help="Link the published page, or show the address in the text.")


def _is_shown(url: Url) -> bool:
    """Whether readers see the host in the text of the link, so that it is meant."""
    node = url.node
    return not isinstance(node, Image) and node is not None and url.host in (getattr(node, "text", "") or "").lower()


def _is_for_trial(url: Url, own: frozenset[str], house: House) -> bool:
    host = url.host
    if domain_of(host, own) or domain_of(host, TRIALS) not in (None, host) or _of_branch().fullmatch(host):
        return True
    first, _, domain = host.partition(".")
    words = first.split("-")
    if "." not in domain:
        return False
    if "staging" in words or "preprod" in words:
        return True
    return first in LABELS and house.owner_of_url(f"//{domain}") is not None
