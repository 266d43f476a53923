"""Find the page's headline: what the page's title says again above the text, or what stands right above it."""

import re
from collections.abc import Iterator

from firsthand.extract.plain.page import Page
from firsthand.model.span import Range

#: Between a headline and the name of its outlet in a page's title.
_TAIL = re.compile(r"\s+[|\-–—·•:»›]+\s+|\s*[|｜]\s*|_(?=[^_]+$)")
#: A title shares at least this much of its letters with the headline it was made from.
_SAME = 0.6
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
    """Return the segment among ``first:last`` (what stands above the text) that is the headline."""
    title = page_title(page)
    if title is not None:
        for i in range(first, last):
            if i and not page.is_furniture(i) and _says_again(page.folded_at(i), title):
                return i
    candidates = [i for i in range(max(first, last - 14), last) if _could_be(page, i)]
    if first in candidates and page.segments[first].breaks <= 1 and last - first <= 14:
        return first
    return max(candidates, key=lambda i: (min(page.looks.words[i], 8), i), default=None)


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


def _says_again(said: str, title: str) -> bool:
    if len(said) < 10 or len(said.split()) > _LONGEST_HEADLINE:
        return False
    return title.startswith(said) or (said in title and len(said) >= _SAME * len(title)) or _same_words(said, title)


def _same_words(said: str, title: str) -> bool:
    ours, theirs = set(re.findall(r"\w+", said)), set(re.findall(r"\w+", title))
    return len(ours) >= 4 and len(ours & theirs) >= 0.8 * len(ours) and len(ours & theirs) >= _SAME * len(theirs)


def _could_be(page: Page, i: int) -> bool:
    said = page.folded_at(i)
    if page.is_furniture(i) or page.begins_with(i, "byline") or page.begins_with(i, "credit"):
        return False
    return 3 <= page.looks.words[i] <= _LONGEST_HEADLINE and page.looks.matrix[i, 15] < 0.3 and len(said) >= 10
