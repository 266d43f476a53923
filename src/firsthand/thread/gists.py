"""What a story is known by, taken together over its sources: its gist. Threads are made of gists alone.

story -> the page that stands for each source, round-ups left out -> features -> terms added up -> names, places, head

A gist depends on its story, its documents and the fixed background, and on nothing else that is in the store.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from firsthand.model.document import BlockKind, Document
from firsthand.model.story import Relation, Story
from firsthand.model.thread import Gist
from firsthand.thread.features import Background, Features, features, tokens
from firsthand.thread.lead import representative
from firsthand.thread.roundups import RARE, roundup

#: Sources looked at, the most repeated first: more of them change the sum little, and a story must not cost more for it.
SOURCES_READ = 8
#: Terms kept of a story, the heaviest first.
TERMS_KEPT = 120
#: A name counts as one that says where when it follows a word like "in" at least so often, or stands in a dateline.
WHERE_AT_LEAST = 0.15
_DATELINE = 5
#: What begins like a place of so many letters is called after it: Egyptian, Haitian.
_STEM = 5
#: Words that a place follows, in the languages that write names with a capital inside sentences.
_LOCATIVES = frozenset("in at near from across outside around inside en em im nel w i в".split())
#: Relations that are evidence of one affair where they lead from one story to another. A quoted statement or post may be in
#: any story of the day.
_TELLING = (Relation.PARTIAL, Relation.CITES, Relation.SHARED_BACKGROUND)


def ids_read(story: Story) -> list[str]:
    """Return the ids of the documents that `gist` asks for: the originals, and all members where one is absent."""
    return [i for x in story.lineages[:SOURCES_READ] for i in ([x.original] if x.original else x.members)]


def pages_read(story: Story, documents: Mapping[str, Document], most: int = SOURCES_READ) -> list[Document]:
    """Return the pages that a story is known by: that which stands for each of its foremost sources."""
    return [representative(lineage, documents) for lineage in story.lineages[:most]]


def gist(story: Story, documents: Mapping[str, Document], background: Background) -> Gist:
    """Say what a story is known by. ``documents`` holds at least what `ids_read` names."""
    read = [(page, features(page, background)) for page in pages_read(story, documents)]
    round_ups = {p.document: p for page, known in read if (p := roundup(page, known, background))}
    told = [(page, known) for page, known in read if page.id not in round_ups]
    terms = _terms([known for _, known in told])
    names = frozenset(t for _, known in told for t in known.names if t in terms)
    rare = frozenset(t for t in terms if not t[0].isdigit() and _rarity(t, background) >= RARE)
    return Gist(
        story.id,
        story.headline,
        story.language,
        story.first,
        story.last,
        any(page.published for page, _ in read),
        len(story.outlets) + story.unnamed,
        terms,
        names,
        _places((page for page, _ in told), names),
        rare,
        _head([known for _, known in told]) & terms.keys(),
        _words([known for _, known in told], names & rare),
        _links(story),
        tuple(round_ups[i] for i in sorted(round_ups)),
    )


def _terms(pages: Sequence[Features]) -> dict[str, float]:
    """Add up the vectors of some pages, and keep the heaviest terms as a vector of length 1, in the order of terms."""
    total: dict[str, list[float]] = {}
    for page in pages:
        for t, weight in page.terms.items():
            total.setdefault(t, []).append(weight)
    summed = {t: math.fsum(weights) for t, weights in total.items()}
    kept = sorted(summed, key=lambda t: (-summed[t], t))[:TERMS_KEPT]
    length = math.sqrt(math.fsum(summed[t] ** 2 for t in kept))
    return {t: round(summed[t] / length, 6) for t in sorted(kept)}


def _rarity(term: str, background: Background) -> float:
    return background.rarity.get(term, background.highest)


def _head(pages: Sequence[Features]) -> frozenset[str]:
    """Return the terms that stand in headline or lead of at least half of the pages."""
    counts = Counter(t for page in pages for t in page.head)
    return frozenset(t for t, n in counts.items() if 2 * n >= len(pages))


def _words(pages: Iterable[Features], wanted: frozenset[str]) -> dict[str, str]:
    spelt: dict[str, str] = {}
    for page in pages:
        for t in page.words.keys() & wanted:
            spelt[t] = min(spelt.get(t, page.words[t]), page.words[t])
    return {t: spelt[t] for t in sorted(spelt)}


def _places(pages: Iterable[Document], names: frozenset[str]) -> frozenset[str]:
    """Find the names that say where something is, rather than who or what it is about."""
    where: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for page in pages:
        for block in page.blocks:
            words = list(tokens(page.text[block.start : block.end]))
            total.update(t.term for t in words)
            if block.kind is BlockKind.DATELINE:
                where.update({t.term: _DATELINE for t in words})
                continue
            inside = False  # a name of several words that follows "in"
            for before, word in zip(words, words[1:], strict=False):
                follows = before.text.casefold() in _LOCATIVES or (inside and before.text[0].isupper())
                inside = follows and word.text[0].isupper() and not word.starts
                where[word.term] += inside
    found = {t for t in names if where[t] and where[t] >= WHERE_AT_LEAST * total[t]}
    return frozenset(found | {t for t in names if any(t.startswith(p) for p in found if len(p) >= _STEM)})


def _links(story: Story) -> frozenset[str]:
    found = (k for lineage in story.lineages for k in lineage.beside if k.relation in _TELLING)
    return frozenset(f"{k.original} {k.copy}" for k in found)
