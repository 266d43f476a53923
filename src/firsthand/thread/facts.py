"""What a story amounts to: how it grew, in which languages and from which places it is told. Pure.

story + its pages -> one step each time a new source or a new outlet comes in; languages; places of datelines
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from firsthand.model.document import BlockKind, Document
from firsthand.model.independence import evidence
from firsthand.model.span import Span
from firsthand.model.story import Place, Step, Story
from firsthand.thread.lead import in_time, outlet_key

#: A dateline's place: words, of which the first is in capitals or begins with one, before a sign, a bracket or a day.
_PLACE = re.compile(r"\s*(?P<place>[^\W\d_][\w.'’-]*(?:[ /][^\W\d_][\w.'’-]*){0,4})(?=\s*(?:[,(/:–—-]|$))")
#: Behind the place of a dateline may stand a day: its month is no place.
_LONGEST = 40


def growth(story: Story, documents: Mapping[str, Document]) -> tuple[Step, ...]:
    """Return how a story grew: a step whenever a page brings a new source or a new outlet, in time.

    A source counts from the first page that carries it, an outlet from its first page. A page's time is when it was
    published, or else when it was first seen; pages without any time come last.
    """
    source_of = {node: number for number, nodes in enumerate(evidence(story).sources) for node in nodes}
    sources: set[int] = set()
    outlets: set[str] = set()
    steps: list[Step] = []
    for pages, page in enumerate(_in_time(story, documents), start=1):
        before = len(sources), len(outlets)
        sources.add(source_of[page.id])
        outlets.add(outlet_key(page))
        if (len(sources), len(outlets)) != before:
            steps.append(Step(page.id, page.time, pages, len(outlets), len(sources)))
    return tuple(steps)


def languages(story: Story, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Return the languages a story is told in, the one of most pages first."""
    counted: dict[str, int] = {}
    for page in _in_time(story, documents):
        if page.language:
            counted[page.language] = counted.get(page.language, 0) + 1
    return tuple(sorted(counted, key=lambda code: (-counted[code], code)))


def places(story: Story, documents: Mapping[str, Document]) -> tuple[Place, ...]:
    """Return the places that a story is reported from, by its datelines; the one of most sources first.

    Copies carry the dateline of their original: of a lineage a place counts once.
    """
    found: dict[str, list[tuple[str, str, Span]]] = {}
    lineage_of = {member.document: member.lineage for member in story.members}
    for page in _in_time(story, documents):
        for name, span in _datelines(page):
            found.setdefault(name.casefold(), []).append((name, lineage_of[page.id], span))
    counted = [
        Place(_written(name for name, _, _ in told), len({lineage for _, lineage, _ in told}), told[0][2])
        for told in found.values()
    ]
    return tuple(sorted(counted, key=lambda place: (-place.sources, place.name)))


def _datelines(page: Document) -> Iterator[tuple[str, Span]]:
    for block in page.blocks_of(BlockKind.DATELINE):
        match = _PLACE.match(page.text[block.start : block.end])
        if match and len(match["place"]) <= _LONGEST:
            start = block.start + match.start("place")
            yield match["place"], Span(page.id, start, start + len(match["place"]))


def _written(names: Iterable[str]) -> str:
    """Write a place as it is written in small letters where any page does; capitals are how datelines are set."""
    some = sorted(set(names))
    return next((name for name in some if not name.isupper()), some[0].title())


def _in_time(story: Story, documents: Mapping[str, Document]) -> list[Document]:
    return in_time(documents[member.document] for member in story.members)
