"""What documents say, as a person reads it.

Headline                                                       <id>
  Summary
    A sentence of the text.
  Who says what
    Ina Bercu (Minister of Transport)
      demands   “the line must reopen”
      says      “...”
  Unnamed: at least 3 people
    three officials
  Names
    people         Ina Bercu, Ole Hartwig
  Dates
    2014           In addition to ... annexed in 2014
  Topics           politics, economy
  Hashtags         #Ukraine #NATO
"""

from collections.abc import Iterator
from typing import NamedTuple

from firsthand.cli.paper import Paper, styled
from firsthand.cli.stories import cut, quoted
from firsthand.cli.terminal import counted
from firsthand.contract import ClaimOut, DocumentVoicesOut, QuoteOut, SpeakerOut, VoicesOut, VoicesReadOut

_KINDS = {"person": "people", "organisation": "organisations", "place": "places"}
#: Without --full: so many lines of one speaker, so many names of a kind, so many dates.
_LINES, _NAMES, _DATES = 4, 12, 8
_WIDTH = 13


def write_voices(out: VoicesReadOut, *, full: bool) -> None:
    """Write every document that was read or asked for."""
    paper = Paper()
    for number, document in enumerate(out.documents):
        if number:
            paper.gap()
        _write_document(paper, document, full)


def _write_document(paper: Paper, document: DocumentVoicesOut, full: bool) -> None:
    paper.line(0, styled(document.headline or "(no headline)", "bold"), styled(f"  {document.id}", "dim"))
    if document.summary:
        paper.line(2, styled("Summary", "bold"))
    for sentence in document.summary:
        paper.line(4, " ".join(sentence.text.split()))
    _write_speakers(paper, document, full)
    _write_names(paper, document, full)
    _write_dates(paper, document, full)
    if document.topics:
        paper.line(2, _titled("Topics"), ", ".join(topic.label for topic in document.topics))
    if document.hashtags:
        paper.line(2, _titled("Hashtags"), " ".join(f"#{tag}" for tag in document.hashtags))


def _titled(title: str) -> str:
    return f"{title:<{_WIDTH + 2}}"


def _write_speakers(paper: Paper, voices: VoicesOut, full: bool) -> None:
    said = _by_speaker(voices)
    if said:
        paper.line(2, styled("Who says what", "bold"))
    for who, entries in said:
        role = f" ({who.role})" if who.role else ""
        paper.line(4, styled(who.name, "cyan"), role)
        shown = entries if full else entries[:_LINES]
        for entry in shown:
            words = quoted(entry.words, full) if entry.direct else cut(entry.words, full)
            paper.line(6, styled(f"{entry.verb:<{_WIDTH}}  ", "dim"), words)
        if len(entries) > len(shown):
            paper.line(6, f"and {len(entries) - len(shown)} more; --full shows all", style="dim")
    if voices.anonymous_sources:
        paper.line(2, f"Unnamed sources: at least {counted(voices.anonymous_sources, 'person', 'people')}")


def _by_speaker(voices: VoicesOut) -> list[tuple[SpeakerOut, list["_Entry"]]]:
    """Return each speaker once, in the order of the text, with what they say; whom nobody can name is left to --json."""
    said: dict[str, tuple[SpeakerOut, list[_Entry]]] = {}
    until: dict[str, int] = {}
    for entry in sorted(_entries(voices), key=lambda entry: (entry.start, -entry.end)):
        if entry.who is None or not entry.who.entity:
            continue
        key = entry.who.entity
        if entry.plain and entry.end <= until.get(key, 0):
            continue  # inside of what was told already
        until[key] = max(entry.end, until.get(key, 0))
        said.setdefault(key, (entry.who, []))[1].append(entry)
    return list(said.values())


class _Entry(NamedTuple):
    """Words and who says them; ``plain`` where the verb is no more than that, ``direct`` where they stand in marks."""

    start: int
    end: int
    who: SpeakerOut | None
    verb: str
    words: str
    plain: bool
    direct: bool = False


def _entries(voices: VoicesOut) -> Iterator[_Entry]:
    """Yield every quote, named by its stance where that is more than saying, and the claims that are no quote."""
    stances = {_of(c.proposition_place.start, c.by): c for c in voices.claims if c.proposition_place and _tells(c)}
    pieces: dict[int, list[QuoteOut]] = {}
    for at, quote in enumerate(voices.quotes):
        pieces.setdefault(at if quote.continues is None else quote.continues, []).append(quote)
    for some in pieces.values():
        first, claim = some[0], stances.pop(_of(some[0].start, some[0].speaker), None)
        words = " … ".join(piece.text for piece in some)
        verb = claim.stance if claim else first.cue or "says"
        yield _Entry(first.start, some[-1].end, first.speaker, verb, words, claim is None, first.form == "direct")
    silent = (c for c in voices.claims if c.proposition_place is None and _tells(c))
    for claim in (*stances.values(), *silent):
        words = claim.proposition or claim.about or "to comment"
        yield _Entry(claim.start, claim.end, claim.by, claim.stance, words, False)


def _tells(claim: ClaimOut) -> bool:
    return claim.stance != "asserts"


def _of(start: int, who: SpeakerOut | None) -> tuple[int, str]:
    return start, who.entity if who else ""


def _write_names(paper: Paper, voices: VoicesOut, full: bool) -> None:
    kinds: dict[str, list[str]] = {}
    for entity in voices.entities:
        kinds.setdefault(entity.kind, []).append(entity.name)
    if kinds:
        paper.line(2, styled("Names", "bold"))
    for kind, title in _KINDS.items():
        names = kinds.get(kind, [])
        if names:
            shown = names if full else names[:_NAMES]
            more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
            paper.line(4, styled(f"{title:<{_WIDTH}}", "dim"), f"  {', '.join(shown)}{more}")


def _write_dates(paper: Paper, voices: VoicesOut, full: bool) -> None:
    events = sorted(voices.events, key=lambda event: event.date)
    shown = events if full else events[:_DATES]
    if shown:
        paper.line(2, styled("Dates", "bold"))
    for event in shown:
        paper.line(4, styled(f"{event.date:<{_WIDTH}}", "dim"), f"  {quoted(event.text, full)}")
    if len(events) > len(shown):
        paper.line(4, f"and {len(events) - len(shown)} more; --full shows all", style="dim")
