"""What is kept of a story for the pages: its line in the river, and what it can be filtered by."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.model.ids import derive
from firsthand.model.voices import SummarySentence


@dataclass(frozen=True, slots=True, order=True)
class Facet:
    """Something a story can be filtered by: ``value`` is its id, ``name`` how it is written (empty where that is elsewhere).

    Kinds: language, outlet, place, topic, person, organisation, independent (at least so many sources), source, tag.
    """

    kind: str
    value: str
    name: str = ""


def entity_id(kind: str, name: str) -> str:
    """Return the id that a person, organisation, place, topic or outlet goes by: that of its kind and folded name.

    >>> entity_id("place", "Zemrin") == entity_id("place", "ZEMRIN")
    True
    """
    return derive("ent", kind, name.casefold())


@dataclass(frozen=True, slots=True)
class News:
    """What one page brought to a story: when it came to us, and when it was ``reported``, as far as that is known."""

    at: datetime
    reported: datetime | None
    outlets: int
    sources: int
    corrections: int


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story as the river needs it, before outlets go by one name. ``document`` is its earliest page.

    ``first`` and ``last`` are as they are told. ``summary`` are its first sentences, ``names`` its foremost names,
    ``sections`` its first-level topics.
    """

    id: str
    document: str
    headline: str
    language: str | None
    outlets: tuple[str, ...]
    unnamed: int
    pages: int
    sources: int
    first: str | None
    last: str | None
    badges: tuple[str, ...]
    languages: tuple[str, ...]
    ranked: tuple[str, ...]
    news: tuple[News, ...]
    summary: tuple[SummarySentence, ...]
    names: tuple[Facet, ...]
    sections: tuple[Facet, ...]

    def __hash__(self) -> int:
        """Tell lines apart by what differs most: what is made of a line is kept by it."""
        return hash((self.id, self.pages, self.last))

    @property
    def corrections(self) -> int:
        """How many corrections its pages printed."""
        return sum(n.corrections for n in self.news)
