"""The address of the river under filters: with one more, one less, or the next page. Pure."""

from dataclasses import dataclass, fields
from functools import cached_property
from urllib.parse import parse_qsl, urlencode, urlsplit

from firsthand.contract import FacetOut, Narrowed
from firsthand.web.words import tongue

#: Pages that a button may lead back to: our own, by the beginning of their paths.
_OURS = (
    "story",
    "thread",
    "document",
    "muted",
    "person",
    "organisation",
    "place",
    "topic",
    "outlet",
    "search",
    "threads",
)


@dataclass(frozen=True)
class Address:
    """What the address of a page of the river says. Paths are without the base that templates put before them."""

    asked: Narrowed
    order: str = ""
    density: str = ""

    @property
    def here(self) -> str:
        """The first page."""
        return _path(self._query)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What the address says, pair by pair, for a form that keeps it."""
        return list(self._query.items())

    def next(self, after: str) -> str:
        """The page after a key."""
        return _path({**self._query, "after": after})

    def with_(self, name: str, value: str) -> str:
        """The first page with one thing changed; an empty value leaves it out."""
        query = {**self._query, name: value}
        return _path({n: v for n, v in query.items() if v})

    def without(self, name: str) -> str:
        """The first page without a filter."""
        return self.with_(name, "")

    @cached_property
    def _query(self) -> dict[str, str]:
        said = {f.name: getattr(self.asked, f.name) for f in fields(self.asked)}
        found = {name: "1" if value is True else str(value) for name, value in said.items() if value}
        ways = {"order": self.order, "density": self.density}
        return found | {name: value for name, value in ways.items() if value}


@dataclass(frozen=True, slots=True)
class Shown:
    """A filter that holds: the name of its field, and how it is written."""

    name: str
    words: str


def shown(asked: Narrowed, named: list[FacetOut]) -> tuple[Shown, ...]:
    """Name the filters that hold.

    >>> [s.words for s in shown(Narrowed(language="de", independent=3, unread=True), [])]
    ['German', '3 or more independent', 'unread']
    """
    names = {facet.kind: facet.name for facet in reversed(named)}
    found = [
        ("topic", names.get("topic", asked.topic)),
        ("folder", asked.folder),
        ("language", tongue(asked.language) if asked.language else ""),
        *((kind, names.get(kind, getattr(asked, kind))) for kind in ("outlet", "place", "person", "organisation")),
        ("independent", f"{asked.independent} or more independent" if asked.independent > 1 else ""),
        ("unread", "unread" if asked.unread else ""),
        ("saved", "saved" if asked.saved else ""),
        ("muted", "muted too" if asked.muted else ""),
    ]
    return tuple(Shown(name, words) for name, words in found if words)


def back_to(path: str, did: str = "") -> str:
    """Return where a button leads back to: a page of ours that the form named, and what was done; else the river.

    >>> back_to("/?topic=ent_a", "read"), back_to("//evil.example/"), back_to("/story/sto_a")
    ('/?topic=ent_a&did=read', '/', '/story/sto_a')
    """
    try:
        parts = urlsplit(path)
    except ValueError:
        parts = urlsplit("/")
    ours = not parts.scheme and not parts.netloc and path.startswith("/") and path.isprintable()
    first = parts.path.split("/")[1] if ours and "/" in parts.path else "?"
    if "\\" in path or first not in ("", *_OURS):
        parts = urlsplit("/")
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "did"]
    return parts._replace(query=urlencode([*query, *([("did", did)] if did else [])]), fragment="").geturl()


def _path(query: dict[str, str]) -> str:
    return f"/?{urlencode(query)}" if query else "/"
