"""Lines of the river as they are told to one reader: what is new to them, what they keep, outlets by one name. Pure."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache

from firsthand import contract as out
from firsthand import present
from firsthand.model.reading import Mark, Seen
from firsthand.model.shelf import Facet, StoryLine
from firsthand.model.voices import SummarySentence

#: Sources, outlets and corrections.
_New = tuple[int, int, int]
_NEVER = datetime.max.replace(tzinfo=UTC)
#: Lines that are kept as they were told: the same are on the first pages of every reader.
_KEPT = 2048


def line_out(
    line: StoryLine,
    names: Mapping[str, str],
    since: datetime | None = None,
    seen: Seen | None = None,
    mark: Mark | None = None,
    *,
    own: bool = False,
    saved: bool = False,
) -> out.StoryLineOut:
    """Tell a story in a line; ``own``: there is a reader, who looked as ``seen`` says and has read until ``mark``."""
    outlets = len(present.one_name_each(line.outlets, names)) + line.unnamed
    looked = seen if seen is not None and not seen.unread else None
    new = _new(line, outlets, since, looked, mark)
    return _told(line, outlets, new, _state(line, seen, mark, new) if own else "", saved)


@lru_cache(maxsize=_KEPT)
def _told(line: StoryLine, outlets: int, new: _New | None, state: str, saved: bool) -> out.StoryLineOut:
    told = new or (None, None, None)
    return out.StoryLineOut(
        line.id,
        line.headline,
        line.language,
        line.sources,
        outlets,
        line.pages,
        line.first,
        line.last,
        list(line.badges),
        list(line.languages),
        list(line.ranked),
        told[0],
        told[1],
        told[2],
        state,
        saved,
        line.document,
        [_sentence(sentence) for sentence in line.summary],
        [facet_out(facet) for facet in line.names],
        [facet_out(facet) for facet in line.sections],
    )


def facet_out(facet: Facet) -> out.FacetOut:
    """Tell of a facet."""
    return out.FacetOut(facet.kind, facet.value, facet.name)


def seen_now(line: StoryLine, at: datetime) -> Seen:
    """Return what somebody sees who looks at a story now."""
    return Seen(at, line.pages, line.sources, len(line.outlets) + line.unnamed, line.corrections)


def _new(line: StoryLine, outlets: int, since: datetime | None, looked: Seen | None, mark: Mark | None) -> _New | None:
    """Count what came after the time that was asked for, or else since the reader looked or read everything."""
    if since is not None:
        return _sum((n.sources, n.outlets, n.corrections) for n in line.news if n.reported and n.reported > since)
    if looked is not None:
        grown = (line.sources - looked.sources, outlets - looked.outlets, line.corrections - looked.corrections)
        return _sum([grown])
    if mark is not None and _began(line) <= mark.at:
        return _sum((n.sources, n.outlets, n.corrections) for n in line.news if n.at > mark.at)
    return None


def _sum(some: Iterable[_New]) -> _New:
    columns = list(zip(*some, strict=True)) or [(0,), (0,), (0,)]
    sources, outlets, corrections = (max(0, sum(column)) for column in columns)
    return sources, outlets, corrections


def _began(line: StoryLine) -> datetime:
    return min((n.at for n in line.news), default=_NEVER)


def _state(line: StoryLine, seen: Seen | None, mark: Mark | None, new: _New | None) -> str:
    """Say whether a story is news to the reader: more copies of what was read are none."""
    if new is None or (seen is not None and seen.unread):
        return "unread"
    news = [n.at for n in line.news if n.sources > 0 or n.corrections > 0]
    if seen is not None:
        return "new" if line.sources > seen.sources or line.corrections > seen.corrections else "read"
    return "new" if mark is not None and max(news, default=mark.at) > mark.at else "read"


def _sentence(sentence: SummarySentence) -> out.StorySummaryOut:
    own = sentence.spans[0].document if sentence.spans else None
    spans = [out.SpanOut(span.document, span.start, span.end) for span in sentence.spans]
    places = [out.PlaceOut(place.start, place.end) for place in sentence.sources]
    return out.StorySummaryOut(sentence.text, sentence.given, own, spans, places)
