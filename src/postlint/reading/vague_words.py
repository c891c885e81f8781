"""Link texts that do not say where a link leads, by language: those that say nothing, and those that promise more."""

from __future__ import annotations

from typing import Final

EMPTY: Final[dict[str, str]] = {
    "en": "here|click here|click here now|click|click me|click this|click this link|click the link|click on this|"
    "tap here|right here|over here|in here|see here|read here|look here|check here|go here|visit here|find it here|"
    "available here|link here|here's the link|this|this one|this link|this url|this address|that|that one|that link|"
    "the link|a link|link|links|url|it|them|these|those|follow this link|follow the link|see this|see link|"
    "check it out|check this out",
    "de": "hier|hier klicken|klick hier|klicke hier|klicken sie hier|bitte hier klicken|hier entlang|dieser link|"
    "diesem link|diesen link|diesem link folgen|link|links|der link|den link|dies|dieses|diese|dort|siehe hier",
    "fr": "ici|cliquez ici|clique ici|cliquer ici|par ici|là|ce lien|le lien|lien|liens|suivez ce lien|voir ici|"
    "à cette adresse|cette adresse",
    "es": "aquí|aqui|haz clic aquí|haga clic aquí|haz click aquí|clic aquí|click aquí|pulsa aquí|pincha aquí|ver aquí|"
    "este enlace|el enlace|enlace|este link|link|en este enlace|este vínculo",
    "pt": "aqui|clique aqui|clica aqui|clicar aqui|clicando aqui|veja aqui|este link|esse link|neste link|nesse link|"
    "link|o link|esta ligação|este endereço",
    "it": "qui|clicca qui|cliccare qui|cliccate qui|cliccando qui|qua|questo link|questo collegamento|a questo link|"
    "link|il link|vedi qui",
    "nl": "hier|klik hier|deze link|link|de link|via deze link",
    "pl": "tutaj|tu|kliknij tutaj|ten link|link|pod tym linkiem",
    "ru": "здесь|тут|сюда|нажмите здесь|по ссылке|по этой ссылке|эта ссылка|ссылка|ссылке",
    "tr": "buraya|burada|buradan|buraya tıklayın|bu bağlantı|bağlantı|bu link|link",
    "zh": "这里|此处|这儿|这个|点击这里|点击此处|点此|点这里|请点击这里|请点击此处|这个链接|此链接|链接|在此|戳这里|"
    "這裡|此處|這個|點擊這裡|點擊此處|點此|點這裡|這個連結|此連結|連結|鏈接",
    "ja": "こちら|ここ|此方|ここをクリック|こちらをクリック|こちらから|こちらのリンク|このリンク|リンク|これ|コチラ",
    "ko": "여기|여기서|여기에서|여기를 클릭|여기를 클릭하세요|여기를 누르세요|이곳|클릭|이 링크|링크",
}
MORE: Final[dict[str, str]] = {
    "en": "read more|learn more|find out more|see more|show more|view more|know more|discover more|get more info|"
    "more|more here|more info|more information|more details|further information|details|details here|"
    "continue reading|keep reading|read on|read this|full story|this page|this post|this blog|this blog post|"
    "this article|this document|this site|this website|this video",
    "de": "mehr|mehr erfahren|weiterlesen|mehr lesen|mehr dazu|mehr infos|mehr informationen|weitere informationen|"
    "weitere infos|details|mehr details|hier mehr|jetzt lesen|diese seite|dieser seite|dieser artikel|"
    "diesem artikel|diesen artikel|dieser beitrag|diesem beitrag|diesen beitrag|dieses video",
    "fr": "en savoir plus|lire la suite|lire plus|plus|plus d'informations|plus d'infos|voir plus|plus de détails|"
    "détails|découvrir|cette page|cet article|ce billet|ce site|cette vidéo|ce document",
    "es": "leer más|más|más información|saber más|ver más|seguir leyendo|continuar leyendo|más detalles|detalles|"
    "esta página|este artículo|esta entrada|este sitio|este vídeo|este video|este documento|este post",
    "pt": "saiba mais|leia mais|ler mais|mais|mais informações|ver mais|veja mais|continue lendo|continuar a ler|"
    "mais detalhes|detalhes|esta página|este artigo|este post|este site|este vídeo|este documento",
    "it": "scopri di più|leggi di più|per saperne di più|leggi tutto|continua a leggere|maggiori informazioni|"
    "ulteriori informazioni|altro|più informazioni|dettagli|questa pagina|questo articolo|questo post|questo sito|"
    "questo video|questo documento",
    "nl": "lees meer|meer|meer lezen|meer informatie|lees verder|deze pagina|dit artikel",
    "pl": "czytaj więcej|więcej|dowiedz się więcej|więcej informacji|ta strona|ten artykuł",
    "ru": "читать далее|подробнее|узнать больше|больше|эта страница|эта статья",
    "tr": "devamını oku|daha fazla|daha fazla bilgi|bu sayfa|bu makale",
    "zh": "了解更多|更多|阅读更多|查看更多|更多信息|更多详情|详情|查看详情|继续阅读|阅读全文|阅读原文|此页面|本页|"
    "这篇文章|这篇博客|本文|了解詳情|更多資訊|閱讀更多|查看詳情|繼續閱讀|這篇文章|此頁面",
    "ja": "詳細はこちら|詳しくはこちら|もっと見る|もっと読む|続きを読む|続きはこちら|さらに詳しく|詳細|詳細を見る|"
    "このページ|この記事|このサイト|この動画",
    "ko": "더 보기|더보기|자세히 보기|자세히|더 알아보기|더 읽기|계속 읽기|자세한 내용|자세한 정보|이 페이지|"
    "이 글|이 문서|이 기사|이 영상",
}


def words_of(lists: dict[str, str], language: str | None) -> list[str]:
    """The link texts of a language by its tag, such as pt-br; those of English where the language is not known."""
    found = lists.get((language or "en").partition("-")[0], "")
    return found.split("|") if found else []


def words_of_all(lists: dict[str, str]) -> list[str]:
    """The link texts of all languages, each once."""
    return list(dict.fromkeys(word for words in lists.values() for word in words.split("|")))
