"""What people said, as constraints on lineages: told apart, tied together, an original pinned.

A person beats the machine, and of two judgements that contradict each other the later one holds. Links between
documents are never changed in the store, where they are a function of two texts: they are constrained here, each time
lineages are made, so that withdrawing a judgement leaves no trace.

links | drop those between two told apart | turn those into a pinned original | tie copies to the originals they were given
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from firsthand.model.comparison import Coverage
from firsthand.model.document import Document, called
from firsthand.model.judgement import Judgement, JudgementKind, later, person
from firsthand.model.story import Link, Reason, Relation
from firsthand.resolve.account import percent
from firsthand.resolve.coverage import shared
from firsthand.text.graph import components

#: More than any evidence of the machine weighs.
_SAID = 20.0
#: As `links`: from this share of the original on a copy is a copy; with less of it, but nearly all its own, an excerpt.
_WHOLE = 0.5
_CARRIES = (Relation.COPY, Relation.EXCERPT, Relation.REWRITE)
_COPY = "judged_copy"


@dataclass(frozen=True, slots=True)
class Said:
    """What holds about some articles (by id), the later of contradicting judgements only.

    ``apart`` has its pairs in both directions, ``original_of`` gives a copy its original, ``pinned`` are originals.
    """

    apart: Mapping[tuple[str, str], Judgement]
    original_of: Mapping[str, Judgement]
    pinned: Mapping[str, Judgement]


def said(judgements: Iterable[Judgement]) -> Said:
    """Weigh judgements against each other; withdrawn ones are ignored, and so is the order they come in.

    "A is a copy of B" contradicts "A and B are no copies", "B is a copy of A", "A is a copy of C", "A is the original".
    """
    apart: dict[tuple[str, str], Judgement] = {}
    original_of: dict[str, Judgement] = {}
    pinned: dict[str, Judgement] = {}
    for one in sorted(judgements, key=later):
        a, b = one.subject, one.object or ""
        if one.withdrawn is not None or not one.kind.is_of_copies:
            continue
        for pair in ((a, b), (b, a)):
            apart.pop(pair, None)
            if one.kind is JudgementKind.NOT_A_COPY:
                apart[pair] = one
            if pair[0] in original_of and original_of[pair[0]].object == pair[1]:
                del original_of[pair[0]]
        if one.kind is JudgementKind.COPY_OF:
            pinned.pop(a, None)
            original_of[a] = one
        elif one.kind is JudgementKind.ORIGINAL_IS:
            original_of.pop(a, None)
            pinned[a] = one
    return Said(apart, original_of, pinned)


def constrain(documents: Mapping[str, Document], links: Iterable[Link], what: Said) -> list[Link]:
    """Return the links as people see them, in order: cut, turned, and those that the machine had not found."""
    article = {i: d.article for i, d in documents.items()}
    kept: list[Link] = []
    for link in links:
        a, b = article[link.original], article[link.copy]
        if a == b or link.relation not in _CARRIES:
            kept.append(link)
        elif (a, b) not in what.apart:
            directed = _directed(link, documents, what)
            given = what.original_of.get(article[directed.copy])
            # A page has one original: where a person named it, the machine's others go.
            if not directed.decided or given is None or given.object == article[directed.original]:
                kept.append(directed)
    return sorted([*kept, *_ties(documents, kept, what)], key=_ends)


def separate(documents: Mapping[str, Document], links: Sequence[Link], what: Said) -> list[Link]:
    """Drop links until no two articles that were told apart hang together, over whatever third; the strongest stay.

    What a person tied comes first, the latest of it before the rest; then the machine's links, the fullest first.
    """
    group = {d.article: {d.article} for d in documents.values()}
    if not any(a in group and b in group for a, b in what.apart):
        return list(links)

    def strength(link: Link) -> tuple[bool, float, float, tuple[str, str]]:
        given = what.original_of.get(documents[link.copy].article) if is_said(link) else None
        fullest = max(link.coverage.of_original, link.coverage.of_copy)
        return given is None, -given.at.timestamp() if given else 0.0, -fullest, _ends(link)

    kept: list[Link] = []
    for link in sorted(links, key=strength):
        a, b = group[documents[link.original].article], group[documents[link.copy].article]
        if a is not b:
            if any((x, y) in what.apart for x in a for y in b):
                continue
            a |= b
            group.update(dict.fromkeys(b, a))
        kept.append(link)
    return sorted(kept, key=_ends)


def pinned_original(members: Iterable[Document], what: Said) -> Judgement | None:
    """Return what was said last of which member is the original, if anything was."""
    held = [what.pinned[article] for article in {d.article for d in members} if article in what.pinned]
    return max(held, key=later, default=None)


def is_said(link: Link) -> bool:
    """Say whether a person made this link what it is."""
    return any(reason.code == _COPY for reason in link.reasons)


def told_apart(documents: Mapping[str, Document], links: Iterable[Link], what: Said) -> dict[str, list[Reason]]:
    """Return, by article, what is to be told of the cuts: those between articles that ``links`` would hold together."""
    found: dict[str, list[Reason]] = {}
    if not what.apart:
        return found
    named = {d.article: d for d in sorted(documents.values(), key=lambda d: d.arrival, reverse=True)}
    pairs = [(documents[k.original].article, documents[k.copy].article) for k in links]
    part_of = {article: part for part in components(named, pairs) for article in part}
    for (a, b), one in sorted(what.apart.items(), key=lambda item: (later(item[1]), item[0])):
        if a in part_of and b in part_of[a]:
            text = f"{person(one)}: {called(named[a])} is not a copy of {called(named[b])}"
            found.setdefault(a, []).append(Reason("judged_apart", text, _SAID))
    return found


def pin_reason(one: Judgement, original: Document) -> Reason:
    """Tell who said that this is the original."""
    return Reason("judged_original", f"{person(one)}: {called(original)} is the original", _SAID)


def _directed(link: Link, documents: Mapping[str, Document], what: Said) -> Link:
    """Turn a link the way people said, and say so; others stay as they are."""
    a, b = documents[link.original], documents[link.copy]
    for original, copy, coverage in ((a, b, link.coverage), (b, a, _turned(link.coverage))):
        given, pin, against = (
            what.original_of.get(copy.article),
            what.pinned.get(original.article),
            what.pinned.get(copy.article),
        )
        if given and given.object == original.article:
            reason = _copy_reason(given, copy, original)
        elif pin and (against is None or later(against) < later(pin)):
            reason = pin_reason(pin, original)
        else:
            continue
        same_way = link.decided and original is a
        told = link.reasons if same_way else (_carries(coverage),)
        relation = link.relation if same_way else _relation(coverage)
        return Link(relation, original.id, copy.id, coverage, True, (reason, *told))
    return link


def _ties(documents: Mapping[str, Document], links: Iterable[Link], what: Said) -> Iterator[Link]:
    """Yield a link for every copy and the original it was given that share too few words for one of the machine's."""
    first = {d.article: d for d in sorted(documents.values(), key=lambda d: d.arrival, reverse=True)}
    tied = {(documents[k.original].article, documents[k.copy].article) for k in links if is_said(k)}
    for article, one in what.original_of.items():
        copy, original = first.get(article), first.get(one.object or "")
        if copy and original and (original.article, article) not in tied:
            coverage = shared(original, copy).everything
            reasons = (_copy_reason(one, copy, original), _carries(coverage))
            yield Link(Relation.COPY, original.id, copy.id, coverage, True, reasons)


def _copy_reason(one: Judgement, copy: Document, original: Document) -> Reason:
    return Reason(_COPY, f"{person(one)}: {called(copy)} is a copy of {called(original)}", _SAID)


def _carries(coverage: Coverage) -> Reason:
    of_original, of_copy = percent(coverage.of_original), percent(coverage.of_copy)
    return Reason("carries", f"carries {of_original} of the original; {of_copy} of its own text is from there", 1.0)


def _relation(coverage: Coverage) -> Relation:
    if coverage.of_original >= _WHOLE:
        return Relation.COPY
    return Relation.EXCERPT if coverage.of_copy >= _WHOLE else Relation.REWRITE


def _turned(coverage: Coverage) -> Coverage:
    return Coverage(coverage.of_copy, coverage.of_original)


def _ends(link: Link) -> tuple[str, str]:
    return link.original, link.copy
