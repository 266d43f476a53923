"""Events: each time that a document names, with the clause that tells what was then, and who and where is named in it.

document -> sentences -> times (`text.times`) -> a clause for each time -> the names in the clause
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from firsthand.model.document import BlockKind, Document
from firsthand.model.gazetteer import NameWords
from firsthand.model.lexicon import TimeWords
from firsthand.model.span import Range, Span
from firsthand.model.voices import Event, Mention, PartyKind
from firsthand.text.dates import small
from firsthand.text.quoted import quoted
from firsthand.text.sentences import sentences
from firsthand.text.times import Counted, Time, find_times, times_by_sentence

_RUNNING = (BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.ITEM)
#: Where a sentence with two times is cut between them, the surest first.
_JOINTS = (
    re.compile(r"; | [–—-] "),
    re.compile(r",? (?:when|while|after|before|als|nachdem|bevor|quand|cuando|quando) "),
    re.compile(r", "),
    re.compile(r" (?:and|und|et|y|e) "),
)


#: A clause of so few characters beside its time tells nothing ("In 2021, ...") and is not cut off.
_TELLS = 8


def times_in(document: Document, words: TimeWords) -> list[Time]:
    """Return every time that a document names; they count from its own."""
    return find_times(document.text, document.time.at.date() if document.time else None, words)


def events_in(
    document: Document, mentions: Sequence[Mention], named: Sequence[Time], words: TimeWords, names: NameWords
) -> tuple[Event, ...]:
    """Return an event for every time in a document's running text, in order.

    ``mentions`` are its names, as `understand.names.mentions_in` finds them, ``named`` its times (`times_in`).
    """
    text = document.text
    spoken = quoted(text)
    times = [t for t in named if not (_is_guess(text, t, words) or _is_only_said(text, t, words, spoken))]
    blocks = document.blocks_of(*_RUNNING)
    cut = [s for b in blocks for s in sentences(text, b.start, b.end)] if document.blocks else sentences(text)
    dealt = times_by_sentence(times, (place.end for place in cut))
    return tuple(
        _event(document, time, clause, mentions, names)
        for sentence, some in zip(cut, dealt, strict=True)
        for time, clause in clauses(text, sentence, [t for t in some if t.start >= sentence.start])
    )


_BEHIND = re.compile(r"[ \u00a0]+\w")


def _is_guess(text: str, time: Time, words: TimeWords) -> bool:
    """Say whether a time counts from something named behind it and not from a day: "two months before the vote"."""
    way = text[time.start : time.end].lower().rpartition(" ")[2]
    return time.counted is Counted.FROM_BEFORE and way in words.leading and bool(_BEHIND.match(text, time.end))


def _is_only_said(text: str, time: Time, words: TimeWords, spoken: Sequence[Range]) -> bool:
    """Say whether "tomorrow" is somebody's word, between quotation marks, or behind an "if": it dates no event.

    In a quotation it counts from the day of the speech, and what it dates is often a wish or a warning.
    """
    if small(text[time.start : time.end]) not in words.days:
        return False
    if any(said.start < time.start and time.end < said.end for said in spoken):
        return True
    head = small(text[max(0, time.start - _UNREAL_REACH) : time.start])
    return _unreal(words).search(head) is not None


#: How far before a day the word stands that makes it only thought of.
_UNREAL_REACH = 60


@lru_cache(maxsize=16)
def _unreal(words: TimeWords) -> re.Pattern[str]:
    listed = "|".join(map(re.escape, words.unreal)) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)[^.!?;,\n]*\Z")


def clauses(text: str, sentence: Range, times: Sequence[Time]) -> Iterator[tuple[Time, Range]]:
    """Yield each time of a sentence with its clause: the sentence, cut between two times where it has a joint.

    >>> found = find_times("In 1990 it rose, in 1991 it fell.", None, TimeWords(within=("in",)))
    >>> text = "In 1990 it rose, in 1991 it fell."
    >>> [clause.of(text) for _, clause in clauses(text, Range(0, 33), found)]
    ['In 1990 it rose', 'in 1991 it fell.']
    """
    group: list[Time] = []
    start = sentence.start
    for number, time in enumerate(times, start=1):
        after = times[number] if number < len(times) else None
        group.append(time)
        joint = _joint(text, time.end, after.start) if after else None
        if joint and joint.start() - start - (time.end - time.start) < _TELLS:
            joint = None
        if after is not None and joint is None:
            continue
        end = joint.start() if joint else sentence.end
        yield from ((one, Range(start, end)) for one in group)
        group = []
        start = joint.end() if joint else end


def _joint(text: str, start: int, end: int) -> re.Match[str] | None:
    """Find where to cut between two times: at the last of the surest joints, so that "in May 2010, X fell" stays whole."""
    for pattern in _JOINTS:
        if found := list(pattern.finditer(text, start, end)):
            return found[-1]
    return None


def _event(document: Document, time: Time, clause: Range, mentions: Sequence[Mention], names: NameWords) -> Event:
    inside = [m for m in mentions if clause.start <= m.span.start and m.span.end <= clause.end]
    places = [m for m in inside if m.kind is PartyKind.PLACE]
    there = (m.entity for m in places if _word_before(document.text, m.span.start) in names.in_place - {"of"})
    return Event(
        time.moment,
        Span(document.id, clause.start, clause.end),
        Span(document.id, time.start, time.end),
        tuple(dict.fromkeys(m.entity for m in inside if m.kind is not PartyKind.PLACE)),
        tuple(dict.fromkeys(m.entity for m in places)),
        next(there, None),
    )


def _word_before(text: str, at: int) -> str:
    return text[max(0, at - 20) : at].strip().rpartition(" ")[2].lower()
