"""What a document is about, as IPTC Media Topics: by words and phrases that texts on a topic use. Nothing when unsure.

    headline, lead, body -> words -> cues found -> evidence a topic -> evidence a first-level topic -> the strong ones

A cue counts by the logarithm of how often it occurs, more in headline and lead. A topic needs several cues: one word
proves nothing. The widest topics collect the evidence of all below them and are decided first.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from firsthand.model.document import BlockKind, Document, PartKind
from firsthand.model.voices import Topic
from firsthand.text.tokens import words

#: How much a cue counts in the headline (standfirst, bullets) and in the first `LEAD` words, beside 1 in the body.
HEADLINE, LEAD_COUNT, LEAD = 3.0, 1.5, 80
#: Words read: what comes later is background.
WORDS = 800
#: A word as rare as this (idf) counts 1; so does one whose rarity nobody knows.
COMMON = 5.0
#: A cue of several words proves more than one word.
PHRASE = 1.6
#: Evidence at which a topic is as likely as not, for a first-level topic and for one below.
HALF_WIDE, HALF_NARROW = 2.8, 2.0
#: A topic is named from this score on, and only with this part of the evidence of the strongest on its level.
SURE, PART_WIDE, PART_NARROW = 0.5, 0.45, 0.35
#: Different cues that a topic must show.
CUES_WIDE, CUES_NARROW = 2, 2
#: At most so many below the first level.
MOST = 5


@dataclass(frozen=True, slots=True)
class Cue:
    """Words in a row that speak for a topic; a word with True stands for all that begin so. ``weight``: how much, about 1."""

    topic: str
    words: tuple[tuple[str, bool], ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class MediaTopics:
    """The topics: id -> label, id -> id of the wider one, and the cues by the first word (or beginning) of each."""

    labels: Mapping[str, str] = field(default_factory=dict)
    wider: Mapping[str, str] = field(default_factory=dict)
    cues: Mapping[str, tuple[Cue, ...]] = field(default_factory=dict)

    def widest(self, topic: str) -> str:
        """Return the first-level topic above (or the topic itself)."""
        while self.wider.get(topic):
            topic = self.wider[topic]
        return topic


def topics(document: Document, known: MediaTopics) -> list[Topic]:
    """Return the topics of a document, most certain first, first-level topics before those below; scores are 0..1."""
    found = _evidence(document, known)
    wide: dict[str, dict[Cue, float]] = defaultdict(dict)
    for topic, cues in found.items():
        wide[known.widest(topic)].update(cues)
    sure = _strong(wide, HALF_WIDE, PART_WIDE, CUES_WIDE)
    below = {t: cues for t, cues in found.items() if known.wider.get(t) and known.widest(t) in sure}
    narrow = _strong(below, HALF_NARROW, PART_NARROW, CUES_NARROW)
    return [*_ordered(sure, known), *_ordered(narrow, known)[:MOST]]


def read_cue(topic: str, phrase: str, rarity: Mapping[str, float]) -> Cue:
    """Read a cue as it is written in the data; its rarest word says how much it counts. ``rarity``: term -> idf."""
    written = tuple((singular(w.rstrip("*")), w.endswith("*")) for w in phrase.split())
    rarest = max(rarity.get(word, COMMON) for word, _ in written)
    return Cue(topic, written, min(max(rarest / COMMON, 0.3), 1.5))


def singular(word: str) -> str:
    """Take the plural ending off a folded word, roughly: a word and its plural must become the same, no more.

    >>> singular("ferries"), singular("voters"), singular("crisis")
    ('ferry', 'voter', 'crisis')
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] not in "siu" else word


def _strong(found: Mapping[str, Mapping[Cue, float]], half: float, part: float, cues: int) -> dict[str, float]:
    """Score topics by their evidence and keep those that are sure and not far behind the strongest."""
    weight = {topic: math.fsum(each.values()) for topic, each in found.items() if len(each) >= cues}
    most = max(weight.values(), default=0.0)
    scores = {topic: w / (w + half) for topic, w in weight.items() if w >= part * most}
    return {topic: round(score, 3) for topic, score in scores.items() if score >= SURE}


def _ordered(scores: Mapping[str, float], known: MediaTopics) -> list[Topic]:
    ranked = sorted(scores, key=lambda topic: (-scores[topic], topic))
    return [Topic(f"medtop:{topic}", known.labels[topic], scores[topic]) for topic in ranked]


def _evidence(document: Document, known: MediaTopics) -> dict[str, dict[Cue, float]]:
    """Weigh every cue that occurs, by topic. A text of many words has to say more."""
    counts: dict[Cue, float] = defaultdict(float)
    total = 0
    for text, weight in _fields(document):
        folded = [singular(word) for word in words(text).folded][: max(0, WORDS - total)]
        for place, cue in _cues_in(folded, known):
            counts[cue] += weight + (LEAD_COUNT if weight == 1 and total + place < LEAD else 0.0)
        total += len(folded) if weight == 1 else 0
    scale = 1.0 / max(1.0, math.log(max(total, 1) / 100, 4) + 1)
    found: dict[str, dict[Cue, float]] = defaultdict(dict)
    for cue, count in counts.items():
        found[cue.topic][cue] = scale * cue.weight * math.log2(1 + count) * (PHRASE if len(cue.words) > 1 else 1.0)
    return found


def _fields(document: Document) -> list[tuple[str, float]]:
    top = [document.headline, *document.words_of(PartKind.STANDFIRST), *document.words_of(PartKind.BULLET)]
    running = [document.text[b.start : b.end] for b in document.blocks if b.kind is not BlockKind.NOTE]
    return [("\n".join(top), HEADLINE), *((text, 1.0) for text in running or [document.text])]


def _cues_in(folded: Sequence[str], known: MediaTopics) -> Iterator[tuple[int, Cue]]:
    for place, word in enumerate(folded):
        for cue in _beginning(known, word):
            if _matches(cue, folded, place):
                yield place, cue


@lru_cache(maxsize=1 << 16)
def _beginning(known: MediaTopics, word: str) -> tuple[Cue, ...]:
    """Return the cues whose first word this may be; texts use the same words again and again."""
    return tuple(cue for n in range(2, len(word) + 1) for cue in known.cues.get(word[:n], ()))


def _matches(cue: Cue, folded: Sequence[str], place: int) -> bool:
    here = folded[place : place + len(cue.words)]
    if len(here) < len(cue.words):
        return False
    return all(w.startswith(c) if open_ended else w == c for w, (c, open_ended) in zip(here, cue.words, strict=True))
