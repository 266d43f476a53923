"""What a feed itself says of an entry, as a page: where it has the whole text, or where the page cannot be had.

The page is made the same way each time, so that the same entry is the same capture. What the feed says of the entry
stands in the page's head as outlets write it there; the content is the outlet's own html, and as little to be trusted.
"""

import re
from html import escape, unescape

from firsthand.model.feed import Entry
from firsthand.model.moment import Moment, Precision

MEDIA_TYPE = "text/html"
#: Words from which on a text is taken for the whole: agencies' shortest stories have about so many, teasers seldom half
#: of it. A summary has to have more, for some outlets put the first paragraphs there.
FULL_CONTENT, FULL_SUMMARY = 120, 250
#: Fewer words than this are no text at all: a caption, a "Read more".
_SOME = 12

_TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_HEADING = re.compile(r"<(/?)h1(?=[\s>/])", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: How a text ends that was cut off.
_CUT = re.compile(
    r"(\.\.\.|…|\[(…|\.\.\.|&hellip;)\]|»|→|>>|(read|lire|leer|leggi|weiter|mehr|continue|keep)\b[^.!?]{0,40}|"
    r"appeared first on [^.!?]{0,80}\.?|weiterlesen|lire la suite|seguir leyendo|continua a leggere|read more)\s*$",
    re.IGNORECASE,
)


def words_in(html: str) -> int:
    """Count the words of a piece of html; of writing without spaces two signs are a word."""
    text = unescape(_TAG.sub(" ", html))
    east = len(_EAST.findall(text))
    return len(_WORD.findall(_EAST.sub(" ", text))) + east // 2


def is_full(entry: Entry) -> bool:
    """Say whether the feed has the entry's whole text."""
    html, least = (entry.content, FULL_CONTENT) if entry.content else (entry.summary, FULL_SUMMARY)
    return words_in(html) >= least and not _CUT.search(unescape(_TAG.sub(" ", html[-2000:])).strip()[-120:])


def has_text(entry: Entry) -> bool:
    """Say whether the feed has anything of the entry that could be read."""
    return words_in(entry.body) >= _SOME


def as_page(entry: Entry, outlet: str, language: str = "") -> bytes:
    """Return the entry as an html page of its own, in UTF-8."""
    tongue = entry.language or language
    head = [
        '<meta charset="utf-8">',
        f"<title>{_text(entry.title)}</title>",
        _link(entry.link),
        _meta("property", "og:type", "article"),
        _meta("property", "og:site_name", outlet),
        *(_meta("name", "author", author) for author in entry.authors),
        _meta("property", "article:published_time", _time(entry.published)),
        _meta("property", "article:modified_time", _time(entry.updated)),
    ]
    lines = [
        f'<!doctype html>\n<html lang="{escape(tongue)}">' if tongue else "<!doctype html>\n<html>",
        "<head>",
        *(line for line in head if line),
        "</head>\n<body>\n<article>",
        f"<h1>{_text(entry.title)}</h1>" if entry.title else "",
        f'<p class="byline">{escape(", ".join(entry.authors))}</p>' if entry.authors else "",
        _body(entry.body),
        "</article>\n</body>\n</html>\n",
    ]
    return "\n".join(line for line in lines if line).encode("utf-8", "replace")


def _body(html: str) -> str:
    """Text without any tag has its lines for paragraphs; a heading of the first rank in it is not the entry's title."""
    if _TAG.search(html):
        lowered = _HEADING.sub(r"<\1h2", html)
        return f"<div>{lowered}</div>"
    lines = (unescape(line).strip() for line in html.splitlines())
    return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)


def _text(title: str) -> str:
    return escape(unescape(_TAG.sub(" ", title)).strip(), quote=False)


def _link(address: str) -> str:
    return f'<link rel="canonical" href="{escape(address)}">' if address else ""


def _meta(key: str, name: str, value: str) -> str:
    return f'<meta {key}="{name}" content="{escape(value)}">' if value else ""


def _time(moment: Moment | None) -> str:
    if moment is None:
        return ""
    return moment.at.date().isoformat() if moment.precision is Precision.DAY else moment.at.isoformat()
