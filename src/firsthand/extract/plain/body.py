"""Label the running text itself: dateline, paragraphs, subheads, sign-off and corrections; and the topics behind it."""

import re
from collections.abc import Iterator

from firsthand.extract.plain.page import Mark, Page
from firsthand.model.document import BlockKind, PartKind

#: A dateline stands in the first words: two places, a day and an agency take about ninety characters.
_DATELINE_REACH = 110
_DASH = re.compile(r"\s?[-–—―:]{1,2}\s|[—–―]|\s?[-]{2}\s?")
_LONGEST_SUBHEAD = 14
#: A sign-off before this share of the text ends a part of a collection, not the article.
_SIGN_OFF_FROM = 0.5
_MOST_TOPICS = 12
#: Key points, a standfirst and a caption at most stand between the headline and the dateline.
_ABOVE_DATELINE = 10


def label_body(page: Page, body: tuple[int, ...]) -> Iterator[Mark]:
    """Yield the marks of the running text, first to last."""
    groups = _paragraphs(page, body)
    for n, (first, last) in enumerate(groups):
        start, end = page.segments[first].start, page.segments[last].end
        if n == 0 and (dateline := dateline_end(page, start, end)) is not None:
            yield Mark(BlockKind.DATELINE, start, dateline, "dateline")
            start = dateline
        if is_note(page, first):
            yield Mark(BlockKind.NOTE, start, end, "note word")
        elif _is_subhead(page, first, last, groups[n + 1 : n + 2]):
            yield Mark(BlockKind.SUBHEAD, start, end, "brief line before a paragraph")
        else:
            yield Mark(BlockKind.PARAGRAPH, start, end, "best run")


def _paragraphs(page: Page, body: tuple[int, ...]) -> list[tuple[int, int]]:
    """Join the sentences of scripts without blanks, where a joint does not tell a new paragraph."""
    groups: list[tuple[int, int]] = []
    for i in body:
        if groups and page.segments[i].sentence and groups[-1][1] == i - 1:
            groups[-1] = (groups[-1][0], i)
        else:
            groups.append((i, i))
    return groups


def _is_subhead(page: Page, first: int, last: int, following: list[tuple[int, int]]) -> bool:
    if first != last or not following or page.looks.words[first] > _LONGEST_SUBHEAD:
        return False
    said = page.words_at(first)
    ends_open = not page.looks.stops[first] or said.endswith(("?", "？", "!"))
    return ends_open and said[-1] not in '"”»«“:' and bool(page.looks.words[following[0][0]] > _LONGEST_SUBHEAD)


def dateline_end(page: Page, start: int, end: int) -> int | None:
    """Return where the dateline that opens a paragraph ends (behind its dash), if there is one.

    A dateline is a place in capitals, or any place with an agency's name in brackets, before a dash.
    """
    until = min(end, start + _DATELINE_REACH)
    for dash in _DASH.finditer(page.reading, start, until):
        if dash.start() == start:
            return None
        head = page.reading[start : dash.start()].strip()
        if _is_dateline(page, head):
            return start + len(page.reading[start : dash.end()].rstrip())
    return None


def _is_dateline(page: Page, head: str) -> bool:
    if (
        agency_in(head, page)
        and len(head.split()) <= 14
        and (head.endswith((")", "]", "）")) or len(head.split()) <= 4)
    ):
        return True
    place = re.split(r"[,(/]", head, maxsplit=1)[0].strip()
    loud = place.isupper() and len(place) >= 3 and len(place.split()) <= 4
    return loud and len(head.split()) <= 8 and ("," in head or "(" in head or head == place)


def agency_in(words: str, page: Page) -> str | None:
    """Return the agency that ``words`` name, by any of its spellings as whole words."""
    tokens = re.findall(r"[^\W_]+(?:[-.][^\W_]+)*", words)
    joined = f" {' '.join(tokens)} "
    for agency in page.lexicon.agencies:
        if any(f" {spelling} " in joined for spelling in agency.spellings):
            return agency.name
    return None


def from_dateline(page: Page, body: tuple[int, ...]) -> tuple[int, ...]:
    """Return the body without what stands above its dateline: key points read like sentences, but the text begins
    there."""
    for n, i in enumerate(body[:_ABOVE_DATELINE]):
        if dateline_end(page, page.segments[i].start, page.segments[i].end) is not None:
            return body[n:]
    return body


def is_note(page: Page, i: int) -> bool:
    """Say whether a segment is a sign-off, a correction or an editor's note."""
    return is_sign_off(page, i) or bool(page.begins_with(i, "correction"))


def is_sign_off(page: Page, i: int) -> bool:
    """Say whether a segment names who reported and edited."""
    return bool(page.looks.words[i] <= 60 and page.begins_with(i, "signoff"))


def until_sign_off(page: Page, body: tuple[int, ...], limit: int) -> tuple[int, ...]:
    """Return the body with the notes right behind it, and without anything behind its sign-off but further notes."""
    if not body:
        return body
    total = sum(page.looks.words[i] for i in body)
    so_far = 0.0
    for n, i in enumerate(body):
        so_far += float(page.looks.words[i])
        if is_sign_off(page, i) and so_far >= _SIGN_OFF_FROM * total:
            return (*body[: n + 1], *_notes_behind(page, i + 1, limit))
    return (*body, *_notes_behind(page, body[-1] + 1, limit))


def _notes_behind(page: Page, first: int, limit: int) -> Iterator[int]:
    for i in range(first, min(first + 4, limit)):
        if page.looks.words[i] > 2 and is_note(page, i):
            yield i


def label_topics(page: Page, first: int, last: int) -> Iterator[Mark]:
    """Yield the topics behind the text: the brief segments after a label such as "Topics:"."""
    for i in range(first, last):
        if not page.listed(i, "topic_label"):
            continue
        for k in range(i + 1, min(i + 1 + _MOST_TOPICS, last)):
            if page.is_furniture(k) and page.looks.certain[k] and page.looks.reasons[k] != "navigation":
                return
            if not page.is_brief(k, 6) or len(page.words_at(k)) < 2:
                return
            yield Mark(PartKind.TOPIC, page.segments[k].start, page.segments[k].end, "topic label")
        return
