"""Why two pages are in one story, or are not: the first cause that decides, in words, and all that was measured.

    one source? -> together, and over whom? -> kept apart by a person? -> never compared? -> below the bar? -> the others?

Nothing is decided here: it tells what `firsthand.thread.stories` and `firsthand.thread.judged` made of the same values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from itertools import pairwise

from firsthand.model.document import Document, called
from firsthand.model.judgement import person
from firsthand.model.story import Lineage, Link, Reason, Relation
from firsthand.text.graph import shortest
from firsthand.thread.cluster import JOIN_AT_LEAST
from firsthand.thread.features import Features
from firsthand.thread.judge import Judge
from firsthand.thread.judged import Bonds, Held
from firsthand.thread.keys import NEAR, are_compared
from firsthand.thread.meaning import Nearness
from firsthand.thread.score import SHARED_TERMS_AT_LEAST, Score, score, shared_index_terms
from firsthand.thread.shared import Shared, own, shared
from firsthand.thread.signals import Signals, Told, window
from firsthand.thread.vector import vector

#: Terms told of each kind: more than a reason names, few enough to read.
TERMS_TOLD = 12
_SOURCE = {
    Relation.COPY: "a copy of",
    Relation.EXCERPT: "an excerpt of",
    Relation.REWRITE: "a rewrite of",
    Relation.VERSION: "another version of the page of",
}
_BESIDE = {
    Relation.PARTIAL: "{copy} takes sentences from {original}, into reporting of its own.",
    Relation.CITES: "{copy} tells what {original} reported, and says so.",
    Relation.SHARED_STATEMENT: "{copy} and {original} print the same statement of a third.",
    Relation.SHARED_POST: "{copy} and {original} print the same post of a third.",
    Relation.SHARED_BACKGROUND: "{copy} and {original} have the same sentences of background.",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: the page asked about, its lineage, the page that stands for that, and what this one is about.

    ``group`` holds the ids of the lineages of its story.
    """

    page: Document
    lineage: Lineage
    lead: Document
    features: Features
    group: frozenset[str]


@dataclass(frozen=True, slots=True)
class Around:
    """What the two sides stand in: who stands for each lineage, the affinities kept, and what people said."""

    leads: Mapping[str, Document]
    affinities: Mapping[tuple[str, str], float]
    bonds: Bonds

    def near(self, a: str, b: str) -> float:
        """Return the affinity of two lineages, 0 where none is kept."""
        return self.affinities.get((min(a, b), max(a, b)), 0.0)

    def called(self, lineage: str) -> str:
        """Name a lineage by the page that stands for it."""
        return called(self.leads[lineage])


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that was measured, in words; ``value`` is None where it is no number."""

    code: str
    text: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Why:
    """``verdict`` is ``one_source``, ``one_story`` or ``two_stories``, ``cause`` the code of what decided.

    ``sentences`` tell it; ``score`` is None for one source, ``mean`` the mean affinity of the two stories, where they are
    two. ``links`` are what pages of the two lineages have from each other without being copies.
    """

    verdict: str
    cause: str
    sentences: tuple[str, ...]
    score: Score | None = None
    mean: float | None = None
    signals: tuple[Signal, ...] = ()
    shared: tuple[Shared, ...] = ()
    only: tuple[tuple[Shared, ...], tuple[Shared, ...]] = ((), ())
    links: tuple[Link, ...] = ()
    reasons: tuple[Reason, ...] = ()


def why(a: Side, b: Side, around: Around, pages: Mapping[str, Document], judge: Judge) -> Why:
    """Say why two pages are together or are not. ``pages`` holds the members of both lineages."""
    if a.lineage.id == b.lineage.id:
        return _one_source(a, b, pages)
    best = score(a.features, b.features, judge)
    links = _beside(a.lineage, b.lineage)
    together = b.lineage.id in a.group
    mean = None if together else _mean(a, b, around)
    cause, told = _together(a, b, around, best) if together else _apart(a, b, around, best, mean or 0.0)
    sides = (a.lead, b.lead)
    common = tuple(shared(a.features, b.features, sides, TERMS_TOLD))
    verdict = "They are in one story." if together else "They are in two stories."
    linked = dict.fromkeys(_link_told(link, pages) for link in links)
    sentences = (verdict, *told, *_stand_ins(a, b), _words(common), *linked)
    return Why(
        "one_story" if together else "two_stories",
        cause,
        sentences,
        best,
        mean,
        signals(best.signals, a.features, b.features),
        common,
        (
            tuple(own(a.features, b.features, a.lead, TERMS_TOLD)),
            tuple(own(b.features, a.features, b.lead, TERMS_TOLD)),
        ),
        links,
        best.reasons,
    )


# one source ---------------------------------------------------------------------------------------------------------


def _one_source(a: Side, b: Side, pages: Mapping[str, Document]) -> Why:
    if a.page.id == b.page.id:
        return Why("one_source", "same_page", ("Both are the same page.",))
    links = {frozenset((k.original, k.copy)): k for k in a.lineage.links}
    path = shortest(a.page.id, b.page.id, ((k.original, k.copy) for k in links.values()))
    steps = [links[frozenset(pair)] for pair in pairwise(path)]
    if not steps and a.page.article == b.page.article:
        return Why("one_source", "same_page", ("Both are captures of the same page.",))
    told = ["They are one source, so they are in one story.", *(_source_told(link, pages) for link in steps)]
    told += [f"{_start(called(a.page))}: {r.text}." for r in a.lineage.reasons] if not steps else []
    reasons = tuple(reason for link in steps for reason in link.reasons)
    return Why("one_source", "links" if steps else "credit", tuple(told), links=tuple(steps), reasons=reasons)


def _source_told(link: Link, pages: Mapping[str, Document]) -> str:
    copy, original = called(pages[link.copy]), called(pages[link.original])
    if not link.decided:
        return f"{copy} and {original} share their text; nothing decides which was first."
    return f"{copy} is {_SOURCE[link.relation]} {original}: {'; '.join(r.text for r in link.reasons)}."


# together -----------------------------------------------------------------------------------------------------------


def _together(a: Side, b: Side, around: Around, best: Score) -> tuple[str, list[str]]:
    mine, other = a.lineage.id, b.lineage.id
    tied = {held.ends: held for held in around.bonds.tied}
    if held := tied.get((min(mine, other), max(mine, other))):
        return "judged", [_said(held, around, "tell one event")]
    if best.value >= JOIN_AT_LEAST:
        return "near", [f"Their score is {_share(best.value)}, and {JOIN_AT_LEAST:.2f} is enough."]
    strong = [pair for pair, value in around.affinities.items() if value >= JOIN_AT_LEAST and a.group.issuperset(pair)]
    path = shortest(mine, other, [*strong, *(pair for pair in tied if a.group.issuperset(pair))])
    told = [
        f"By themselves they would not be: their score is {_share(best.value)}, and {JOIN_AT_LEAST:.2f} is asked for."
    ]
    if not path:
        return "judged", [*told, "What people said of pages that are not here any more ties them."]
    steps = [(x, y, tied.get((min(x, y), max(x, y)))) for x, y in pairwise(path)]
    told += [_said(held, around, "tell one event") if held else _step(x, y, around) for x, y, held in steps]
    return ("judged" if any(held for *_, held in steps) else "others"), told


def _step(x: str, y: str, around: Around) -> str:
    return f"{around.called(x)} and {around.called(y)} are alike: {_share(around.near(x, y))}."


# apart --------------------------------------------------------------------------------------------------------------


def _apart(a: Side, b: Side, around: Around, best: Score, mean: float) -> tuple[str, list[str]]:
    if said := _cut(a.lineage.id, b.lineage.id, around):
        return "judged", said
    if not best.signals.in_window:
        days = window(a.features.sure, b.features.sure).days
        return "window", [f"Their times lie more than {days} days apart: such pages are not compared."]
    if not are_compared(vector(a.features), vector(b.features)):
        return "few_terms", [_uncompared(shared_index_terms(a.features, b.features))]
    if best.value < JOIN_AT_LEAST:
        return "below_bar", [f"Their score is {_share(best.value)}, and {JOIN_AT_LEAST:.2f} is asked for."]
    told = [
        f"By themselves they would be in one: their score is {_share(best.value)}, and {JOIN_AT_LEAST:.2f} is enough."
    ]
    pairs = len(a.group) * len(b.group)
    if mean < JOIN_AT_LEAST:
        return "average", [
            *told,
            f"But the two stories as a whole are not alike: the mean of their {pairs} pairs is {_share(mean)}.",
        ]
    cuts = [held for held in around.bonds.apart if _crosses(held, a, b)]
    if cuts:
        return "judged_others", [*told, *(_said(held, around, "tell two events") for held in cuts)]
    return "order", [*told, "But each was nearer to others, and what those became together is not alike enough."]


def _uncompared(common: int) -> str:
    if common < SHARED_TERMS_AT_LEAST:
        words = f"they share {common}; from {SHARED_TERMS_AT_LEAST} on pages are compared."
        return f"Of the rare words by which pages are found {words}"
    return (
        f"They lie more than {NEAR.days} days apart, and such pages are found by pairs of rare words; of those by which they "
        "go they share none."
    )


def _cut(a: str, b: str, around: Around) -> list[str]:
    """Tell who said that two lineages tell two events, also where it follows from what each is tied to."""
    ties = [held.ends for held in around.bonds.tied]
    for held in around.bonds.apart:
        for x, y in (held.ends, held.ends[::-1]):
            here, there = shortest(a, x, ties), shortest(y, b, ties)
            if here and there:
                tied = {h.ends: h for h in around.bonds.tied}
                steps = [tuple(sorted(pair)) for pair in (*pairwise(here), *pairwise(there))]
                over = [_said(tied[one, other], around, "tell one event") for one, other in steps]
                return [_said(held, around, "tell two events"), *over]
    return []


def _crosses(held: Held, a: Side, b: Side) -> bool:
    x, y = held.ends
    return (x in a.group and y in b.group) or (y in a.group and x in b.group)


def _mean(a: Side, b: Side, around: Around) -> float:
    values = [around.near(x, y) for x in sorted(a.group) for y in sorted(b.group)]
    return round(sum(values) / len(values), 6)


# in words -----------------------------------------------------------------------------------------------------------


def signals(measured: Signals, a: Features, b: Features) -> tuple[Signal, ...]:
    """Tell all that the score was made of, whatever it is: what has no words of its own goes by its name."""
    found = [_signal(field.name, getattr(measured, field.name)) for field in fields(measured)]
    languages = sorted({side.language or "an unknown language" for side in (a, b)})
    return (*found, Signal("languages", f"written in {' and '.join(languages)}", None))


def _signal(name: str, value: object) -> Signal:
    told = {
        "cosine": "their words, weighted by how rare they are, are alike by",
        "plain": "those that are no names are alike by",
        "head": "those of headline and lead are alike by",
        "names": "their names are alike by",
        "numbers": "of their numbers both have",
        "number_weight": "how rare the numbers are that both have",
        "told": "of what one says in headline and lead the other has",
        "names_told": "of the names one has in headline and lead the other has",
        "headline_told": "of the words of one headline the other page has",
        "size": "terms of the shorter page",
        "meaning": "by what they mean they are alike by",
        "gap": "time between them",
        "in_window": "near enough in time to be compared",
    }.get(name, name.replace("_", " "))
    if value is None:
        return Signal(name, f"{told}: not known", None)
    if isinstance(value, bool):
        return Signal(name, f"{told}: {'yes' if value else 'no'}", None)
    if isinstance(value, timedelta):
        days = value / timedelta(days=1)
        return Signal(name, f"{told}: {'none' if not days else f'{days:.1f} days'}", round(days, 6))
    if isinstance(value, Told):
        if value.least is None or value.most is None:
            return Signal(name, f"{told}: nothing to compare", None)
        return Signal(name, f"{told}: {value.least:.2f} one way, {value.most:.2f} the other", value.least)
    if isinstance(value, Nearness):
        return Signal(name, f"{told}: {value.whole:.2f} (headlines {value.headline:.2f})", value.whole)
    if isinstance(value, int):
        return Signal(name, f"{told}: {value}", float(value))
    if isinstance(value, float):
        return Signal(name, f"{told}: {value:.2f}", float(value))
    return Signal(name, f"{told}: {value}", None)


def _said(held: Held, around: Around, words: str) -> str:
    one, other = (around.called(name) for name in held.ends)
    return f"{_start(person(held.judgement))}: {one} and {other} {words}."


def _stand_ins(a: Side, b: Side) -> list[str]:
    """Name the pages that were compared where they are not the ones asked about."""
    return [
        f"What was compared for {called(side.page)} is {called(side.lead)}, which stands for its source."
        for side in (a, b)
        if side.page.article != side.lead.article
    ]


def _words(common: Sequence[Shared]) -> str:
    kinds = {"name": "the names", "number": "the numbers", "word": "the words"}
    told = [
        f"{words} {', '.join(f'“{s.word}”' for s in common if s.kind == kind)}"
        for kind, words in kinds.items()
        if any(s.kind == kind for s in common)
    ]
    return f"They share {'; '.join(told)}." if told else "They share no rare word."


def _beside(a: Lineage, b: Lineage) -> tuple[Link, ...]:
    """Return the links between two lineages that unite nothing, each once."""
    ends = ({*a.members}, {*b.members})
    found = {
        (k.original, k.copy, k.relation): k
        for k in (*a.beside, *b.beside)
        if (k.original in ends[0] and k.copy in ends[1]) or (k.original in ends[1] and k.copy in ends[0])
    }
    return tuple(found[key] for key in sorted(found))


def _link_told(link: Link, pages: Mapping[str, Document]) -> str:
    words = _BESIDE.get(link.relation, "{copy} is linked with {original}.")
    return words.format(copy=_start(called(pages[link.copy])), original=called(pages[link.original]))


def _share(value: float) -> str:
    """Write a number of 0 to 1; never a full 1 for less.

    >>> _share(0.996), _share(0.31), _share(1.0)
    ('0.99', '0.31', '1.00')
    """
    return f"{min(value, 0.99) if value < 1 else value:.2f}"


def _start(words: str) -> str:
    return words[:1].upper() + words[1:]


def nearest(some: Iterable[str], others: Iterable[str], around: Around) -> tuple[str, str]:
    """Return the pair of lineages of two groups that is most alike; the smallest ids where none is."""
    them = sorted(others)
    return min(((a, b) for a in sorted(some) for b in them), key=lambda p: (-around.near(*p), p))
