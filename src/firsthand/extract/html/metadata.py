"""What the page says about itself, in a stated order; where two sources disagree, a Problem says so, with a code
that begins with ``disagreement_``.

Order: JSON-LD | OpenGraph and other <meta> | microdata and <time> | what stands on the page.
Terms and source (amp, syndication, paywall, licence) and the lead image have orders of their own: `terms`, `lead_image`.
The headline is the exception: what the page shows (<h1>) and what it says elsewhere (JSON-LD, og:title) vote, see
`headline`.
"""

import re
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from firsthand.extract.html import jsonld
from firsthand.extract.html.bylines import people
from firsthand.extract.html.clock import Found, read_time
from firsthand.extract.html.headline import choose_headline
from firsthand.extract.html.lead_image import read_lead_image
from firsthand.extract.html.reading import Page
from firsthand.extract.html.terms import Terms, is_of_another, read_terms
from firsthand.model.document import Image, Problem
from firsthand.model.lexicon import Lexicon
from firsthand.model.moment import Moment, Precision

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date.publication",
    "publishdate", "pubdate", "publish-date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "date", "article.published",
    "publish_date", "rnews:datepublished", "displaydate", "originalpublicationdate", "last_published",
    "article:published",
    "iso-8601-publish-date", "ptime", "publication_date", "published_at", "shareaholic:article_published_time",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified",
    "revision_date", "dc.date.modified", "dcterms.modified", "article.updated", "date.updated", "updated_at",
)  # fmt: skip
_AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "cxenseparse:author",
)
_TOPICS = ("news_keywords", "keywords", "article:tag", "parsely-tags", "sailthru.tags", "cxenseparse:recs:keywords")
_SECTION = ("article:section", "og:article:section", "parsely-section", "section", "cxenseparse:recs:section")
_NEWS_TYPES = frozenset(("LiveBlogPosting", "Report"))
#: More names than these are a tag cloud.
_MOST_TOPICS = 40
_SAID = ("name", "property", "itemprop", "http-equiv")


@dataclass(slots=True)
class Metadata:
    """What was found, every value with who gave it, and the disagreements."""

    headline: Found[str] | None = None
    headlines: list[str] = field(default_factory=list)
    bylines: list[Found[str]] = field(default_factory=list)
    published: Found[Moment] | None = None
    updated: Found[Moment] | None = None
    standfirst: str = ""
    descriptions: list[str] = field(default_factory=list)
    outlet: Found[str] | None = None
    section: Found[str] | None = None
    topics: list[Found[str]] = field(default_factory=list)
    language: str | None = None
    url: str | None = None
    body: str = ""
    terms: Terms = field(default_factory=Terms)
    image: Image | None = None
    live_items: list[jsonld.Item] = field(default_factory=list)
    news: bool = False
    problems: list[Problem] = field(default_factory=list)


Metas = dict[str, list[str]]


def read_metadata(page: Page, url: str | None, lexicon: Lexicon) -> Metadata:
    """Collect what the page says about its article."""
    items = jsonld.find_items(page.root)
    article = jsonld.article_of(items, url) or {}
    metas = read_metas(page.root)
    data = Metadata()
    data.news = any("News" in kind or kind in _NEWS_TYPES for kind in jsonld.types_of(article))
    data.url = _address(page.root, metas, article, url)
    data.terms = read_terms(page.root, metas, article, data.url)
    data.image = read_lead_image(items, metas, article, data.url)
    data.outlet = _outlet(items, article, metas)
    data.language = _language(page.root, metas, article)
    data.headline, data.headlines = choose_headline(page, article, metas, data.outlet.value if data.outlet else "", url)
    data.bylines = people(page, items, article, _first_of(metas, _AUTHORS), data.outlet, lexicon)
    data.published = _time(page, article, metas, "datePublished", _PUBLISHED, lexicon)
    data.updated = _time(page, article, metas, "dateModified", _UPDATED, lexicon)
    data.section = _section(article, metas)
    data.topics = _topics(article, metas)
    data.descriptions = _descriptions(article, metas)
    data.body = max(jsonld.texts(article.get("articleBody")), key=len, default="")
    data.live_items = _updates(items)
    data.problems = _disagreements(data, article, metas)
    return data


def _updates(items: list[jsonld.Item]) -> list[jsonld.Item]:
    """Return the updates of the page's live blog."""
    updates = [item.get("liveBlogUpdate") for item in items if "LiveBlogPosting" in jsonld.types_of(item)]
    listed = [update for value in updates for update in (value if isinstance(value, list) else [value])]
    return [update for update in listed if isinstance(update, dict)]


def read_metas(root: HtmlElement) -> Metas:
    """Return the page's <meta> values by their folded names, in order."""
    metas: Metas = {}
    for element in root.iter("meta"):
        content = (element.get("content") or "").strip()
        if not content:
            continue
        for key in _SAID:
            name = element.get(key)
            if name:
                values = metas.setdefault(name.strip().lower(), [])
                if content not in values:
                    values.append(content)
    return metas


def _first_of(metas: Metas, names: tuple[str, ...]) -> list[str]:
    return next((metas[name] for name in names if name in metas), [])


def _address(root: HtmlElement, metas: Metas, article: jsonld.Item, url: str | None) -> str | None:
    """Return the page's own address. One on another's host is where the article came from, not where it stands."""
    said: list[str] = []
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and (link.get("href") or "").startswith("http"):
            said.append(str(link.get("href")).strip())
    said += [
        *metas.get("og:url", []),
        *jsonld.texts(article.get("url")),
        *jsonld.texts(article.get("mainEntityOfPage"), "@id"),
    ]
    return next((text for text in said if text.startswith("http") and not is_of_another(text, url)), url)


def _outlet(items: list[jsonld.Item], article: jsonld.Item, metas: Metas) -> Found[str] | None:
    for name in metas.get("og:site_name", [])[:1]:
        return Found(name, "og")
    for name in jsonld.texts(jsonld.resolve(items, article.get("publisher")))[:1]:
        if not name.startswith("http"):
            return Found(name, "json-ld")
    for name in metas.get("application-name", [])[:1]:
        return Found(name, "meta")
    return None


def _language(root: HtmlElement, metas: Metas, article: jsonld.Item) -> str | None:
    said = [
        root.get("lang"),
        *jsonld.texts(article.get("inLanguage")),
        *metas.get("og:locale", []),
        *metas.get("content-language", []),
    ]
    for text in said:
        match = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", text or "")
        if match:
            return match[0].lower()
    return None


def _section(article: jsonld.Item, metas: Metas) -> Found[str] | None:
    for text in _first_of(metas, _SECTION)[:1]:
        return Found(text, "meta")
    for text in jsonld.texts(article.get("articleSection"))[:1]:
        return Found(text, "json-ld")
    return None


def _topics(article: jsonld.Item, metas: Metas) -> list[Found[str]]:
    for values, given_by in ((jsonld.texts(article.get("keywords")), "json-ld"), (_first_of(metas, _TOPICS), "meta")):
        words = [word.strip() for value in values for word in re.split(r"[,;]" if len(values) == 1 else r"\n", value)]
        named = [word.split(":", 1)[1] if word.lower().startswith("tag:") else word for word in words]
        unique = list(dict.fromkeys(word for word in named if 1 < len(word) <= 80))
        if unique:
            return [Found(word, given_by) for word in unique[:_MOST_TOPICS]]
    return []


def _descriptions(article: jsonld.Item, metas: Metas) -> list[str]:
    said = [
        *jsonld.texts(article.get("description")),
        *metas.get("og:description", []),
        *metas.get("description", []),
        *metas.get("twitter:description", []),
        *jsonld.texts(article.get("alternativeHeadline")),
    ]
    return list(dict.fromkeys(said))


def _time(
    page: Page, article: jsonld.Item, metas: Metas, key: str, names: tuple[str, ...], lexicon: Lexicon
) -> Found[Moment] | None:
    candidates = [(text, "json-ld") for text in jsonld.texts(article.get(key))]
    candidates += [(text, "meta") for name in names for text in metas.get(name, [])]
    candidates += [(text, "microdata") for text in _microdata(page.root, key)]
    if key == "datePublished":
        candidates += [(text, "time") for text in _visible_times(page)]
    moments = [(moment, who) for text, who in candidates[:40] if (moment := read_time(text, lexicon)) is not None]
    if not moments:
        return None
    first, who = moments[0]
    if first.precision is Precision.DAY:
        finer = next(
            ((m, w) for m, w in moments if m.precision is not Precision.DAY and abs(m.at - first.at).days < 1), None
        )
        first, who = finer or (first, who)
    return Found(first, who)


def _microdata(root: HtmlElement, key: str) -> list[str]:
    return [
        text
        for element in root.iterfind(f".//*[@itemprop='{key}']")
        if (text := element.get("content") or element.get("datetime") or (element.text or "").strip())
    ][:5]


def _visible_times(page: Page) -> list[str]:
    return [text for element in page.root.iter("time") if (text := element.get("datetime"))][:5]


def _disagreements(data: Metadata, article: jsonld.Item, metas: Metas) -> list[Problem]:
    found = []
    if len({_plain(text) for text in data.headlines}) > 1:
        found.append(
            Problem("disagreement_headline", "The page gives more than one headline: " + " | ".join(data.headlines[:3]))
        )
    said = [read_time(text, Lexicon()) for text in jsonld.texts(article.get("datePublished"))[:1]]
    said += [read_time(text, Lexicon()) for text in metas.get("article:published_time", [])[:1]]
    moments = [moment for moment in said if moment is not None]
    if len(moments) == 2 and not _same_time(*moments):
        found.append(Problem("disagreement_published", f"JSON-LD says {moments[0]}, the meta element {moments[1]}."))
    return found


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _same_time(one: Moment, other: Moment) -> bool:
    return abs((one.at - other.at).total_seconds()) < (
        60 if Precision.DAY not in (one.precision, other.precision) else 93_600
    )
