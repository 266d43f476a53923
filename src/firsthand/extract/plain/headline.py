"""Find the page's headline: what the page's title says again above the text, or what stands right above it."""

import re
from collections.abc import Iterator

from firsthand.extract.plain.page import Page
from firsthand.extract.plain.split import is_time
from firsthand.model.span import Range

#: Between a headline and the name of its outlet in a page's title.
_TAIL = re.compile(r"\s+[|\-–—·•:»›]+\s+|\s*[|｜]\s*|_(?=[^_]+$)")
#: By judgement, looking at the tune rows of extract/text_news: menus share fewer pairs of letters with the title.
_ALIKE = 0.6
#: Without a title, a headline stands within so many segments of its text.
_NEAR = 14
_FEWEST_WORDS_OF_TITLE = 4
_LONGEST_TITLE = 300
_LONGEST_HEADLINE = 45
_LONGEST_OUTLET = 6
#: A shorter title may be said in a sentence by chance.
_SHORTEST_TITLE = 16
_SHORTEST_UNSPACED = 8


def title_places(reading: str, folded: str, shape: str) -> tuple[Range, ...]:
    """Return where the page's title, or the part of it before an outlet's name, is said again below the first line."""
    start = len(shape) - len(shape.lstrip(" n_"))
    end = shape.find("n", start)
    if not 0 < end - start <= _LONGEST_TITLE:
        return ()
    heads = [end, *(match.start() for match in reversed(list(_TAIL.finditer(reading, start, end))))]
    for head in heads:
        said = folded[start:head].strip()
        enough = _SHORTEST_UNSPACED if shape.count("c", start, head) * 2 > head - start else _SHORTEST_TITLE
        places = tuple(_occurrences(folded, said, end)) if len(said) >= enough else ()
        if places:
            return places
    return ()


def _occurrences(folded: str, said: str, since: int) -> Iterator[Range]:
    at = folded.find(said, since)
    while at >= 0:
        yield Range(at, at + len(said))
        at = folded.find(said, at + len(said))


def find_headline(page: Page, first: int, last: int) -> int | None:
    """Return the segment that is the headline of a text that begins at segment ``last``, searching from ``first``.

    What the page's title says again; or else the last line above the text that could be one; or else the title itself.
    """
    title = page_title(page)
    if title is not None:
        alike = {i: _likeness(page.folded_at(i), title) for i in range(max(first, 1), last) if _could_be(page, i)}
        best = max(alike, key=lambda i: (round(alike[i], 2), i), default=None)
        if best is not None and alike[best] >= _ALIKE:
            return best
    above = [i for i in range(max(first, last - _NEAR), last) if _could_be(page, i) and page.is_brief(i)]
    if title is not None and (not above or 0 in above or page.looks.words[0] >= _FEWEST_WORDS_OF_TITLE):
        return 0
    return max(above, key=lambda i: (min(page.looks.words[i], 8), i), default=None)


def page_title(page: Page) -> str | None:
    """Return the first line in small letters, if a line it is: a page's title, often with the outlet's name behind."""
    if len(page.segments) < 2 or not page.segments[1].breaks or len(page.folded_at(0)) > _LONGEST_TITLE:
        return None
    return page.folded_at(0)


def outlet_in_title(page: Page, headline: int) -> tuple[int, int] | None:
    """Return where in the page's title the outlet's name stands: behind the headline and a dividing sign."""
    if page_title(page) is None:
        return None
    start, end = page.segments[0].start, page.segments[0].end
    said = page.folded_at(headline)
    behind = end - start if headline == 0 else _shared(page.folded_at(0), said)
    divides = [m for m in _TAIL.finditer(page.reading, start, end) if headline == 0 or m.end() - start >= behind]
    if not divides:
        return None
    since = divides[-1].end()
    words = page.reading[since:end].split()
    is_name = 0 < len(words) <= _LONGEST_OUTLET and not words[-1].endswith((".", "!", "?", "…"))
    return (since, end) if is_name else None


def _shared(title: str, said: str) -> int:
    length = 0
    for a, b in zip(title, said, strict=False):
        if a != b:
            break
        length += 1
    return length


def _likeness(said: str, title: str) -> float:
    """Return how much two lines have in common: twice the shared pairs of letters by all of them (Dice).

    A title may hold a whole headline and much more, so what it says word for word is alike, the more the longer.
    """
    if len(said) >= _SHORTEST_TITLE and said in title:
        return _ALIKE + (1 - _ALIKE) * len(said) / len(title)
    ours, theirs = _pairs(said), _pairs(title)
    return 2 * len(ours & theirs) / max(len(ours) + len(theirs), 1)


def _pairs(line: str) -> set[str]:
    return {line[i : i + 2] for i in range(len(line) - 1)}


def _could_be(page: Page, i: int) -> bool:
    said = page.folded_at(i)
    if page.is_furniture(i) or page.begins_with(i, "byline") or page.begins_with(i, "credit"):
        return False
    return 3 <= page.looks.words[i] <= _LONGEST_HEADLINE and not is_time(page, i) and len(said) >= 10
