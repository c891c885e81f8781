"""An image that lies with somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.document.urls import domain_of, is_local
from postlint.house import House, host_and_path
from postlint.rule import Bad, Good, option, rule

BADGES = (
    "img.shields.io badge.fury.io badgen.net codecov.io circleci.com travis-ci.org travis-ci.com api.star-history.com "
    "bestpractices.coreinfrastructure.org bestpractices.dev goreportcard.com opencollective.com contrib.rocks "
    "api.securityscorecards.dev snyk.io readthedocs.org colab.research.google.com mybinder.org visitor-badge.glitch.me "
    "gitpod.io deploy.workers.cloudflare.com"
).split()
"""Pictures that are made anew at each visit, so that they cannot lie elsewhere."""


@rule(
    why="It is gone when its owner moves it, they may not want to serve it, and they learn of each of your readers.",
    rests_on=("hosts",),
    options={"hosts": option(BADGES, "Hosts beside those of the house where images may lie; their subdomains count.")},
    needs="images",
    bad=Bad(
        """
            ![An index](https://images.example.org/index.png)
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The image lies with 'images.example.org'.
        """,
        house={"hosts": ["acme.example"]},
    ),
    good=(
        Good(
            "![The parts of an index](https://assets.acme.example/index.png) and ![The last build](https://img.shields.io/a)",
            house={"hosts": ["acme.example"]},
        ),
        Good("![The parts of an index](index.png)", house={"hosts": ["acme.example"]}),
        "![Without a house, nobody knows whose it is](https://images.example.org/index.png)",
    ),
)
def hotlinked_image(doc: Document, options: Mapping[str, Any], house: House) -> Iterator[Finding]:
    """Images lie with the house."""
    hosts = _own_hosts(house)
    if not hosts:
        return
    allowed = hosts.union(options["hosts"])
    for url in doc.urls:
        if not url.is_image or not url.is_web or domain_of(url.host, allowed) or is_local(url.host):
            continue
        if house.owner_of_url(url.text) is None:
            yield Finding(
                url.span,
                f"The image lies with '{url.host}'.",
                help="Keep a copy beside the post, if its license allows that, and name its source.",
            )


def _own_hosts(house: House) -> frozenset[str]:
    return frozenset(host_and_path(place) for place in house.every_host if "/" not in host_and_path(place))
