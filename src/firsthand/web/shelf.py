"""The list of sources as a desk looks at it: those of a state and a tag, counted, a page at a time. Pure."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from firsthand.contract import SourceOut, SourcesOut

#: Sources on one page.
PAGE = 200
#: How the list may be narrowed; ``trouble`` is what needs a person.
STATES = ("all", "trouble", "new", "ok", "paused")
_TROUBLE = ("failing", "gone")


@dataclass(frozen=True, slots=True)
class Way:
    """A link that narrows the list: what it is called, how many sources it leads to, whether it is the one that holds."""

    name: str
    count: int
    link: str
    here: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of the list, and the ways to others. ``before`` and ``after`` are links; empty where there is no page."""

    sources: list[SourceOut]
    total: int
    trouble: int
    states: list[Way]
    tags: list[Way]
    before: str
    after: str


def shelf(told: SourcesOut, state: str, tag: str, page: int) -> Shelf:
    """Narrow a list of all sources to a state and a tag, and cut a page out of it (the first is 1)."""
    tagged = [s for s in told.sources if not tag or tag in s.tags]
    found = [s for s in tagged if _is(s, state)]
    counts = Counter(name for s in tagged for name in STATES if _is(s, name))
    states = [
        Way(name, counts[name], link(name, tag), name == state)
        for name in STATES
        if counts[name] or name in ("all", state)
    ]
    tags = [
        Way(name, count, link(state, "" if name == tag else name), name == tag) for name, count in told.tags.items()
    ]
    start = (page - 1) * PAGE
    return Shelf(
        found[start : start + PAGE],
        len(found),
        sum(_is(s, "trouble") for s in told.sources),
        states,
        tags,
        link(state, tag, page - 1) if page > 1 else "",
        link(state, tag, page + 1) if start + PAGE < len(found) else "",
    )


def _is(source: SourceOut, state: str) -> bool:
    return state == "all" or source.state == state or (state == "trouble" and source.state in _TROUBLE)


def link(state: str, tag: str, page: int = 1) -> str:
    """Return the address of a page of the list.

    >>> link("all", ""), link("trouble", "ports & quays", 2)
    ('/sources', '/sources?state=trouble&tag=ports+%26+quays&page=2')
    """
    asked = {"state": state if state != "all" else "", "tag": tag, "page": page if page > 1 else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/sources?{query}" if query else "/sources"
