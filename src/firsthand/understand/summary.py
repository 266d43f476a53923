"""A summary of a document, or of a story: the publisher's own points first, else sentences of the text as they stand.

    document -> bullets, or standfirst | sentences that can stand alone -> the nearest to the middle, early ones first

News says first what matters most, so a sentence's place counts beside its nearness to what all sentences are about.
"""

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from firsthand.model.document import BlockKind, Document, Part, PartKind
from firsthand.model.span import Range, Span
from firsthand.model.voices import Given, SummarySentence
from firsthand.text.quoted import quoted
from firsthand.text.sentences import sentences
from firsthand.text.tokens import is_unspaced, words
from firsthand.text.vectors import Vector, dot, shared, total, unit
from firsthand.understand.commands import speaks_to_machine

#: ``(text, language) -> terms and their weights``: function words weigh nothing.
Weigh = Callable[[str, str], Vector]

#: Sentences of a summary, and the most bullets that are taken over.
LENGTH = 3
MOST_BULLETS = 6
#: Two sentences with a cosine above this, or of which one has so much of the other, say the same.
REPEATS = 0.55
HOLDS = 0.75
#: The n-th sentence counts 1 / (1 + n * this). These weights were set by reading summaries of pages of 11 outlets.
FADES = 0.12
#: The headline counts as much as so many sentences when the middle is sought.
HEADLINE = 3.0
#: What a sentence takes over from one already chosen lowers it by this much.
OVERLAP = 0.7
#: A sentence that leans on the one before it ("But he ...") counts so much.
LEANS = 0.35
#: Words of a sentence that can stand alone, at least and at most; a sentence of a standfirst; a bullet.
SHORTEST, LONGEST = 8, 60
STANDFIRST, BULLET = 7, 4
#: A sentence of fewer words counts less: it says less, however near it is.
FULL = 20
#: So much of a standfirst must be about what the text is about; other words above a text are the site's.
ABOUT = 0.5

#: Sentences read of one document: what stands behind them is never chosen.
READ = 50

#: Of a story, so many sentences are looked for in its other sources: the cost of forty sources stays that of a few pages.
NEAR = 60

#: What looks like an end and is an ordinal ("am 12. Mai"): of neither half is it sure that it is whole.
_CUT = re.compile(r"(?<!\d)\d{1,2}\.\s?$")
#: A sentence that asks its reader to do something on the site tells nothing of the matter.
_CALLS = re.compile(
    r"(?:read (?:more|the full|also)|click (?:here|on)|sign up|subscribe|watch:|listen:|follow us|"
    r"please (?:check|confirm|enable|enter|sign)|"
    r"(?:prior to|before) (?:receiving|your purchase)|we appreciate your interest|thank you for your interest|"
    r"lesen sie (?:auch|mehr)|hier klicken|abonnieren sie|leggi anche|lea también|lire aussi|lees ook)(?!\w)",
    re.IGNORECASE,
)
_RUNNING = (BlockKind.PARAGRAPH, BlockKind.ITEM)
_ENDS = (".", "!", "。", "！", "।", "۔", "…")
_QUOTES = "\"“”„»«'’”」』)"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may be chosen: where it stands, its unit vector, what it counts for its place and form."""

    text: str
    span: Span
    vector: Vector
    counts: float


def summary(document: Document, weigh: Weigh, leaning: Collection[str] = ()) -> list[SummarySentence]:
    """Sum up one document in its publisher's bullets, or in at most `LENGTH` sentences of its own.

    A standfirst comes first, and sentences fill up. ``leaning``: folded words that no sentence standing alone begins with.
    """
    language = _language(document)
    bullets = [p for p in document.parts if p.kind is PartKind.BULLET and _is_point(p.text)]
    if len(bullets) > 1:
        return _no_repeats(bullets, lambda text: unit(weigh(text, language)))[:MOST_BULLETS]
    candidates = _candidates(document, weigh, leaning)
    middle = unit(total([*(c.vector for c in candidates), _headline(document, weigh)]))
    first = _standfirst(document, bullets, weigh)
    said = [unit(weigh(sentence.text, language)) for sentence in first]
    chosen = _choose(candidates, middle, LENGTH - len(first), said)
    return first + [SummarySentence(c.text, (c.span,)) for c in sorted(chosen, key=lambda c: c.span)]


def story_summary(documents: Sequence[Document], weigh: Weigh, leaning: Collection[str] = ()) -> list[SummarySentence]:
    """Sum up a story told by one document of each of its lineages, the first to report first.

    The documents of another language than the first one's are left out. The further spans of a sentence say the same in
    other documents. What many sources say comes before what one says.
    """
    if len(documents) == 1:
        return summary(documents[0], weigh, leaning)
    told = [d for d in documents if _language(d) == _language(documents[0])]
    each = [_candidates(document, weigh, leaning) for document in told]
    headlines = [_headline(document, weigh) for document in told]
    middle = unit(total([unit(total([c.vector for c in row] + [h])) for row, h in zip(each, headlines, strict=True)]))
    near = sorted((c for row in each for c in row), key=lambda c: (-dot(c.vector, middle) * c.counts, c.span))
    chosen = _choose(near[:NEAR], middle, LENGTH, [], _Carried(each))
    return [SummarySentence(c.text, (c.span, *_elsewhere(c, each))) for c in chosen]


def publisher_topics(document: Document) -> tuple[str, ...]:
    """Return the topics the publisher gave, as written, each once. They are kept apart from ours."""
    named = (*document.words_of(PartKind.TOPIC), *document.words_of(PartKind.SECTION))
    return tuple({name.casefold(): name for name in reversed([n.strip() for n in named]) if name}.values())[::-1]


def same(one: Vector, other: Vector) -> bool:
    """Say whether two sentences, as unit vectors, say the same."""
    if one.keys().isdisjoint(other):
        return False
    return dot(one, other) >= REPEATS or (min(len(one), len(other)) >= 3 and shared(one, other) >= HOLDS)


@dataclass(frozen=True, slots=True)
class _Carried:
    """Counts the documents that say what a candidate says."""

    each: Sequence[Sequence[_Candidate]]

    def __call__(self, candidate: _Candidate) -> float:
        return 1.0 + 0.5 * len(_elsewhere(candidate, self.each))


def _alone(_: _Candidate) -> float:
    return 1.0


def _choose(
    candidates: Sequence[_Candidate],
    middle: Vector,
    count: int,
    said: Sequence[Vector],
    carried: Callable[[_Candidate], float] = _alone,
) -> list[_Candidate]:
    """Choose, one by one, what is nearest to the middle, stands early, and says least of what was ``said``."""
    worth = {c.span: dot(c.vector, middle) * c.counts * carried(c) for c in candidates}
    known = list(said)
    left = [c for c in candidates if worth[c.span] > 0]
    chosen: list[_Candidate] = []
    while len(chosen) < count:
        left = [c for c in left if not any(same(c.vector, other) for other in known)]
        if not left:
            break
        best = max(left, key=lambda c: worth[c.span] * (1 - OVERLAP * _most(c.vector, known)))
        left.remove(best)
        if not speaks_to_machine(best.text):  # only of what would be chosen: it is dear to ask
            chosen.append(best)
            known.append(best.vector)
    return chosen


def _most(vector: Vector, known: Iterable[Vector]) -> float:
    return max((dot(vector, other) for other in known), default=0.0)


def _elsewhere(candidate: _Candidate, each: Sequence[Sequence[_Candidate]]) -> list[Span]:
    """Find, in every other document, the sentence that says the same, if there is one."""
    found = []
    for row in each:
        alike = [c for c in row if same(c.vector, candidate.vector)]
        if alike and alike[0].span.document != candidate.span.document:
            found.append(max(alike, key=lambda c: dot(c.vector, candidate.vector)).span)
    return found


def _candidates(document: Document, weigh: Weigh, leaning: Collection[str]) -> list[_Candidate]:
    """Return the sentences of a document that can stand alone, in order."""
    language = _language(document)
    found = []
    for place, at in enumerate(islice(_sentences(document), READ)):
        text = at.of(document.text)
        if not _stands_alone(text) or _CUT.search(document.text, max(0, at.start - 5), at.start) or _CUT.search(text):
            continue
        vector = unit(weigh(text, language))
        counts = _counts(text, leaning) / (1 + FADES * place)
        found += [_Candidate(text, Span(document.id, at.start, at.end), vector, counts)] if vector else []
    return found


def _counts(text: str, leaning: Collection[str]) -> float:
    leans = any(word in leaning for word in words(text).folded[:1])
    return (LEANS if leans else 1.0) * math.sqrt(min(1.0, _size(text) / FULL))


def _sentences(document: Document) -> Iterator[Range]:
    for block in document.blocks:
        if block.kind in _RUNNING:
            yield from sentences(document.text, block.start, block.end)


def _stands_alone(text: str) -> bool:
    """Say whether a sentence is whole, of a fair length, no question, and not the middle of somebody's speech."""
    if _CALLS.match(text):
        return False
    if text.count('"') % 2 or _torn(text) or sum(map(len, quoted(text))) > 0.75 * len(text):
        return False
    return SHORTEST <= _size(text) <= LONGEST and text.rstrip(_QUOTES).endswith(_ENDS)


def _torn(text: str) -> bool:
    """Say whether a curly quotation mark lacks its other half; “ closes in German what it opens in English."""
    if text.isascii():
        return False
    low, left, right = (text.count(mark) for mark in "„“”")
    opened, closed = (low, left + right) if low else (left, right)
    return opened != closed or text.count("«") != text.count("»")


def _size(text: str) -> int:
    """Count words; two characters of a script without spaces count as one."""
    folded = words(text).folded
    return len(folded) // 2 if is_unspaced(folded) else len(folded)


def _headline(document: Document, weigh: Weigh) -> Vector:
    return {term: HEADLINE * w for term, w in unit(weigh(document.headline, _language(document))).items()}


def _language(document: Document) -> str:
    return (document.language or "en")[:2]


def _standfirst(document: Document, bullets: list[Part], weigh: Weigh) -> list[SummarySentence]:
    """Return what the publisher says above the text in whole sentences; a teaser or a cut-off text is none."""
    language = _language(document)
    parts = [p for p in document.parts if p.kind is PartKind.STANDFIRST and _is_told(p.text)]
    told = weigh(document.text, language) if parts else {}
    fitting = [p for p in parts if _part_in(weigh(p.text, language), told) >= ABOUT]
    return _no_repeats(bullets or fitting, lambda text: unit(weigh(text, language)))[:LENGTH]


def _part_in(one: Vector, other: Vector) -> float:
    weight = sum(one.values())
    return sum(w for term, w in one.items() if term in other) / weight if weight else 0.0


def _is_point(text: str) -> bool:
    return _size(text) >= BULLET and not speaks_to_machine(text)


def _is_told(text: str) -> bool:
    return (
        _size(text) >= STANDFIRST and not speaks_to_machine(text) and not text.rstrip().endswith(("...", "…", "?", ":"))
    )


def _no_repeats(parts: Iterable[Part], vector: Callable[[str], Vector]) -> list[SummarySentence]:
    known: list[Vector] = []
    found = []
    for part in parts:
        new = vector(part.text)
        if not any(dot(new, other) >= 0.9 for other in known):
            known.append(new)
            found.append(SummarySentence(part.text, (), Given.PUBLISHER, part.sources))
    return found
