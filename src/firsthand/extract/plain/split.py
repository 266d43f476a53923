"""Find other stories glued in below the page's own: an outlet, a date or age, a headline, and a text of its own.

A teaser is no story: what follows the headline must be as long as a short news item. A live blog's entries are no
stories of others either: they name no outlet before their time.
"""

from firsthand.extract.plain.features import NAMES
from firsthand.extract.plain.page import Page, Story

#: 95 % of the prose that is no article text has at most 52 words, in the tune rows of extract/text_news.
_FEWEST_WORDS = 60
#: How far behind the time the headline may stand: the outlet once more, a section, a label.
_REACH = 4
_LONGEST_NAME = 6
_STAMPED = NAMES.index("stamped")


def find_items(page: Page) -> tuple[Story, ...]:
    """Return the glued-in stories in order, as long as each has its header and a text; the page's own is none of
    them."""
    heads = [head for i in range(len(page.segments)) if (head := _head(page, i)) is not None]
    if len(heads) < 2 and not any(_is_announced(page, *head) for head in heads):
        return ()
    prose_before = 0.0
    items: list[Story] = []
    at = 0
    for k, (outlet, stamp, headline) in enumerate(heads):
        prose_before += _prose(page, at, outlet)
        at = outlet
        if prose_before < _FEWEST_WORDS:
            continue
        last = heads[k + 1][0] if k + 1 < len(heads) else len(page.segments)
        body = _body(page, headline + 1, last)
        items.append(Story(outlet, last, body, headline, outlet, stamp))
    return tuple(items)


def _is_announced(page: Page, outlet: int, stamp: int, headline: int) -> bool:
    """Say whether a lone header is surely one: the outlet is named twice, or a header such as "Related" stands
    above."""
    name = page.folded_at(outlet)
    twice = any(page.folded_at(i).strip(" -–—|·") == name for i in range(stamp + 1, headline))
    return twice or any(page.listed(i, "related_header") for i in range(max(0, outlet - 3), outlet))


def _head(page: Page, i: int) -> tuple[int, int, int] | None:
    """Return outlet, stamp and headline when segment ``i`` is the time of a glued-in story."""
    if not i or not is_time(page, i) or not _is_name(page, i - 1):
        return None
    outlet = i - 1
    name = page.folded_at(outlet)
    for headline in range(i + 1, min(i + 1 + _REACH, len(page.segments) - 1)):
        if is_time(page, headline):
            return None
        if not page.is_brief(headline):
            return None
        if page.folded_at(headline).strip(" -–—|·") == name or page.looks.words[headline] < 3:
            continue
        if page.looks.prose[headline + 1]:
            enough = _prose(page, headline + 1, headline + 7) >= _FEWEST_WORDS
            return (outlet, i, headline) if enough else None
    return None


def is_time(page: Page, i: int) -> bool:
    """Say whether a segment is nothing but a date or an age, with a word or two beside it at most."""
    stamped = page.looks.matrix[i, _STAMPED]
    return bool(stamped >= 0.6 or (stamped > 0.3 and page.looks.words[i] <= 8))


def _is_name(page: Page, i: int) -> bool:
    return page.is_brief(i, _LONGEST_NAME) and not page.is_furniture(i) and not is_time(page, i)


def _prose(page: Page, first: int, last: int) -> float:
    """Return the words of the prose among the segments ``first:last``, up to the next time."""
    total = 0.0
    for i in range(first, min(last, len(page.segments))):
        total += float(page.looks.words[i]) if page.looks.prose[i] else 0.0
    return total


def _body(page: Page, first: int, last: int) -> tuple[int, ...]:
    """Return the segments of a glued-in text: from its first paragraph, until brief segments outnumber prose."""
    body: list[int] = []
    brief = 0
    for i in range(first, last):
        if page.looks.prose[i] or (page.looks.stops[i] and not page.is_furniture(i)):
            body.append(i)
            brief = 0
            continue
        brief += 1
        if brief > 2 or page.is_furniture(i):
            break
    return tuple(body)
