"""The page that a mail becomes: what it says, under a head that says who sent it, when, and what about.

A mail has that in its own head, where no reader of pages looks. The same mail always gives the same bytes.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from html import escape

_HEAD = re.compile(r"<head\b[^>]{0,1000}>", re.I)
_HTML = re.compile(r"<html\b[^>]{0,2000}>", re.I)
#: A page's head begins and has its title within so many characters.
_START = 50_000
#: Declarations of an encoding that no longer holds: the page is written in UTF-8.
_CHARSET = re.compile(r"<meta\b[^>]{0,300}\bcharset\b[^>]{0,300}>", re.I)
_XML = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_TITLE = re.compile(r"<title\b[^>]{0,300}>(?:[^<]{0,2000})</title\s*>", re.I)
_LINK = re.compile(
    r"<a\b[^>]{0,2000}?\bhref\s*=\s*[\"']?(https?://[^\"'\s<>]{4,2000})[^>]{0,2000}>(.{1,400}?)</a\s*>", re.I | re.S
)
_TAGS = re.compile(r"<[^>]{0,1000}>")
#: Where newsletters have the link to themselves on the web: above all, or below all.
_LOOKED_AT = 30_000
#: What that link says, in the languages most newsletters are in.
_IN_BROWSER = re.compile(
    r"(?:view|read|open|see|display)\b.{0,40}\b(?:browser|online|web)\b|web ?version|view (?:it )?online|view in browser"
    r"|online[- ]?(?:version|ansicht|lesen)|im (?:web)?browser|webansicht"
    r"|dans (?:votre|le|un) navigateur|version en ligne|en (?:su|tu|el|un) navegador|versi[oó]n (?:web|online|en l[ií]nea)"
    r"|nel (?:tuo )?browser|versione (?:web|online)|no (?:seu )?navegador|vers[aã]o online"
    r"|in (?:je|uw|de) browser|online bekijken|i (?:din )?(?:webbl[aä]saren?|browser)|w przegl[aą]darce|в браузере",
    re.I,
)
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Letter:
    """What the head of a mail says of it, decoded."""

    subject: str
    sender: str
    site: str
    date: datetime | None


def around_html(html: str, letter: Letter) -> str:
    """Put the head into a mail's own page. Its title gives way to the subject: templates leave theirs as it was."""
    start, rest = html[:_START], html[_START:]
    start = _TITLE.sub("", _CHARSET.sub("", _XML.sub("", start, count=1), count=20), count=20)
    head, html = _head(letter), start + rest
    for opening, before, after in ((_HEAD, "", ""), (_HTML, "<head>", "</head>")):
        found = opening.search(start)
        if found:
            return f"{html[: found.end()]}{before}{head}{after}{html[found.end() :]}"
    return f"<!doctype html><html><head>{head}</head><body>{html}</body></html>"


def around_text(text: str, letter: Letter) -> str:
    """Make a page of a mail that is plain text: its paragraphs are what blank lines part."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    paragraphs = (part.strip("\n") for part in re.split(r"\n[ \t]*\n", text))
    body = "\n".join(f"<p>{escape(part)}</p>" for part in paragraphs if part.strip())
    title = f"<h1>{escape(letter.subject)}</h1>\n" if letter.subject else ""
    return f"<!doctype html><html><head>{_head(letter)}</head><body><article>\n{title}{body}\n</article></body></html>"


def _head(letter: Letter) -> str:
    said = [
        ("property", "og:title", letter.subject),
        ("name", "author", letter.sender),
        ("property", "og:site_name", letter.site),
        ("property", "article:published_time", letter.date.isoformat() if letter.date else ""),
    ]
    metas = "".join(f'<meta {kind}="{name}" content="{escape(value)}">' for kind, name, value in said if value)
    title = f"<title>{escape(letter.subject)}</title>" if letter.subject else ""
    return f'<meta charset="utf-8">{title}{metas}'


def link_to_itself(html: str) -> str | None:
    """Find the address at which a newsletter says that it can be read on the web."""
    ends = [html] if len(html) <= 2 * _LOOKED_AT else [html[:_LOOKED_AT], html[-_LOOKED_AT:]]
    for part in ends:
        for link in _LINK.finditer(part):
            words = _BLANKS.sub(" ", _TAGS.sub(" ", link[2])).strip()
            if len(words) <= 120 and _IN_BROWSER.search(words):
                return link[1].replace("&amp;", "&")
    return None
