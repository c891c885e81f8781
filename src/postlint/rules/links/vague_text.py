"""A link whose words do not say where it leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postlint.diagnostic import Finding, Severity
from postlint.document import Document
from postlint.rule import Bad, option, rule

EMPTY = (
    "here|click here|click here now|click|click me|click this|click this link|click the link|"
    "click on this|tap here|right here|over here|in here|see here|read here|look here|check here|go here|"
    "visit here|find it here|available here|link here|here's the link|this|this one|this link|this url|"
    "this address|that|that one|that link|the link|a link|link|links|url|it|them|these|those|"
    "follow this link|follow the link|see this|see link|check it out|check this out|"
    # German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian, Turkish, Chinese, Japanese, Korean
    "hier|hier klicken|klick hier|klicke hier|klicken sie hier|dieser link|diesem link|ici|cliquez ici|"
    "clique ici|cliquer ici|ce lien|aquí|haz clic aquí|haga clic aquí|clic aquí|pulsa aquí|este enlace|aqui|"
    "clique aqui|clica aqui|este link|qui|clicca qui|questo link|klik hier|deze link|tutaj|"
    "kliknij tutaj|здесь|тут|сюда|нажмите здесь|по ссылке|эта ссылка|buraya|burada|buraya tıklayın|这里|此处|这儿|"
    "点击这里|点击此处|点这里|链接|這裡|點擊這裡|こちら|ここ|ここをクリック|こちらをクリック|여기|여기를 클릭|"
    "클릭"
).split("|")
MORE = (
    "read more|learn more|find out more|see more|show more|view more|know more|discover more|"
    "get more info|more|more here|more info|more information|more details|further information|details|"
    "details here|continue reading|keep reading|read on|read this|full story|this page|this post|"
    "this blog|this blog post|this article|this document|this site|this website|this video|mehr|"
    "mehr erfahren|weiterlesen|mehr lesen|mehr dazu|en savoir plus|lire la suite|"
    "plus d'informations|leer más|más información|saber más|seguir leyendo|saiba mais|leia mais|ler mais|"
    "scopri di più|leggi di più|per saperne di più|lees meer|meer informatie|czytaj więcej|"
    "dowiedz się więcej|читать далее|подробнее|узнать больше|devamını oku|daha fazla|了解更多|更多|阅读更多|"
    "查看更多|更多信息|詳細はこちら|もっと見る|続きを読む|더 보기|자세히 보기|더 알아보기"
).split("|")

LONGEST = 80
MARKS = " .,:;!?→»›>()[]\n\xa0。！？👉👈➡\ufe0f"


@rule(
    severity={"empty": Severity.WARNING, "more": Severity.HINT},
    why="Screen readers list links by their words alone, and search engines learn from them what the target is about.",
    options={
        "empty": option(EMPTY, "Link texts that say nothing at all."),
        "more": option(MORE, "Link texts that only promise more."),
    },
    bad=(
        Bad("""
            You find the numbers [here](/benchmarks).
                                  ^^^^ The link text 'here' does not say where it leads.
        """),
        Bad("""
            <a href="/benchmarks">Click *here*!</a>
                                  ^^^^^^^^^^^^^ The link text 'Click here' does not say where it leads.
        """),
        Bad("""
            Die Zahlen stehen [hier](/benchmarks), und [diese Seite](/more) sagt mehr.
                               ^^^^ The link text 'hier' does not say where it leads.
        """),
        Bad("""
            [Learn more](/benchmarks)
             ^^^^^^^^^^ The link text 'Learn more' does not say where it leads.
        """),
    ),
    good=(
        "You find the numbers in [our benchmarks](/benchmarks).",
        "Read [more about our benchmarks](/benchmarks).",
    ),
)
def vague_text(doc: Document, options: Mapping[str, Any]) -> Iterator[Finding]:
    """Link texts say where the link leads."""
    steps = {**dict.fromkeys(options["more"], "more"), **dict.fromkeys(options["empty"], "empty")}
    for link in doc.links:
        if len(link.text) > LONGEST:
            continue
        words = link.text.strip(MARKS)
        step = steps.get(" ".join(words.lower().replace("’", "'").split()))
        if step is not None:
            yield Finding(
                link.text_span,
                f"The link text '{words}' does not say where it leads.",
                help="Link the words that name the target.",
                step=step,
            )
