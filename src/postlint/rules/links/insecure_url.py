"""A link over http to a host that speaks https."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Edit, Finding, Fix
from postlint.document import Document, Link, Url
from postlint.document.urls import domain_of
from postlint.house import House
from postlint.rule import Bad, option, rule
from postlint.text import Span

HOSTS = (
    "amazon.com apache.org apple.com archive.org arxiv.org atlassian.com bitbucket.org brendangregg.com cncf.io "
    "codeberg.org cloudflare.com creativecommons.org crates.io debian.org dev.to digitalocean.com discord.com "
    "discord.gg docker.com doi.org dzone.com ebpf.io envoyproxy.io example.com facebook.com fedoraproject.org "
    "freedesktop.org git-scm.com github.com github.io gitlab.com gitlab.io gnu.org golang.org google.com "
    "googleblog.com grafana.com grpc.io hashicorp.com helm.sh heroku.com huggingface.co ibm.com ietf.org imgur.com "
    "infoq.com instagram.com istio.io k8s.io kafka.apache.org kernel.org kubernetes.io letsencrypt.org linkedin.com "
    "linux.com linuxfoundation.org llvm.org lwn.net man7.org medium.com meetup.com microsoft.com mongodb.com "
    "mozilla.org mysql.com netfilter.org netlify.app netlify.com nginx.com nginx.org nodejs.org npmjs.com nytimes.com "
    "openssl.org opensource.org oracle.com paypal.com php.net postgresql.org prometheus.io pypi.org python.org "
    "readthedocs.io readthedocs.org reddit.com redhat.com redis.io redis.com rocksdb.org ruby-lang.org rust-lang.org "
    "serverfault.com slack.com slideshare.net sourceforge.net sqlite.org stackexchange.com stackoverflow.com "
    "superuser.com stripe.com tcpdump.org twitch.tv twitter.com ubuntu.com usenix.org vercel.app vercel.com vimeo.com "
    "wikimedia.org wikipedia.org wireshark.org wordpress.com wordpress.org x.com ycombinator.com youtu.be youtube.com "
    "zoom.us"
).split()
ALWAYS_SECURE = frozenset("app bank boo dad day dev esq foo google insurance mov new page phd prof rsvp zip".split())
"""Top-level domains that browsers only ever ask over https."""
NOT_BY_HTTPS = frozenset({"vger.kernel.org"})


@rule(
    why="Whoever sits in between can read and change what comes over http, and browsers warn of such pages.",
    options={"hosts": option(HOSTS, "Domains that speak https, beside those of the house; their subdomains count.")},
    needs="unsafe-urls",
    bad=(
        Bad(
            """
                [On GitHub](http://github.com/acme/acme).
                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ The host 'github.com' speaks https, and this link does not.
            """,
            fixed="[On GitHub](https://github.com/acme/acme).",
        ),
        Bad(
            """
                <a href="http://acme.example/start">The first steps</a>
                         ^^^^^^^^^^^^^^^^^^^^^^^^^ The host 'acme.example' speaks https, and this link does not.
            """,
            fixed='<a href="https://acme.example/start">The first steps</a>',
            house={"hosts": ["acme.example"]},
        ),
        Bad(
            """
                [http://lwn.net/](http://lwn.net/)
                                  ^^^^^^^^^^^^^^^ The host 'lwn.net' speaks https, and this link does not.
            """,
            fixed="[https://lwn.net/](https://lwn.net/)",
        ),
        Bad(
            """
                ![An index](http://acme.dev/index.png)
                            ^^^^^^^^^^^^^^^^^^^^^^^^^ The host 'acme.dev' speaks https, and this image does not.
            """,
            fixed="![An index](https://acme.dev/index.png)",
        ),
    ),
    good=(
        "[On GitHub](https://github.com/acme/acme).",
        "Open http://localhost:3000 to see it.",
        "See [the old page](http://acme.invalid/).",
        "The server listens on [port 8080](http://github.com:8080/).",
    ),
)
def insecure_url(doc: Document, options: Mapping[str, Any], house: House) -> Iterator[Finding]:
    """Hosts that speak https are linked by https."""
    asked = [url for url in doc.urls if url.scheme == "http" and url.host and url.port in ("", "80")]
    if not asked:
        return
    secure = frozenset(options["hosts"])
    for url in asked:
        if not (_speaks_https(url.host, secure) or house.owner_of_url(url.text)) or url.written[:5].lower() != "http:":
            continue
        what = "image" if url.is_image else "link"
        yield Finding(
            url.span,
            f"The host '{url.host}' speaks https, and this {what} does not.",
            help="Write https.",
            fix=Fix("Write https", tuple(_edits(doc, url))),
        )


def _speaks_https(host: str, secure: frozenset[str]) -> bool:
    if domain_of(host, NOT_BY_HTTPS):
        return False
    return host.rpartition(".")[2] in ALWAYS_SECURE or domain_of(host, secure) is not None


def _edits(doc: Document, url: Url) -> Iterator[Edit]:
    """The scheme, with its port if that is named, and once more where the address is also the text of its link."""
    start, node = url.span.start, url.node
    yield Edit(Span(start, start + len("http")), "https")
    if url.port == "80" and (port := url.written.find(":80", len("http:"))) > 0:
        yield Edit(Span(start + port, start + port + len(":80")), "")
    elif isinstance(node, Link) and node.text_span != url.span and doc.source[node.text_span] == url.written:
        yield Edit(Span(node.text_span.start, node.text_span.start + len("http")), "https")
