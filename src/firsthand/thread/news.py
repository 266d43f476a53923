"""What each story of a thread has that no story before it had: names, numbers and words, each with its place in a text.

stories in order of time -> the pages of their foremost sources -> terms met before -> what is new -> where it first stands
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from firsthand.model.document import BlockKind, Document
from firsthand.model.span import Range, Span
from firsthand.model.story import Reason, Story
from firsthand.model.thread import Thread
from firsthand.thread.features import Background, Features, Token, features, tokens
from firsthand.thread.gists import pages_read

#: Sources of a story that are read for what is new, the foremost: it is told on a page that a person waits for.
SOURCES = 3
#: So much is told of a story, the weightiest first.
NAMES_TOLD, NUMBERS_TOLD, WORDS_TOLD = 6, 4, 5
#: A name is worth telling from this rarity on (weekdays are not), a plain word from the next.
RARE_NAME, RARE_WORD = 2.5, 4.5
#: Years and numbers of one digit say nothing new by themselves: less than this share of the highest rarity.
TELLING_NUMBER = 0.5
#: A number is told with so many words that follow it, if they are plain or long: "41 ships", "9.5 million crowns".
WORDS_AFTER, LONG = 2, 7
#: ... and one of so few digits only where such a word follows.
LONELY_DIGITS = 2


def with_news(
    thread: Thread, stories: Mapping[str, Story], documents: Mapping[str, Document], background: Background
) -> Thread:
    """Return the thread with what is new told of every step but the first. ``stories`` holds each of its stories."""
    met: set[str] = set()
    steps = []
    for step in thread.steps:
        pages = pages_read(stories[step.story], documents, SOURCES)
        steps.append(replace(step, new=tuple(_new(pages, met, background)) if met else ()))
        met |= {t.term for page in pages for text in (page.headline, page.text) for t in tokens(text)}
    return replace(thread, steps=tuple(steps))


def _new(pages: Sequence[Document], met: set[str], background: Background) -> Iterator[Reason]:
    known = [features(page, background) for page in pages]
    weights: Counter[str] = Counter()
    for one in known:
        weights.update({t: w for t, w in one.terms.items() if t not in met})
    ordered = sorted(weights, key=lambda t: (-round(weights[t], 9), t))
    names = [t for t in ordered if max(one.names.get(t, 0.0) for one in known) >= RARE_NAME]
    numbers = [t for t in ordered if t.replace(".", "").isdigit() and _is_telling(t, known, background)]
    words = [
        t
        for t in ordered
        if not t[0].isdigit()
        and not any(t in one.names for one in known)
        and background.rarity.get(t, background.highest) >= RARE_WORD
    ]
    taken: set[Span] = set()
    for code, terms, most in (
        ("new_name", names, NAMES_TOLD),
        ("new_number", numbers, NUMBERS_TOLD),
        ("new_word", words, WORDS_TOLD),
    ):
        yield from _told(code, terms, most, pages, known, background, taken)


def _is_telling(number: str, known: Iterable[Features], background: Background) -> bool:
    return any(one.numbers.get(number, 0.0) >= TELLING_NUMBER * background.highest for one in known)


def _told(
    code: str,
    terms: Iterable[str],
    most: int,
    pages: Sequence[Document],
    known: Sequence[Features],
    background: Background,
    taken: set[Span],
) -> Iterator[Reason]:
    """Give the first of some terms with the place where each first stands; none twice, as two words of one name would be."""
    left = most
    for term in terms:
        place = next(
            (p for page, one in zip(pages, known, strict=True) if (p := _place(term, page, one, background))), None
        )
        if place is None or any(_overlap(place[0], span) for span in taken):
            continue
        span, text = place
        taken.add(span)
        yield Reason(code, text, 0.0, (span,))
        left -= 1
        if not left:
            return


def _overlap(a: Span, b: Span) -> bool:
    return a.document == b.document and a.start < b.end and b.start < a.end


def _place(term: str, page: Document, known: Features, background: Background) -> tuple[Span, str] | None:
    """Find where a term first stands in a page's text: with the rest of its name, or with what it counts."""
    for block in page.blocks_of(BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.ITEM, BlockKind.SUBHEAD):
        words = list(_placed(page.text, block.start, block.end))
        for at, (token, _) in enumerate(words):
            if token.term != term or _is_date(words, at, page.text):
                continue
            first, last = _widened(words, at, page.text, known, background)
            if token.kind != "number" or last > at or len(term) > LONELY_DIGITS:
                start, end = words[first][1].start, words[last][1].end
                return Span(page.id, start, end), page.text[start:end]
    return None


def _placed(text: str, start: int, end: int) -> Iterator[tuple[Token, Range]]:
    """Give the words of a stretch with their places."""
    at = start
    for token in tokens(text[start:end]):
        found = text.find(token.text, at, end)
        yield token, Range(found, found + len(token.text))
        at = found + (1 if token.kind == "unspaced" else len(token.text))


def _is_date(words: Sequence[tuple[Token, Range]], at: int, text: str) -> bool:
    """Say whether a number is part of a time of day, or stands beside a capital, as in "13 January" and "Route 66"."""
    token, place = words[at]
    if token.kind != "number":
        return False
    beside = [n for n in (at - 1, at + 1) if 0 <= n < len(words) and _near(words, min(n, at), text)]
    capital = any(words[n][0].text[0].isupper() and not words[n][0].starts for n in beside)
    return capital or text[place.start - 1 : place.start] == ":" or text[place.end : place.end + 1] == ":"


def _widened(
    words: Sequence[tuple[Token, Range]], at: int, text: str, known: Features, background: Background
) -> tuple[int, int]:
    """Take in the neighbours that belong to it: of a name its other names, of a number the words that follow."""
    first = last = at
    if words[at][0].kind == "number":
        while last < len(words) - 1 and last < at + WORDS_AFTER and _counted(words, last, text, known, background):
            last += 1
    elif words[at][0].term in known.names:
        while first > 0 and _is_named(words[first - 1][0], known) and _near(words, first - 1, text):
            first -= 1
        while last < len(words) - 1 and _is_named(words[last + 1][0], known) and _near(words, last, text):
            last += 1
    return first, last


def _is_named(token: Token, known: Features) -> bool:
    return token.term in known.names and token.text[0].isupper()


def _near(words: Sequence[tuple[Token, Range]], at: int, text: str) -> bool:
    """Say whether nothing but a space stands between a word and the next."""
    return text[words[at][1].end : words[at + 1][1].start] == " "


def _counted(words: Sequence[tuple[Token, Range]], at: int, text: str, known: Features, background: Background) -> bool:
    following = words[at + 1][0]
    function = known.language in background.languages_of.get(following.term, ()) and len(following.text) < LONG
    return following.kind == "word" and not function and _near(words, at, text)
