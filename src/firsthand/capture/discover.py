"""What a web page offers to follow, and what kind of page it is.

    page -> every feed it names (<link>, then <a>) -> what each is about: the site | a section | sound | comments
         -> the one that somebody who gave this address wants stands first

A feed is the site's main one when nothing in its title and address is left over after the names of the site and the
words that all feeds have ("RSS", "latest", "Startseite"). Who gives the address of a section wants the section's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from firsthand.extract.decode import decode
from firsthand.extract.html import jsonld
from firsthand.extract.html.terms import is_of_another
from firsthand.extract.html.tree import parse_page

#: Bytes of a page that are looked at; what names feeds stands at the top, and lists of feeds are short pages.
_MOST_BYTES = 5_000_000
_MOST_OFFERS = 300
_MOST_LINKS = 20_000
_LONGEST_ADDRESS = 2_000
_LONGEST_TITLE = 300
#: So many articles described on one page are a list of articles.
_A_LIST = 4

_FEED_TYPE = re.compile(r"(?:application|text)/(?:x[-.])?(?:rss|atom|rdf|feed)(?:\+?(?:xml|json))?\Z")
_MAYBE_TYPES = frozenset(("", "application/xml", "text/xml", "application/json", "text/json", "application/xhtml+xml"))
_FEED_NAME = re.compile(
    r"(?:^|[/._]|rss-)(?:rss|atom|rdf|feeds?)(?:[._-]?(?:\d|all|full|main|news|index))*(?:\.(?:xml|rss|rdf|atom|json|php|aspx?|html?))?/?\Z"
    r"|\.(?:rss|rdf|atom)\Z|/feeds?/[^/]+(?:/[^/]+)?\.(?:xml|json)\Z|/rss/.+\.xml\Z"
)
_FEED_HOST = re.compile(r"(?:^|\.)(?:rss|feeds?)\d?\.|(?:^|\.)feed(?:burner|s2)\.|(?:^|\.)feedburner\.")
_FEED_QUERY = re.compile(
    r"(?:^|&)(?:feed=(?:rss2?|atom|rdf)|(?:format|type|alt|output|outputtype|mode)=(?:rss|atom|feed|xml-rss))\b", re.I
)
#: Readers that a page offers to subscribe with; their addresses hold a feed's, and are none.
_READERS = ("feedly.com", "netvibes.com", "inoreader.com", "newsblur.com", "my.yahoo.com", "theoldreader.com", "add.my")

_COMMENTS = re.compile(
    r"\bcomments?\b|\bkommentare?\b|\bcommentaires?\b|\bcomentarios?\b|\bcomentários?\b|\bcommenti\b|\breacties\b|\bkomentarz\w*|"
    r"коммента\w+|комента\w+|التعليقات|コメント|评论|評論|댓글",
    re.I,
)
_SOUND = re.compile(
    r"podcast|\baudio\b|\bitunes\b|megaphone\.fm|\bacast\b|libsyn|buzzsprout|simplecast|omnycontent|\bvideos?\b", re.I
)
_PART = re.compile(
    r"(?:^|/)(?:category|categories|tags?|topics?|author|authors|autor|section|rubrique|rubrik|ressort|thema|themen|search|"
    r"channel|categoria|kategorie|seccion|secciones|sezioni|newsletter)(?:/|\Z)|[?&](?:s|q|cat|tag|category|author|search)="
)
_ALL_FEEDS_SAY = frozenset(
    "rss rss2 rss1 atom rdf feed feeds xml json php asp aspx html htm index default full text summary partial "
    "news latest recent all stories story top main home homepage frontpage front page site website blog articles article "
    "posts post updates headlines breaking subscribe entries content the of and from via www com org net online www2 "
    "for in by to our your my newest most today rssfeed newsfeed alerts public portal pf arc outboundfeeds syndication export "
    "sitewide whole gesamt syndiquer tout abo subscribe "
    "alle nachrichten aktuelle aktuell meldungen startseite schlagzeilen neueste artikel die der das von uebersicht gesamt "
    "actualités actualites actualité toutes tous les la le une à flux derniers dernières infos info accueil en continu "
    "noticias portada últimas ultimas todas todos las los el de del titulares actualidad última hora inicio "
    "notizie ultime ultim'ora tutte tutti i prima pagina notícias capa últimos nieuws laatste algemeen voorpagina "
    "wiadomości wszystkie najnowsze главное новости все лента главные головне новини усі всі стрічка "
    "أخبار الأخبار آخر كل ニュース 新着 新闻 新聞 最新 首页 뉴스 전체".split()
)
_WHOLE = re.compile(
    r"\b(?:all|alle|whole|sitewide|gesamt|full|toutes|tout|todas|todo|tutte|tutti|wszystkie|все|усі)\b", re.I
)
#: An ``a`` whose address ends so leads to a page about feeds as often as to a feed.
_MAYBE_A_PAGE = re.compile(r"(?:/feeds|/rss/?|rss-feeds?/?|\.html?|\.php|\.aspx?)\Z")
#: An archive's copy of a page: what counts is the address in it.
_COPY = re.compile(r"^.*/(?=https?:/)")
_WORD = re.compile(r"[^\W_]+")
_FRONT = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default|startseite|portada|frontpage)(?:\.\w{2,5})?/?)?\Z",
    re.I,
)
_DATED = re.compile(r"/(?:19|20)\d\d[/-]?(?:[01]\d|[a-z]{3})[/-]?(?:[0-3]\d)?/")
_LISTS = frozenset(("CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage"))
_COMMON_GUESSES = (
    "/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feeds/posts/default", "/feed.json", "/index.rdf",
)  # fmt: skip
_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/sitemap.xml")


class OfferKind(StrEnum):
    """What a feed that a page names is about; in the order of what people want."""

    MAIN = "main"
    SECTION = "section"
    SOUND = "sound"
    COMMENTS = "comments"


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that a page names: ``named_by`` is ``link`` (the page says that it is a feed) or ``a`` (it looks like one)."""

    address: str
    title: str
    kind: OfferKind
    named_by: str = "link"
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a page offers. Addresses are absolute; an empty one means that the page has none.

    ``feeds`` stand in order of promise. ``guesses`` and ``sitemap_guesses`` are named nowhere: addresses that sites often have.
    ``reason`` says why it is an article, or why not.
    """

    feeds: tuple[Offer, ...] = ()
    guesses: tuple[str, ...] = ()
    sitemap_guesses: tuple[str, ...] = ()
    h_feed: bool = False
    canonical: str = ""
    amp: str = ""
    hubs: tuple[str, ...] = ()
    is_article: bool = False
    reason: str = ""
    site_name: str = ""
    title: str = ""
    language: str = ""


def discover(content: bytes, url: str, charset: str | None = None) -> Found:
    """Say what a page offers to follow. ``url`` is where it was found after all redirects, ``charset`` what its header said."""
    root = parse_page(decode(content[:_MOST_BYTES], charset).text)
    if root is None:
        return Found(guesses=_guesses(url), sitemap_guesses=_origin(url, _SITEMAPS), reason="the page is empty")
    page = _Page(root, url)
    is_article, reason = page.article()
    links = page.links()
    return Found(
        feeds=_in_order(page, is_article),
        guesses=_guesses(url if not is_article else urljoin(url, "/")),
        sitemap_guesses=_origin(url, _SITEMAPS),
        h_feed=page.h_feed(),
        canonical=next(iter(links.get("canonical", ())), ""),
        amp=next(iter(links.get("amphtml", ())), ""),
        hubs=tuple(links.get("hub", ())),
        is_article=is_article,
        reason=reason,
        site_name=page.site_name,
        title=page.title,
        language=(root.get("lang") or "").strip()[:35],
    )


def looks_like_feed(address: str) -> bool:
    """Say whether an address looks like a feed's, by its end, its host or its query."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    path = parts.path.lower()
    if any(host == reader or host.endswith(f".{reader}") for reader in _READERS):
        return False
    return bool(
        _FEED_NAME.search(path) or _FEED_QUERY.search(parts.query) or (_FEED_HOST.search(host) and len(path) > 1)
    )


def is_front(url: str) -> bool:
    """Say whether an address is a site's front page, or that of one of its languages (``/en/``)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(_FRONT.match(parts.path)) and not re.search(r"(?:^|&)(?:p|id|article|page_id|story)=", parts.query)


class _Page:
    """A parsed page with what is asked of it more than once."""

    def __init__(self, root: HtmlElement, url: str) -> None:
        self.root, self.url = root, url
        base = next((b.get("href") for b in root.iter("base") if b.get("href")), None)
        self.base = _join(url, base or "") or url
        self.metas = _metas(root)
        self.title = _line(next((t.text_content() for t in root.iter("title")), "") or self.metas.get("og:title", ""))
        self.site_name = _line(self.metas.get("og:site_name", "") or self.metas.get("application-name", ""))

    def links(self) -> dict[str, list[str]]:
        """Return the addresses of the relations that are asked for, each once."""
        found: dict[str, list[str]] = {}
        for element in self.root.iter("link"):
            for relation in (element.get("rel") or "").lower().split():
                address = self.see(element.get("href"))
                if relation in ("canonical", "amphtml", "hub") and address and address not in found.get(relation, ()):
                    found.setdefault(relation, []).append(address)
        return found

    def see(self, href: str | None) -> str:
        """Return an address as seen from the page; empty where it is none that can be fetched."""
        text = (href or "").strip()
        if text[:5].lower() == "feed:":
            text = text[5:] if text[5:].lower().startswith("http") else f"http:{text[5:]}"
        return _join(self.base, text) if text else ""

    def h_feed(self) -> bool:
        """Say whether entries are marked up in the page itself."""
        seen = 0
        for element in self.root.iter():
            names = element.get("class") if isinstance(element.tag, str) else None
            if names and "entry" in names and {"h-entry", "hentry"} & set(names.split()):
                seen += 1
        return seen > 1

    def article(self) -> tuple[bool, str]:
        """Say whether the page is one article, and why."""
        if is_front(self.url):
            return False, "it is a front page"
        items = jsonld.find_items(self.root)
        kinds = [jsonld.types_of(item) for item in items]
        told = [item for item in items if jsonld.types_of(item) & jsonld.ARTICLE_TYPES and item.get("headline")]
        if any(kind & _LISTS for kind in kinds[:3]) and len(told) != 1:
            return False, "its linked data describes a list"
        if 0 < len(told) < _A_LIST:
            return True, f"its linked data says {min(jsonld.types_of(told[0]) & jsonld.ARTICLE_TYPES)}"
        return self._by_signs(len(told))

    def _by_signs(self, told: int) -> tuple[bool, str]:
        kind = self.metas.get("og:type", "").lower()
        if "article:published_time" in self.metas or "og:article:published_time" in self.metas:
            return True, "it says when it was published"
        if kind in ("article", "og:article", "news", "blog"):
            return told < _A_LIST, "og:type says article" if told < _A_LIST else "it lists articles"
        path = urlsplit(self.url).path
        slug = max((len(_WORD.findall(unquote(part))) for part in path.rstrip("/").split("/")[-2:]), default=0)
        if _DATED.search(path) and slug > 2:
            return True, "its address has a date and a headline"
        if slug > 3 and len(list(self.root.iter("h1"))) == 1:
            return True, "its address has a headline"
        if kind in ("website", "profile", "object"):
            return False, f"og:type says {kind}"
        return False, "nothing says that it is an article"


def _in_order(page: _Page, is_article: bool) -> tuple[Offer, ...]:
    """Return every feed that the page names, the most promising first."""
    about = _About(page, is_article)
    found: dict[str, tuple[tuple[int, ...], Offer]] = {}
    for place, (named_by, media_type, address, title) in enumerate(_named(page)):
        if address in found:
            continue
        kind = about.kind(address, title)
        maybe = named_by == "a" and bool(_MAYBE_A_PAGE.search(urlsplit(address).path.lower()))
        nearness = about.rank(address, title, kind)
        rest = about.rest(address, title) - bool(_WHOLE.search(title))
        rank = (max(nearness[0], int(maybe)), int(maybe), nearness[1], int(named_by != "link"), rest, place)
        found[address] = (rank, Offer(address, title, kind, named_by, media_type))
        if len(found) == _MOST_OFFERS:
            break
    return tuple(offer for _, offer in sorted(found.values(), key=lambda pair: pair[0]))


def _named(page: _Page) -> Iterator[tuple[str, str, str, str]]:
    """Give what the page says is a feed, then what looks like one."""
    for element in page.root.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        media_type = (element.get("type") or "").partition(";")[0].strip().lower()
        if not {"alternate", "feed"} & set(relations) or "stylesheet" in relations:
            continue
        address = page.see(element.get("href"))
        sure = bool(_FEED_TYPE.match(media_type)) or ("feed" in relations and media_type in _MAYBE_TYPES)
        if address and (sure or (media_type in _MAYBE_TYPES and looks_like_feed(address))):
            yield "link", media_type, address, _line(element.get("title") or "")
    for element in islice(page.root.iter("a"), _MOST_LINKS):
        href = element.get("href") or ""
        if not href or href[0] == "#" or len(href) > _LONGEST_ADDRESS:
            continue
        address = page.see(href) if "/" in href or "=" in href or looks_like_feed(f"/{href}") else ""
        if address and looks_like_feed(address) and not _is_elsewhere(address, page.url):
            yield "a", "", address, _line(element.text_content() or element.get("title") or "")


def _is_elsewhere(address: str, url: str) -> bool:
    host = urlsplit(address).hostname or ""
    return is_of_another(address, url) and not _FEED_HOST.search(host)


class _About:
    """What a feed is about, told by its title and address against those of the page."""

    def __init__(self, page: _Page, is_article: bool) -> None:
        self.is_article = is_article
        parts = urlsplit(page.url)
        self.path = parts.path.rstrip("/").lower()
        self.site = set(_words(page.site_name)) | set(_words((parts.hostname or "").replace(".", " ")))
        self.name = re.sub(r"\W+", "", page.site_name.casefold())
        self.here = set() if is_article or is_front(page.url) else set(_words(unquote(parts.path)))
        self.title = set(_words(page.title)) if is_article else set()

    def kind(self, address: str, title: str) -> OfferKind:
        """Say which kind of feed this is."""
        parts = urlsplit(address)
        place = unquote(f"{parts.path}?{parts.query}").lower()
        own = self.is_article and self.path and parts.path.lower().startswith(f"{self.path}/")
        if own or _COMMENTS.search(place.replace("_", " ")) or _COMMENTS.search(title):
            return OfferKind.COMMENTS
        if _SOUND.search(f"{parts.hostname} {place}") or _SOUND.search(title):
            return OfferKind.SOUND
        in_title, in_path = self._rests(address, title)
        if _PART.search(place) or (in_title and in_path):
            return OfferKind.SECTION
        return OfferKind.MAIN

    def rank(self, address: str, title: str, kind: OfferKind) -> tuple[int, int]:
        """Place a kind; on the page of a section, the section's own feed stands before that of the site."""
        words = set(_words(f"{title} {unquote(urlsplit(address).path)}"))
        section = kind is OfferKind.SECTION and bool(self.here & words)
        return (list(OfferKind).index(kind) if not section else 0), -len(self.here & words)

    def rest(self, address: str, title: str) -> int:
        """Count the words that say what the feed is about beside the site."""
        in_title, in_path = self._rests(address, title)
        return len(in_title) + len(in_path)

    def _rests(self, address: str, title: str) -> tuple[set[str], set[str]]:
        parts = urlsplit(address)
        path = f"{_COPY.sub('', unquote(parts.path))} {' '.join(v for _, v in parse_qsl(parts.query))}"
        return self._rest(title), self._rest(path)

    def _rest(self, text: str) -> set[str]:
        words = {w for w in _words(text) if not any(c.isdigit() for c in w)} - self.site - _ALL_FEEDS_SAY
        host = "".join(self.site)
        return {w for w in words if not (len(w) > 2 and (w in self.name or w in host))}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _guesses(url: str) -> tuple[str, ...]:
    """Return addresses at which sites often keep a feed: below the page itself first, where it is a section."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ()
    path = parts.path.rstrip("/")
    if host.endswith("reddit.com") and path:
        return (f"{parts.scheme}://{parts.netloc}{path}.rss",)
    if host == "medium.com" and path:
        return (f"{parts.scheme}://{host}/feed{path}",)
    own = () if is_front(url) and len(path) < 2 else (f"{path}/feed", f"{path}/rss", f"{path}.rss", f"{path}/index.xml")
    return _origin(url, own + _COMMON_GUESSES)


def _origin(url: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ()
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ()
    return tuple(f"{parts.scheme.lower()}://{parts.netloc}{path}" for path in paths)


def _join(base: str, address: str) -> str:
    try:
        joined = urljoin(base, address.strip())
        parts = urlsplit(joined)
        fetchable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        return ""
    return joined.partition("#")[0] if fetchable and len(joined) <= _LONGEST_ADDRESS else ""


def _metas(root: HtmlElement) -> dict[str, str]:
    """Return the first <meta> of each name."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").strip().lower()
        if name and name not in found and (content := (element.get("content") or "").strip()):
            found[name] = content
    return found


def _line(text: str) -> str:
    return " ".join(text[: 4 * _LONGEST_TITLE].split())[:_LONGEST_TITLE]
