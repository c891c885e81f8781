"""Very many links to one host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.house import House
from postlint.rule import Bad, option, rule


@rule(
    on=False,
    severity=Severity.HINT,
    why="A post that leads to one place again and again reads like an advertisement.",
    options={"most": option(10, "How many links to one host that is not the house's may stand in a post.")},
    bad=Bad(
        """
            [One](http://b.example/1), [two](http://b.example/2),
            [three](http://b.example/3)
                    ^^^^^^^^^^^^^^^^^^ From here on there are more than 2 links to 'b.example': 3.
        """,
        options={"most": 2},
    ),
    good=(
        "[One](https://example.org/1), [two](https://example.org/2) and [three](https://example.org/3).",
        "[Here](/a), [there](/b) and [everywhere](/c).",
    ),
)
def crowded_host(doc: Document, options: Mapping[str, Any], house: House) -> Iterator[Finding]:
    """A post does not lead to one host again and again."""
    links = [
        url
        for url in sorted(doc.urls, key=lambda url: url.span)
        if url.is_web and not url.is_image and not house.owner_of_url(url.text)
    ]
    counts = Counter(url.host.removeprefix("www.") for url in links)
    met: Counter[str] = Counter()
    for url in links:
        host = url.host.removeprefix("www.")
        met[host] += 1
        if met[host] == options["most"] + 1:
            yield Finding(
                url.span,
                f"From here on there are more than {options['most']} links to '{host}': {counts[host]}.",
                help="Link it where readers need it, and leave out the others.",
            )
