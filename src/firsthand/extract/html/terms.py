"""Under which terms a page stands, and whose it is: another version's address, its source, paywall, licence.

| value           | in this order                                                                             |
|-----------------|-------------------------------------------------------------------------------------------|
| amp             | <link rel=amphtml>                                                                        |
| syndicated_from | meta original-source, syndication-source | JSON-LD isBasedOn | canonical on another's host |
| paywall         | JSON-LD isAccessibleForFree | meta article:content_tier                                   |
| licence         | JSON-LD license | <link rel=license>, <a rel=license> | meta dcterms.license, rights ...  |
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from firsthand.extract.html import jsonld

_SOURCES = ("original-source", "syndication-source", "original_source", "syndication_source")
_LICENCES = ("dcterms.license", "dc.rights", "dcterms.rights", "dc.rights.license", "license", "rights", "copyright")
#: Labels of a host that do not name its owner.
_NO_NAMES = frozenset("www m mobile amp co com org net news edition".split())
_LONGEST_LICENCE = 300


@dataclass(frozen=True, slots=True)
class Terms:
    """What the page says of its other addresses and of what may be done with it; None where it says nothing."""

    amp: str | None = None
    syndicated_from: str | None = None
    paywall: bool | None = None
    licence: str | None = None


def read_terms(root: HtmlElement, metas: dict[str, list[str]], article: jsonld.Item, url: str | None) -> Terms:
    """Read the terms. ``url`` is the page's own: addresses are completed with it, hosts compared."""
    links = _links(root, url)
    return Terms(
        amp=next(iter(links.get("amphtml", [])), None),
        syndicated_from=_source(metas, article, links, url),
        paywall=_paywall(metas, article),
        licence=_licence(metas, article, links),
    )


def _links(root: HtmlElement, url: str | None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("link", "a"):
        relation = element.get("rel")
        if not relation or not element.get("href"):
            continue
        for name in relation.lower().split():
            if name in ("amphtml", "canonical", "license"):
                found.setdefault(name, []).append(complete(element.get("href") or "", url))
    return found


def complete(address: str, url: str | None) -> str:
    """Complete an address by that of its page; one that no parser takes stays as it is."""
    try:
        return urljoin(url or "", address.strip())
    except ValueError:
        return address.strip()


def _source(
    metas: dict[str, list[str]], article: jsonld.Item, links: dict[str, list[str]], url: str | None
) -> str | None:
    said = [text for name in _SOURCES for text in metas.get(name, [])]
    said += jsonld.texts(article.get("isBasedOn"), "url", "@id")
    said += links.get("canonical", [])
    return next((text for text in said if text.startswith("http") and is_of_another(text, url)), None)


def is_of_another(address: str, url: str | None) -> bool:
    """Say whether an address belongs to another site than a page's own.

    The same owner under two endings (``elsin.example``, ``elsin.co.example``) is one site, and so is a page read through
    an archive or a cache, whose own address holds the other.

    >>> is_of_another("https://origin.example/a", "https://carrier.example/b")
    True
    >>> is_of_another("https://amp.origin.example/a", "https://www.origin.example/b")
    False
    >>> is_of_another("https://origin.example/a", "https://archive.example/2031/https://origin.example/a")
    False
    """
    mine, theirs = _host(url or ""), _host(address)
    if not mine or not theirs or theirs.removeprefix("www.") in (url or "").removeprefix(f"https://{mine}"):
        return False
    return not _names(mine) & _names(theirs)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def _names(host: str) -> set[str]:
    """Return the labels of a host that can name its owner: all but the last, unless that leaves none."""
    labels = host.split(".")
    return {label for label in labels[:-1] if label not in _NO_NAMES and len(label) > 1} or {host}


def _paywall(metas: dict[str, list[str]], article: jsonld.Item) -> bool | None:
    free = article.get("isAccessibleForFree")
    if isinstance(free, bool):
        return not free
    if isinstance(free, str) and (plain := re.sub(r".*/", "", free).strip().lower()) in ("true", "false", "yes", "no"):
        return plain in ("false", "no")
    tier = next(iter(metas.get("article:content_tier", [])), "").lower()
    return {"free": False, "metered": True, "locked": True}.get(tier)


def _licence(metas: dict[str, list[str]], article: jsonld.Item, links: dict[str, list[str]]) -> str | None:
    said = [
        *jsonld.texts(article.get("license"), "url", "name"),
        *links.get("license", []),
        *(text for name in _LICENCES for text in metas.get(name, [])),
    ]
    return next((text[:_LONGEST_LICENCE] for text in said if text), None)
