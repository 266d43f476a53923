"""Pages that tell of many things: round-ups, briefings, live blogs in one text. What holds a page together are its names.

document -> parts (list items, what stands below each subhead, or paragraphs) -> names of each -> which recur in another

A report comes back to its people and places from part to part; a round-up leaves them behind. Such a page touches the stories
that its parts tell of: it is no source of them, and must not glue them together.
"""

import math
from collections import Counter

from firsthand.model.document import BlockKind, Document
from firsthand.model.span import Span
from firsthand.model.story import Reason
from firsthand.model.thread import Gist, Roundup, Section, Touch
from firsthand.thread.features import Background, Features, tokens

#: A part has at least so many words, and a round-up so many parts: less is a list of links, or a report with an aside.
PART_WORDS, PARTS = 20, 5
#: What these take for a round-up: docs/notes/013-threads.md.
#: Of a round-up's names, weighed by their rarity, less than this share stands in two of its parts; of all its terms, less
#: than the second; of its parts, at least the third have no name in common with any other.
NAMES_RECUR, TERMS_RECUR, LONE_AT_LEAST = 0.16, 0.12, 0.3
#: Names rarer than this (weekdays and titles are not) say what a part is about, words rarer than the next do; terms as
#: rare as RARE say it well.
TELLING_NAME, TELLING_TERM, RARE = 1.5, 2.5, 4.0
#: Where parts have fewer names on the average, it is a recipe or a quiz: nothing can be said of it.
NAMES_A_PART = 2.0
#: A part tells of a story when it has so many rare names of it, and so many terms of its headline or lead.
NAMES_SHARED, HEAD_SHARED = 2, 2
#: ... and when the page came so many days before the first report, or after the last, at most.
DAYS = 3


def roundup(document: Document, known: Features, background: Background) -> Roundup | None:
    """Return the parts of a page that tells of many things, None for any other; ``known`` are its features.

    None too where the background does not know the page's language: it would not know its names from other words.
    """
    stretches = _stretches(document)
    long = [n for n, (a, b) in enumerate(stretches) if document.text.count(" ", a, b) + 1 >= PART_WORDS]
    if len(long) < PARTS or known.language not in background.known:
        return None
    scale = _Rarity(background, known.language)
    terms = [{t.term for t in tokens(document.text[a:b]) if t.kind != "number"} for a, b in stretches]
    names = [{t for t in part & known.names.keys() if scale.of(t) >= TELLING_NAME} for part in terms]
    if sum(len(names[n]) for n in long) < NAMES_A_PART * len(long) or _lone(names, long) < LONE_AT_LEAST * len(long):
        return None
    words = [{t for t in part if scale.of(t) >= TELLING_TERM} for part in terms]
    if _recurring(names, scale) >= NAMES_RECUR or _recurring(words, scale) >= TERMS_RECUR:
        return None
    sections = tuple(Section(*stretches[n], frozenset(t for t in terms[n] if scale.of(t) >= RARE)) for n in long)
    return Roundup(document.id, document.published.at if document.published else None, sections)


def touch(page: Roundup, story: Gist) -> Touch | None:
    """Say where a round-up tells of a story; None where it does not, or where either has no date."""
    if page.at is None or story.first is None or story.last is None:
        return None
    if max((story.first.at - page.at).days, (page.at - story.last.at).days) >= DAYS:
        return None
    told = [section for section in page.sections if _tells(section, story)]
    if not told:
        return None
    shared = sorted({t for s in told for t in s.terms & story.names}, key=lambda t: (-story.terms[t], t))
    words = ", ".join(f"“{story.words.get(t, t)}”" for t in shared[:4])
    spans = tuple(Span(page.document, s.start, s.end) for s in told)
    return Touch(page.document, story.story, Reason("touches", f"a part of it tells of {words}", 0.0, spans))


def _tells(section: Section, story: Gist) -> bool:
    shared = section.terms & story.rare
    return len(shared & story.names) >= NAMES_SHARED and len(shared & story.head) >= HEAD_SHARED


def _stretches(document: Document) -> list[tuple[int, int]]:
    """Cut a text into what may be its parts: list items where there are enough, else what stands below each subhead."""
    items = document.blocks_of(BlockKind.ITEM)
    subheads = document.blocks_of(BlockKind.SUBHEAD)
    if len(items) >= PARTS:
        return [(b.start, b.end) for b in items]
    if len(subheads) >= PARTS:
        ends = [*(b.start for b in subheads[1:]), len(document.text)]
        return [(b.start, end) for b, end in zip(subheads, ends, strict=True)]
    return [(b.start, b.end) for b in document.blocks_of(BlockKind.PARAGRAPH, BlockKind.QUOTE)]


def _recurring(parts: list[set[str]], scale: "_Rarity") -> float:
    """Return the share of terms, weighed by their rarity, that stand in another part too."""
    counts = Counter(term for part in parts for term in part)
    whole = math.fsum(scale.of(term) * count for term, count in counts.items())
    return math.fsum(scale.of(term) * count for term, count in counts.items() if count > 1) / whole if whole else 0.0


def _lone(parts: list[set[str]], some: list[int]) -> int:
    """Count those of some parts that have names, but none that stands in another part too."""
    counts = Counter(name for part in parts for name in part)
    return sum(1 for n in some if parts[n] and all(counts[name] == 1 for name in parts[n]))


class _Rarity:
    """How rare a term is; 0 for a function word of the page's language."""

    def __init__(self, background: Background, language: str) -> None:
        self._background, self._language = background, language

    def of(self, term: str) -> float:
        if len(term) < 2 or self._language in self._background.languages_of.get(term, ()):
            return 0.0
        return self._background.rarity.get(term, self._background.highest)
