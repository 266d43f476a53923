"""What a segment looks like, as numbers: its length, sentences, capitals, signs, and the company it keeps.

Everything is counted over shapes, for all segments at once, so no language is named here. "Prose" is a segment
of at least a dozen words that ends like a sentence, or of two dozen that hold one: articles are runs of prose,
furniture is not.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.extract.plain.furniture import furniture_of, held_phrases
from firsthand.extract.plain.unglue import Segment
from firsthand.model.lexicon import Lexicon
from firsthand.text.dates import Stamp

Floats = NDArray[np.float64]

#: A sentence of news has about twenty words; captions, links and menu entries seldom reach a dozen and a full stop.
PROSE_WORDS = 12
#: Han and kana text has about two characters to a word.
_UNSPACED_PER_WORD = 2.0
#: In words. The 24 Japanese and Chinese paragraphs of the tune rows of extract/text_news have a sign every six words
#: (median), and none has fewer than one in thirteen.
_LONGEST_UNSPACED_CLAUSE = 20.0
#: Longer texts are not compared: what repeats are links, captions and teasers.
_LONGEST_REPEATED = 400

NAMES = (
    "bias", "length", "tiny", "short", "line", "sentence", "long", "stops", "capitals", "inner_stops", "commas",
    "digits", "phrase", "begins_phrase", "repeated", "stamped", "quoted", "separators", "ends_colon", "trails_off",
    "begins_small", "signs", "length_before", "length_after", "stops_before", "stops_after", "phrase_before",
    "phrase_after",
    "prose_near", "prose_around", "short_run", "subhead", "between_prose", "prose_so_far", "prose_to_come", "place",
    "before_prose", "after_prose", "prose", "density", "holds_phrase", "service",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Looks:
    """One row of ``matrix`` for each segment, one column for each of `NAMES`; ``words`` and ``prose`` for deciding."""

    matrix: Floats
    words: Floats
    prose: NDArray[np.bool_]
    stops: NDArray[np.bool_]
    reasons: tuple[str, ...]
    certain: NDArray[np.bool_]
    repeated: NDArray[np.bool_]
    runs_on: NDArray[np.bool_]
    texts: tuple[str, ...]


def look(shape: str, folded: str, segments: Sequence[Segment], stamps: Sequence[Stamp], lexicon: Lexicon) -> Looks:
    """Return the looks of ``segments`` (at least one)."""
    counts = _Counts(shape, segments)
    texts = tuple([folded[s.start : s.end] for s in segments])
    phrases = [furniture_of(text, lexicon) for text in texts]
    reasons = tuple(reason for reason, _ in phrases)
    certain = np.array([whole for _, whole in phrases])
    begins = np.array([bool(reason) for reason in reasons]) & ~certain
    repeated = _repeated(texts)
    stops = _stops(shape, segments)
    words = counts.words
    whole = (words >= PROSE_WORDS) & stops
    several = (words >= 2 * PROSE_WORDS) & (counts.stops >= 1)
    prose = (whole | several) & ~counts.runs_on
    held = [held_phrases(text, lexicon) for text in texts]
    own = {
        "bias": np.ones(len(segments)),
        "length": np.log1p(words),
        "tiny": words <= 2,
        "short": (words > 2) & (words <= 6),
        "line": (words > 6) & (words <= 15),
        "sentence": (words > 15) & (words <= 40),
        "long": words > 40,
        "stops": stops,
        "capitals": counts.capitals,
        "inner_stops": np.log1p(counts.stops),
        "commas": np.minimum(counts.commas / np.maximum(words, 1), 0.5),
        "digits": counts.digits,
        "phrase": certain,
        "begins_phrase": begins,
        "repeated": repeated,
        "stamped": _stamped(segments, stamps),
        "quoted": counts.quotes > 0,
        "separators": np.minimum(counts.separators / np.maximum(words, 1), 1),
        "ends_colon": np.array([shape[s.end - 1] == ":" for s in segments]),
        "trails_off": np.array([folded[s.end - 1] == "…" or folded.startswith("...", s.end - 3) for s in segments]),
        "begins_small": np.array([shape[s.start] == "a" for s in segments]),
        "signs": np.minimum(counts.signs / np.maximum(words, 1), 1),
        "prose": prose,
        "holds_phrase": np.array([min(phrases, 3) for phrases, _ in held]),
        "service": np.array([min(service, 3) for _, service in held]),
    }
    columns = {**own, **_company(own, words, prose, stops, certain | begins)}
    matrix = np.column_stack([np.asarray(columns[name], dtype=np.float64) for name in NAMES])
    return Looks(matrix, words, prose, stops, reasons, certain, repeated, counts.runs_on, texts)


class _Counts:
    """Sums over each segment. White space between two segments belongs to the first and counts for nothing."""

    def __init__(self, shape: str, segments: Sequence[Segment]) -> None:
        codes = np.frombuffer(shape.encode("ascii", "replace"), dtype=np.uint8)
        starts = np.array([s.start for s in segments])
        lengths = np.array([s.end - s.start for s in segments], dtype=np.float64)

        def among(signs: str) -> NDArray[np.bool_]:
            table = np.zeros(128, dtype=np.bool_)
            table[[ord(sign) for sign in signs]] = True
            return table[codes]

        def total(marks: NDArray[np.bool_]) -> Floats:
            marks = marks.copy()
            marks[: starts[0]] = False
            return np.add.reduceat(marks.view(np.uint8), starts, dtype=np.int64).astype(np.float64)

        letters = among("Aao")
        opens = letters.copy()
        opens[1:] &= ~(letters[:-1] | (codes[:-1] == ord("'")))
        cased = total(opens & among("Aa"))
        unspaced = total(among("c")) / _UNSPACED_PER_WORD
        self.words: Floats = total(opens) + unspaced
        self.capitals: Floats = np.where(cased >= 2, total(opens & among("A")) / np.maximum(cased, 1), 0.4)
        ends = among(".w")
        inner = ends.copy()
        inner[:-1] &= among(" qc")[1:]
        self.stops: Floats = total(inner)
        self.commas: Floats = total(among(","))
        self.digits: Floats = total(among("0")) / np.maximum(lengths, 1)
        self.quotes: Floats = total(among("q"))
        self.separators: Floats = total(among("|"))
        self.signs: Floats = total(among("s"))
        signs = self.stops + self.commas + self.quotes + 1
        #: Text of a script without blanks whose words run on without a sign: menus, and headlines in a row.
        self.runs_on = (unspaced > self.words / 2) & (self.words / signs > _LONGEST_UNSPACED_CLAUSE)


def _stops(shape: str, segments: Sequence[Segment]) -> NDArray[np.bool_]:
    """Say which segments end like a sentence, whatever closing marks stand behind the stop."""
    return np.array([shape[max(s.start, s.end - 4) : s.end].rstrip("q')] ")[-1:] in (".", "w") for s in segments])


def _repeated(texts: Sequence[str]) -> NDArray[np.bool_]:
    times = Counter(texts)
    return np.array([times[text] > 1 and len(text) <= _LONGEST_REPEATED for text in texts])


def _stamped(segments: Sequence[Segment], stamps: Sequence[Stamp]) -> Floats:
    """Return the share of each segment that is a time stamp."""
    shares = np.zeros(len(segments))
    at = 0
    for i, segment in enumerate(segments):
        while at < len(stamps) and stamps[at].end <= segment.start:
            at += 1
        following = at
        while following < len(stamps) and stamps[following].start < segment.end:
            shares[i] += (stamps[following].end - stamps[following].start) / (segment.end - segment.start)
            following += 1
    return np.minimum(shares, 1.0)


def _shift(values: Floats, by: int) -> Floats:
    """Return each segment's value at its neighbour ``by`` places on; 0 beyond the ends."""
    moved = np.zeros_like(values)
    if by > 0:
        moved[:-by] = values[by:]
    else:
        moved[-by:] = values[:by]
    return moved


def _company(
    own: dict[str, NDArray[np.generic]],
    words: Floats,
    prose: NDArray[np.bool_],
    stops: NDArray[np.bool_],
    phrases: NDArray[np.bool_],
) -> dict[str, Floats | NDArray[np.bool_]]:
    """Return the columns that look at the neighbours and at the place on the page."""
    length, stop, phrase = np.log1p(words), stops.astype(np.float64), phrases.astype(np.float64)
    mass = np.where(prose, words, 0.0)
    before, after = np.cumsum(mass) - mass, np.sum(mass) - np.cumsum(mass)
    near = sum((_shift(mass, by) for by in (-2, -1, 1, 2)), np.zeros_like(mass))
    around = near + sum((_shift(mass, by) for by in (-5, -4, -3, 3, 4, 5)), np.zeros_like(mass))
    every = sum((_shift(words, by) for by in range(-5, 6) if by), np.zeros_like(mass))
    is_prose = prose.astype(np.float64)
    prose_before, prose_after = _shift(is_prose, -1), _shift(is_prose, 1)
    brief = (words <= PROSE_WORDS) & ~stops
    return {
        "length_before": _shift(length, -1),
        "length_after": _shift(length, 1),
        "stops_before": _shift(stop, -1),
        "stops_after": _shift(stop, 1),
        "phrase_before": _shift(phrase, -1),
        "phrase_after": _shift(phrase, 1),
        "prose_near": np.log1p(near),
        "prose_around": np.log1p(around),
        "short_run": np.log1p(_run_length(brief)),
        "subhead": brief & (prose_before > 0) & (prose_after > 0),
        "between_prose": prose_before * prose_after,
        "prose_so_far": before / max(1.0, float(np.sum(mass))),
        "prose_to_come": np.log1p(after),
        "place": np.arange(len(words)) / len(words),
        "before_prose": before == 0,
        "after_prose": after == 0,
        "density": np.log1p(around) * around / np.maximum(every, 1),
    }


def _run_length(brief: NDArray[np.bool_]) -> Floats:
    """Return for each brief segment how many brief ones stand in a row with it; 0 for the others."""
    lengths = np.zeros(len(brief))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], brief, [False])).astype(np.int8)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        lengths[start:end] = end - start
    return lengths
