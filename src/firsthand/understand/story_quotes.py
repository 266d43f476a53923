"""The quotes of a story, each once.

quotes of each document -> those that give words, the widest reading of each -> units -> `once` -> entries
"""

from collections.abc import Mapping, Sequence

from firsthand.model.span import Span
from firsthand.model.story_voices import StoryQuote, Told
from firsthand.model.voices import Form, Quote
from firsthand.understand.once import Unit, once
from firsthand.understand.story_said import Said, named


def quotes_of(said: Said) -> tuple[StoryQuote, ...]:
    """Return the quotes of a story, those that most independent sources report first."""
    units: list[Unit] = []
    around: dict[tuple[str, int], int] = {}
    pages = said.people.pages
    for i in pages.order:
        quotes = said.people.understood[i].quotes
        kept = _worded(quotes)
        for at in kept:
            direct = quotes[at].form is Form.DIRECT
            unit = said.unit(direct, quotes[at].speaker, said.bare(quotes[at].content), direct, at, i)
            units += [unit] if len(unit.wording) else []
        around |= {(i, at): outer for at in kept if (outer := _around(at, quotes, kept)) is not None}
    groups = sorted(map(said.in_order, once(units)), key=said.rank)
    of = {(u.document, u.place): number for number, group in enumerate(groups) for u in group}
    return tuple(_quote(said, group, number, around, of) for number, group in enumerate(groups))


def _worded(quotes: Sequence[Quote]) -> list[int]:
    """Choose the quotes that give words: not what is only summed up; of the same words read twice, the widest reading."""
    chosen: dict[tuple[Span, ...], int] = {}
    for at, quote in enumerate(quotes):
        if quote.form is not Form.REPORTED and quote.content:
            before = chosen.get(quote.content)
            if before is None or _width(quotes, at) > _width(quotes, before):
                chosen[quote.content] = at
    return sorted(chosen.values())


def _width(quotes: Sequence[Quote], at: int) -> int:
    outer = quotes[at].inside
    around = quotes[outer if outer is not None else at].content
    return around[-1].end - around[0].start


def _around(at: int, quotes: Sequence[Quote], kept: Sequence[int]) -> int | None:
    """Find the widest quote that the words of another are a part of."""
    own = quotes[at].content
    start, end = own[0].start, own[-1].end
    wide = [
        other
        for other in kept
        if quotes[other].content[0].start <= start
        and end <= quotes[other].content[-1].end
        and quotes[other].content != own
        and all(any(o.start <= s.start and s.end <= o.end for o in quotes[other].content) for s in own)
    ]
    return max(wide, key=lambda o: (_width(quotes, o), -o), default=None)


def _quote(
    said: Said,
    group: Sequence[Unit],
    number: int,
    around: Mapping[tuple[str, int], int],
    of: Mapping[tuple[str, int], int],
) -> StoryQuote:
    read = [said.people.understood[u.document].quotes[u.place] for u in group]
    told = tuple(
        Told(u.document, said.people.pages.lineage[u.document], said.bare(q.content), q.cue, named(q.speaker))
        for u, q in zip(group, read, strict=True)
    )
    documents = [u.document for u in group]
    outer = [of.get((u.document, around.get((u.document, u.place), -1))) for u in group]
    within = outer[0] if all(o is not None and o != number for o in outer) else None
    return StoryQuote(
        read[0].form,
        said.text(told[0].words),
        said.party(group, (q.speaker for q in read)),
        told,
        said.people.pages.lineages(documents),
        said.people.pages.sources(documents),
        within,
    )
