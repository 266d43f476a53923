"""Label what stands around the text: bylines, times, key points, captions with their credits, the standfirst.

Each rule looks at the segments that are not article text between the headline's neighbourhood and the end of the
text, in the
stated order; the first rule that knows a segment keeps it.
"""

import re
from collections.abc import Iterator

from firsthand.extract.plain.page import Mark, Page
from firsthand.extract.plain.split import is_time
from firsthand.model.document import PartKind

_LONGEST_BYLINE = 14
_LONGEST_CREDIT = 10
_MOST_BULLETS = 10
_AUTHORS = re.compile(r"\s*(?:[,;&/、，]|\band\b|\bund\b|\by\b|\be\b|\bet\b|\ben\b|\boch\b|\bog\b|\bi\b|\bи\b)\s*")
#: "REUTERS/Annegret Hilse", "Foto: dpa/Kay Nietfeld": a maker of pictures, then a sign, then a name.
_CREDIT_SIGN = re.compile("[:/：©]")
_LONGEST_CAPTION = 60
_AFTER_CREDIT_WORD = (":", "/", "：", "=", " /", " :", "©")


def label_bylines(page: Page, first: int, last: int) -> Iterator[Mark]:
    """Yield the people named by "By ..." among ``first:last``; a byword alone names who follows in the next
    segments."""
    for i in range(first, last):
        segment = page.segments[i]
        byword = page.begins_with(i, "byline")
        if not byword or page.looks.words[i] > _LONGEST_BYLINE or page.looks.stops[i]:
            continue
        start = segment.start + len(byword)
        while start < segment.end and page.shape[start] in " :n":
            start += 1
        if start < segment.end:
            yield from _names(page, start, segment.end)
            continue
        for following in range(i + 1, min(i + 4, last)):
            if not _is_person(page, following):
                break
            yield from _names(page, page.segments[following].start, page.segments[following].end)


def label_people(page: Page, first: int, last: int) -> Iterator[Mark]:
    """Yield names that stand alone beside a time: the byline of pages that write no "by"."""
    for i in range(first, last):
        beside = [k for k in (i - 1, i + 1, i + 2) if first <= k < last]
        if _is_person(page, i) and any(is_time(page, k) for k in beside):
            segment = page.segments[i]
            yield Mark(PartKind.BYLINE, segment.start, segment.end, "name beside a time")


def _is_person(page: Page, i: int) -> bool:
    shape = page.shape[page.segments[i].start : page.segments[i].end]
    words = shape.split()
    capitals = sum(word[0] == "A" and "a" in word for word in words)
    return 2 <= len(words) <= 4 and capitals >= len(words) - 1 and capitals >= 2 and not (set(shape) & set("0.:|[(q"))


def _names(page: Page, start: int, end: int) -> Iterator[Mark]:
    """Yield each name of a list; what begins small or holds a number is no name."""
    at = start
    for divider in (*_AUTHORS.finditer(page.reading, start, end), None):
        until = divider.start() if divider else end
        shape = page.shape[at:until]
        if shape.strip() and shape[0] in "Aoc" and "0" not in shape and len(shape.split()) <= 5:
            yield Mark(PartKind.BYLINE, at, until, "byword")
        at = divider.end() if divider else end


def label_times(page: Page, first: int, last: int) -> Iterator[Mark]:
    """Yield when it was published and updated: the stamps in segments that hold little else."""
    published = False
    at = 0
    for i in range(first, last):
        segment = page.segments[i]
        while at < len(page.stamps) and page.stamps[at].end <= segment.start:
            at += 1
        if page.looks.words[i] > 16 or (page.looks.stops[i] and page.looks.words[i] > 8):
            continue
        since = segment.start
        while at < len(page.stamps) and page.stamps[at].start < segment.end:
            stamp = page.stamps[at]
            at += 1
            near = page.folded[max(0, since - 24) : stamp.start]
            updated = any(word in near for word in page.lexicon.words.get("updated", ()))
            if stamp.moment is None or (published and not updated):
                continue
            published = published or not updated
            kind = PartKind.UPDATED if updated else PartKind.PUBLISHED
            yield Mark(kind, max(stamp.start, segment.start), min(stamp.end, segment.end), "time stamp")
            since = stamp.end


def label_bullets(page: Page, first: int, last: int) -> Iterator[Mark]:
    """Yield the key points: the sentences between a label such as "Summary" and the text."""
    for i in range(first, last):
        if not page.listed(i, "summary_label"):
            continue
        for k in range(i + 1, min(i + 1 + _MOST_BULLETS, last)):
            if page.listed(k, "summary_label"):
                continue
            if page.is_furniture(k) or page.looks.words[k] < 3:
                return
            yield Mark(PartKind.BULLET, page.segments[k].start, page.segments[k].end, "summary label")
        return


def label_pictures(page: Page, first: int, last: int) -> Iterator[Mark]:
    """Yield captions and credits, each once however often the page repeats it."""
    said: set[str] = set()
    for i in range(first, last):
        segment = page.segments[i]
        start = credit_in(page, i)
        if start is None:
            continue
        if start > segment.start:
            yield from _once(page, said, PartKind.CAPTION, segment.start, start, "credit behind it")
        elif i and page.looks.words[i - 1] >= 5 and not page.is_furniture(i - 1):
            before = page.segments[i - 1]
            yield from _once(page, said, PartKind.CAPTION, before.start, before.end, "credit behind it")
        yield from _once(page, said, PartKind.CREDIT, start, segment.end, "credit word")


def credit_in(page: Page, i: int) -> int | None:
    """Return where in a segment the maker of a picture is named: "Foto: ...", "REUTERS/...", "(c) ..."."""
    segment = page.segments[i]
    if page.looks.words[i] > _LONGEST_CAPTION:
        return None
    words = page.lexicon.words.get("credit", frozenset())
    if page.looks.words[i] <= _LONGEST_CREDIT:
        word = page.begins_with(i, "credit")
        behind = page.folded[segment.start + len(word) : segment.end]
        alone = word[-1:] in (":", "©") or word in page.lexicon.words.get("credit_phrase", ())
        if word and (alone or behind.startswith(_AFTER_CREDIT_WORD)):
            return segment.start
    for sign in _CREDIT_SIGN.finditer(page.reading, segment.start, segment.end):
        start = _credit_start(page, segment.start, sign.start(), words)
        if start is not None and page.shape.count(" ", sign.start(), segment.end) <= _LONGEST_CREDIT:
            return start
    return None


def _credit_start(page: Page, since: int, sign: int, words: frozenset[str]) -> int | None:
    """Return where the one or two words before a sign begin, if they credit a picture and a sentence ends before
    them."""
    if page.reading[sign] == "©":
        return sign
    at = sign
    for _ in range(2):
        at = page.folded.rfind(" ", since, at - 1) + 1 if at > since else 0
        if at <= since:
            return None
        start = at + (page.shape[at] == "(")
        if page.folded[start:sign].strip() in words:
            divided = start > at or page.shape[at - 2] in ".)|]q,"
            return at if divided else None
    return None


def _once(page: Page, said: set[str], kind: PartKind, start: int, end: int, rule: str) -> Iterator[Mark]:
    while end > start and page.shape[end - 1] in " n(|-":
        end -= 1
    key = page.folded[start:end]
    if key not in said:
        said.add(key)
        yield Mark(kind, start, end, rule)


def label_standfirst(page: Page, headline: int, taken: set[int], last: int) -> Iterator[Mark]:
    """Yield the sentence under the headline that is neither a label nor yet the text."""
    for i in range(headline + 1, min(headline + 4, last)):
        if i in taken or page.is_furniture(i) or is_time(page, i):
            continue
        if 8 <= page.looks.words[i] <= 90:
            yield Mark(PartKind.STANDFIRST, page.segments[i].start, page.segments[i].end, "under the headline")
            return
