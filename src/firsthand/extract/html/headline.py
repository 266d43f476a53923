"""Which of the titles a page gives is its article's headline.

Candidates: JSON-LD headline, og:title, twitter:title, <h1>, <title>; the site's name is cut off their ends. The page's name
elsewhere (og:title) and on itself (<h1>, JSON-LD) differ on about one page in six; both are kept and a Problem says so.
"""

import re
from collections import Counter
from html import unescape

from firsthand.extract.html import jsonld
from firsthand.extract.html.clock import Found
from firsthand.extract.html.names import Zone
from firsthand.extract.html.reading import Page

_SEPARATOR = re.compile(r"\s+(?:[|·•»«‹›:\\/~–—-]|--|::)\s+|\s*[|｜]\s*")
_SPACE = re.compile(r"\s+")
_SHORTEST = 8


def choose_headline(
    page: Page, article: jsonld.Item, metas: dict[str, list[str]], outlet: str, url: str | None
) -> tuple[Found[str] | None, list[str]]:
    """Return the headline, and every different headline that was given."""
    names = _site_names(outlet, url)
    shown = shown_headlines(page)
    given = [
        ("og", [_clean(text, names) for text in metas.get("og:title", [])[:1]]),
        ("json-ld", [_clean(text, names) for text in jsonld.texts(article.get("headline"))[:1]]),
        ("h1", [_clean(text, names) for text in shown[:1]]),
        ("twitter", [_clean(text, names) for text in metas.get("twitter:title", [])[:1]]),
        ("title", [_clean("".join(title.itertext()), names) for title in page.root.iter("title")][:1]),
    ]
    candidates = [(who, text) for who, texts in given for text in texts if text]
    if not candidates:
        return None, []
    who, text = _vote(candidates)
    return Found(text, who), list(dict.fromkeys(text for _, text in candidates[:3]))


def shown_headlines(page: Page) -> list[str]:
    """Return the texts of the page's <h1>, longest first where there are several."""
    texts: dict[object, list[str]] = {}
    for line in page.lines:
        for frame in line.frame.chain():
            if frame.tag == "h1" and not frame.zones & (Zone.NAVIGATION | Zone.FOOTER):
                texts.setdefault(frame, []).append(line.text)
    return sorted((" ".join(parts) for parts in texts.values()), key=len, reverse=True)


def _vote(candidates: list[tuple[str, str]]) -> tuple[str, str]:
    """Take og:title, unless it is cut short or stands alone against two that agree."""
    by_source = dict(candidates)
    first = candidates[0]
    if first[0] != "og":
        return first
    og = by_source["og"]
    votes = Counter(_plain(text) for _, text in candidates)
    if og.rstrip().endswith(("...", "…")) and len(candidates) > 1:
        return candidates[1]
    whole = next(((w, t) for w, t in candidates[1:] if _plain(t) != _plain(og) and _plain(og).startswith(_plain(t))), None)
    if whole and votes[_plain(whole[1])] > 1 and votes[_plain(og)] == 1:
        return whole
    return first


def _clean(text: str, names: set[str]) -> str:
    text = _SPACE.sub(" ", unescape(text)).strip()
    while True:
        cuts = list(_SEPARATOR.finditer(text))
        if not cuts:
            return text
        last, first = cuts[-1], cuts[0]
        if _is_site(text[last.end() :], names) and last.start() >= _SHORTEST:
            text = text[: last.start()].rstrip()
        elif _is_site(text[: first.start()], names) and len(text) - first.end() >= _SHORTEST:
            text = text[first.end() :].lstrip()
        else:
            return text


def _is_site(text: str, names: set[str]) -> bool:
    plain = _plain(text)
    return bool(plain) and (plain in names or any(len(n) > 3 and (plain.startswith(n) or n.startswith(plain)) and len(plain) > 2 for n in names))


def _site_names(outlet: str, url: str | None) -> set[str]:
    host = re.sub(r"^https?://", "", url or "").split("/")[0].lower()
    labels = [label for label in host.split(".") if label not in ("www", "m", "amp", "co", "com")]
    names = {_plain(outlet), _plain(host), _plain(host.removeprefix("www."))}
    names.update(_plain(label) for label in labels[:-1] if len(label) > 1)
    return {name for name in names if name}


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
