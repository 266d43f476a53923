"""The measures, pure: two texts, two sets of names, two times, two clusterings in; a number between 0 and 1 out.

Every definition that leaves a choice says which one was taken, so that a figure can be computed again elsewhere.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from firsthand.model.moment import Moment, Precision

#: Words a shingle; the length used by the article-extraction benchmark of Zyte and by issue 3's figures.
SHINGLE = 4

#: Scripts written without spaces between words: Han, kana, Thai, Lao, Myanmar, Khmer. (Korean has spaces.)
_SPACELESS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w+")
_BLANK = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_MARKER = re.compile(r"^[-•*·▪‣–—]\s+")
_PLAIN = str.maketrans(
    {**dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟″«»「」『』", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, 0..1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of the two; 0 when both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def from_counts(right: float, found: float, wanted: float) -> Score:
    """Turn counts into a Score. Nothing wanted and nothing found is right; one of the two alone is wrong."""
    if not found and not wanted:
        return Score(1.0, 1.0)
    return Score(right / found if found else 0.0, right / wanted if wanted else 0.0)


def mean(values: Iterable[float]) -> float:
    """Average; 0 for nothing."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


# --- text ---


def normal(text: str) -> str:
    """Make two spellings of the same words equal: NFKC, one kind of quotation mark and dash, single blanks.

    Case is kept. A list marker at the front goes, because tools disagree on whether a list item has one.
    """
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_PLAIN)
    return _MARKER.sub("", _BLANK.sub(" ", plain).strip())


def is_spaceless(text: str) -> bool:
    """Say whether most letters belong to a script without spaces between words."""
    letters = len(_LETTER.findall(text))
    return letters > 0 and len(_SPACELESS.findall(text)) > letters / 2


def tokens(text: str, by_character: bool = False) -> list[str]:
    """Cut into folded words, or into single letters and digits for a script without spaces."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return list("".join(words)) if by_character else words


def shingles(text: str, by_character: bool = False, size: int = SHINGLE) -> Counter[tuple[str, ...]]:
    """Count the runs of ``size`` tokens; a shorter text is one shorter run, an empty one none."""
    cut = tokens(text, by_character)
    if len(cut) < size:
        return Counter([tuple(cut)] if cut else [])
    return Counter(zip(*(cut[i:] for i in range(size)), strict=False))


def shingle_score(found: str, gold: str, neutral: Sequence[str] = ()) -> Score:
    """Compare two texts by shared 4-token shingles, counted as often as they occur.

    ``neutral`` paragraphs count neither way: lines of ``found`` that equal one are taken out first, and then their
    shingles are, unless they occur in the gold too. Tokens are characters where the gold has no spaces between words.
    """
    by_character = is_spaceless(gold)
    wanted = shingles(gold, by_character)
    got = shingles(_without(found, neutral), by_character)
    for paragraph in neutral:
        for shingle in shingles(paragraph, by_character):
            if shingle not in wanted:
                got.pop(shingle, None)
    return from_counts((got & wanted).total(), got.total(), wanted.total())


def shingle_recall(part: str, whole: str) -> float:
    """Say which share of one text's shingles stand in another; a text too short for one stands there whole or not."""
    by_character = is_spaceless(part)
    wanted = tokens(part, by_character)
    if len(wanted) < SHINGLE:
        return float(contains_run(wanted, tokens(whole, by_character)))
    inside = shingles(whole, by_character)
    return mean(shingle in inside for shingle in shingles(part, by_character).elements())


def share_run(one: str, other: str, size: int) -> bool:
    """Say whether two texts share a run of ``size`` tokens."""
    return not shingles(one, size=size).keys().isdisjoint(shingles(other, size=size))


def contains_run(run: Sequence[str], cut: Sequence[str]) -> bool:
    """Say whether the tokens ``run`` stand side by side in ``cut``; an empty run does not."""
    size = len(run)
    return size > 0 and any(list(cut[i : i + size]) == list(run) for i in range(len(cut) - size + 1))


def word_score(found: str, gold: str) -> Score:
    """Compare two texts as bags of lower-case words: the measure of the WCXB benchmark."""
    got, wanted = Counter(_WORD.findall(found.lower())), Counter(_WORD.findall(gold.lower()))
    return from_counts((got & wanted).total(), got.total(), wanted.total())


def paragraphs(text: str) -> list[str]:
    """Cut into lines with words in them, each in its `normal` form."""
    return [line for line in map(normal, text.splitlines()) if line]


def paragraph_score(found: str, gold: Sequence[str], neutral: Sequence[str] = ()) -> Score:
    """Count the paragraphs that are exactly right in `normal` form; found ones equal to a neutral one are left out."""
    wanted = Counter(line for paragraph in gold for line in paragraphs(paragraph))
    got = Counter(paragraphs(_without(found, neutral, wanted)))
    return from_counts((got & wanted).total(), got.total(), wanted.total())


def snippets_right(text: str, wanted: Sequence[str], unwanted: Sequence[str]) -> tuple[float, ...]:
    """Give 1 for every wanted snippet that is in the text and every unwanted one that is not, else 0."""
    plain = normal(text).lower()
    return tuple(float(normal(s).lower() in plain) for s in wanted) + tuple(
        float(normal(s).lower() not in plain) for s in unwanted
    )


def _without(text: str, neutral: Sequence[str], keep: Iterable[str] = ()) -> str:
    out = {line for paragraph in neutral for line in paragraphs(paragraph)} - set(keep)
    return "\n".join(line for line in text.splitlines() if normal(line) not in out) if out else text


# --- names and times ---


def name(text: str) -> str:
    """Fold a person's name: case, blanks, points, a leading "by"."""
    folded = normal(text).casefold().replace(".", "").strip(" ,;:|")
    return folded.removeprefix("by ").strip()


def names(texts: Iterable[str] | None) -> frozenset[str]:
    """Fold names into a set without empty ones."""
    return frozenset(filter(None, map(name, texts or ())))


def same_day(found: Moment | None, gold: datetime) -> bool:
    """Say whether a time falls on the gold's day, as counted in the gold's zone or in UTC: pages print either."""
    if found is None or found.precision in (Precision.MONTH, Precision.YEAR):
        return False
    found_days = {found.at.date()}
    if found.precision is not Precision.DAY and gold.tzinfo:
        found_days.add(found.at.astimezone(gold.tzinfo).date())
    return bool(found_days & _days(gold))


def same_minute(found: Moment | None, gold: datetime) -> bool:
    """Say whether a time is the gold's to the minute.

    Where one side has no zone the wall clocks are compared; where the gold has none (and we have turned ours to UTC)
    any zone there is will do: a whole number of quarters of an hour, at most fourteen hours.
    """
    if found is None or found.precision not in (Precision.SECOND, Precision.MINUTE):
        return False
    at = found.at.replace(second=0, microsecond=0)
    if gold.tzinfo is None:
        gap = abs(at - gold.replace(second=0, microsecond=0, tzinfo=UTC))
        return gap <= timedelta(hours=14) and gap % timedelta(minutes=15) == timedelta(0)
    if at == gold.replace(second=0, microsecond=0):
        return True
    return not found.zone_known and at == gold.replace(second=0, microsecond=0, tzinfo=UTC)


def has_clock(gold: datetime) -> bool:
    """Say whether a gold time is more than a day: midnight without a zone is a day written as a time."""
    return gold.tzinfo is not None or gold.time() != datetime.min.time()


def _days(gold: datetime) -> set[date]:
    return {gold.date()} | ({gold.astimezone(UTC).date()} if gold.tzinfo else set())


# --- places and clusters ---


def places(ranges: Iterable[tuple[int, int]], text: str) -> frozenset[int]:
    """Return the offsets of every character but blanks inside some half-open ranges of a text."""
    return frozenset(i for start, end in ranges for i in range(start, end) if not text[i].isspace())


def place_score(found: frozenset[int], gold: frozenset[int]) -> Score:
    """Compare two sets of offsets."""
    return from_counts(len(found & gold), len(found), len(gold))


def bcubed(found: Mapping[str, Hashable], gold: Mapping[str, Hashable]) -> Score:
    """BCubed (Bagga and Baldwin 1998): of each item's cluster, what belongs there, and of what belongs, what is there.

    Items are the gold's; one that was not clustered is a cluster of its own.
    """
    ours = {item: found.get(item, ("alone", item)) for item in gold}
    together = Counter((ours[item], gold[item]) for item in gold)
    sizes, classes = Counter(ours.values()), Counter(gold.values())
    return Score(
        mean(together[ours[i], gold[i]] / sizes[ours[i]] for i in gold),
        mean(together[ours[i], gold[i]] / classes[gold[i]] for i in gold),
    )


def yes_no(pairs: Iterable[tuple[bool, bool]]) -> Score:
    """Score (found, gold) answers: how many found are right, how many wanted are found."""
    counted = Counter(pairs)
    right = counted[True, True]
    return from_counts(right, right + counted[True, False], right + counted[False, True])
