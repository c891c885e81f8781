"""Very many links to one host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding, Severity
from postlint.document import Document, Url
from postlint.document.urls import LONGEST, is_template
from postlint.house import House
from postlint.rule import Bad, Good, option, rule


@rule(
    on=False,
    severity=Severity.HINT,
    why="A post that leads to one place again and again reads like an advertisement.",
    options={"most": option(10, "How many links to one host that is not the house's may stand in a post.")},
    bad=(
        Bad(
            """
                [One](http://b.example/1), [two](http://b.example/2),
                [three](http://b.example/3)
                        ^^^^^^^^^^^^^^^^^^ From here on there are more than 2 links to 'b.example': 3.
            """,
            options={"most": 2},
        ),
        Bad(
            """
                [Once][b], [twice][b], [three times][b].
                                       ^^^^^^^^^^^^^^^^ From here on there are more than 2 links to 'b.example': 3.

                [b]: https://b.example/
            """,
            options={"most": 2},
        ),
    ),
    good=(
        "[One](https://example.org/1), [two](https://example.org/2) and [three](https://example.org/3).",
        "[Here](/a), [there](/b) and [everywhere](/c).",
        Good("[Once][b] and [twice][b].\n\n[b]: https://b.example/", options={"most": 2}),
    ),
)
def crowded_host(doc: Document, options: Mapping[str, Any], house: House) -> Iterator[Finding]:
    """A post does not lead to one host again and again."""
    those = (link for link in doc.links if len(link.url) <= LONGEST)
    urls = ((link, Url(link.url, link.url_span, link.url, link)) for link in sorted(those, key=lambda link: link.span))
    links = [
        (link, url.host.removeprefix("www."))
        for link, url in urls
        if url.is_web and not is_template(link.url) and not house.owner_of_url(link.url)
    ]
    counts = Counter(host for _, host in links)
    met: Counter[str] = Counter()
    for link, host in links:
        met[host] += 1
        if met[host] == options["most"] + 1:
            is_defined = link.label is not None  # the URL stands elsewhere, and for all of them
            yield Finding(
                link.span if is_defined else link.url_span,
                f"From here on there are more than {options['most']} links to '{host}': {counts[host]}.",
                help="Link it where readers need it, and leave out the others.",
            )
