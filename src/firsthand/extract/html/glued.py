"""Whole articles that a page carries below its own become documents of their own.

Aggregators, endless pages and bundles repeat the head of an article: a heading, a date or an age, and a name (outlet or
author) close together, in any order, followed by running text. No word of any language decides, and no name of an
outlet.

headings below the page's own text | those with a time and a name beside them | running text behind, long enough |
none in comments, live blogs, menus

Cutting one article in two is worse than leaving two in one: a heading inside the article has no time and name of its
own, a teaser has too little text, and the head must stand in an element that holds nothing of the page's own article.
Heads set flat in the same element are believed only when there are two or more. An <article> of its own may have a
standfirst and a picture between its heading and its time or name.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from firsthand.extract.assemble import Draft, Facts, Piece
from firsthand.extract.html.features import squash
from firsthand.extract.html.names import Zone
from firsthand.extract.html.phrases import Phrases, fold
from firsthand.extract.html.pictures import is_picture_line, read_picture_line
from firsthand.extract.html.prose import MOST_LINKED, is_prose, width
from firsthand.extract.html.reading import Frame, Line, Page
from firsthand.extract.html.stamps import Stamped, stamp_of
from firsthand.model.document import BlockKind, Drop, PartKind, Role
from firsthand.model.lexicon import Lexicon

#: About 80 words. Excerpts of blog systems have 55, and 95 % of the prose that is no article text has at most 52.
_SHORTEST_TEXT = 480
#: The page's own text above the first glued-in head; less is a standfirst, and the head is the page's own.
_SHORTEST_MAIN = 360
#: An article's text has several sentences.
_FEWEST_SENTENCES = 3
#: Lines between a heading and its time or name: an icon's text, a section, a standfirst.
_REACH = 4
#: Lines of an <article> in which its head stands.
_OPENING = 14
_SHORTEST_HEADING = 15
#: More words than these are a sentence, not a name.
_LONGEST_NAME = 6
#: So many lines without running text end a text that no element ends.
_LONGEST_GAP = 3
_SENTENCE_ENDS = ".!?…。！？"
_NO_ARTICLE = (
    Zone.NAVIGATION | Zone.FOOTER | Zone.COMMENTS | Zone.FORM | Zone.CONTROL | Zone.LIVE | Zone.SHARING | Zone.ADVERT
)
_REVIEW = re.compile(r"(?<![a-z])(?:reviews?|testimonials?|ratings?)(?![a-z])", re.I)
_EDGES = " -–—|·•,:;"


@dataclass(frozen=True, slots=True)
class Glued:
    """The drafts of the glued-in articles in the order of the page, and the lines that they hold."""

    drafts: tuple[Draft, ...] = ()
    lines: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Story:
    """A head and what follows it. ``first`` is the head's first line; ``scope`` the element that holds all of it."""

    heading: Line
    first: int
    text_from: int
    stamp: Stamped
    outlet: Line | None
    outlet_words: str
    byline: Line | None
    scope: Frame
    body: list[Line] = field(default_factory=list)
    flat: bool = False


@dataclass(frozen=True, slots=True)
class _Look:
    """What the search looks at. ``prose`` are the lines of running text, ``own`` the elements of the page's article."""

    page: Page
    prose: list[bool]
    headlines: frozenset[str]
    phrases: Phrases
    lexicon: Lexicon
    seen_at: datetime | None
    start: int
    main_until: int
    own: frozenset[Frame]


def _find(
    page: Page, headlines: list[str], phrases: Phrases, lexicon: Lexicon, seen_at: datetime | None
) -> list[_Story]:
    """Return the articles glued in below the page's own."""
    look = _look(page, headlines, phrases, lexicon, seen_at)
    if look is None:
        return []
    stories: list[_Story] = []
    for line in page.lines[look.main_until :]:
        story = _story(look, line) if not stories or line.index >= stories[-1].text_from else None
        if story is not None:
            stories.append(story)
    for number, story in enumerate(stories):
        until = stories[number + 1].first if number + 1 < len(stories) else len(page.lines)
        _fill(look, story, until)
    whole = [story for story in stories if _is_long_enough(story)]
    tags = Counter(story.heading.tag for story in whole)
    return [story for story in whole if not story.flat or tags[story.heading.tag] > 1]


def _look(
    page: Page, headlines: list[str], phrases: Phrases, lexicon: Lexicon, seen_at: datetime | None
) -> _Look | None:
    said = frozenset(squash(text) for text in headlines if text)
    shown = [line.index for line in page.lines if _is_heading(line) and squash(line.text) in said]
    start = shown[0] if shown else next((line.index for line in page.lines if line.tag == "h1"), -1)
    prose = [is_prose(line) and not _is_heading(line) for line in page.lines]
    size = 0
    own: set[Frame] = set()
    for line in page.lines[start + 1 :]:
        if prose[line.index]:
            size += width(line.text)
            own.update(line.frame.chain())
        if size >= _SHORTEST_MAIN:
            return _Look(page, prose, said, phrases, lexicon, seen_at, start, line.index + 1, frozenset(own))
    return None


def _is_heading(line: Line) -> bool:
    frame: Frame | None = line.frame
    for _ in range(3):
        if frame is None or frame.own & Zone.HEADING:
            break
        frame = frame.parent
    return frame is not None and bool(frame.own & Zone.HEADING)


def _story(look: _Look, heading: Line) -> _Story | None:
    """Return the story that a heading opens, as yet without its text; None when its neighbours are no head."""
    if not _is_heading(heading) or width(heading.text) < _SHORTEST_HEADING or squash(heading.text) in look.headlines:
        return None
    if fold(heading.text) in look.phrases.related_headers or look.phrases.furniture_reason(heading.text):
        return None
    article = _article(look, heading)
    first_prose = next((i for i in _below(look, heading.index) if look.prose[i]), None)
    near = [*_above(look, heading.index), *range(heading.index + 1, first_prose)] if first_prose is not None else []
    if article is not None:
        near = [i for i in near if any(frame is article for frame in look.page.lines[i].frame.chain())]
    head = _head(look, near)
    if head is None and article is not None:
        near, head = [], _head(look, _opening(look, article))
    if head is None:
        return None
    used = [heading.index, head.stamp.line.index, head.names[0][0].index]
    scope = article or _scope([look.page.lines[i] for i in (*used, first_prose or used[0])])
    if _zones(look, heading, scope) & _NO_ARTICLE or _is_review(look, scope):
        return None
    bylines = [line for line, _ in head.names if _is_byline(line, scope, look.phrases)]
    # Only a name close to the heading is an outlet's; further down it may be a section or the label of a time.
    outlets = [(line, words) for line, words in head.names if line not in bylines and line.index in near]
    outlet, words = outlets[0] if outlets else (None, "")
    return _Story(
        heading,
        min(used),
        max(used) + 1,
        head.stamp,
        outlet,
        words,
        bylines[0] if bylines else None,
        scope,
        flat=scope in look.own,
    )


@dataclass(frozen=True, slots=True)
class _Head:
    """A time and at least one name beside a heading."""

    stamp: Stamped
    names: list[tuple[Line, str]]


def _head(look: _Look, around: list[int]) -> _Head | None:
    lines = [look.page.lines[i] for i in around]
    stamps = [stamp for line in lines if (stamp := stamp_of(line, look.lexicon, look.seen_at))]
    names = [found for line in lines for found in _names(look, line, stamps)]
    return _Head(stamps[0], names) if stamps and names else None


def _article(look: _Look, heading: Line) -> Frame | None:
    """Return the <article> that a heading opens, if it holds nothing of the page's own."""
    article = next((frame for frame in heading.frame.chain() if frame.tag == "article"), None)
    if article is None or article in look.own:
        return None
    for line in reversed(look.page.lines[max(0, heading.index - _OPENING) : heading.index]):
        if any(frame is article for frame in line.frame.chain()) and _is_heading(line):
            return None
    return article


def _opening(look: _Look, article: Frame) -> list[int]:
    """Return the first lines of an <article>."""
    first = next(
        line.index for line in look.page.lines[look.main_until :] if any(f is article for f in line.frame.chain())
    )
    opening = look.page.lines[first : first + _OPENING]
    return [line.index for line in opening if any(frame is article for frame in line.frame.chain())]


def _is_review(look: _Look, scope: Frame) -> bool:
    """Say whether a head opens a customer's review: a title, a name and an age too, but no article."""
    for frame in scope.chain():
        if frame not in look.own:
            named = (frame.tag, frame.element.get("class"), frame.element.get("id"), frame.element.get("itemprop"))
            if any(_REVIEW.search(name) for name in named if name):
                return True
    return False


def _above(look: _Look, at: int) -> Iterator[int]:
    """Yield the lines above a heading that may belong to its head, nearest first."""
    for i in range(at - 1, max(look.main_until - 1, at - 1 - _REACH), -1):
        if look.prose[i] or _is_heading(look.page.lines[i]):
            return
        yield i


def _below(look: _Look, at: int) -> Iterator[int]:
    """Yield the lines below a heading up to its first running text."""
    lines = look.page.lines
    for i in range(at + 1, min(len(lines), at + 2 + 2 * _REACH)):
        # A lower heading right below the heading is its standfirst.
        if _is_heading(lines[i]) and not (i == at + 1 and lines[i].tag > lines[at].tag):
            return
        yield i
        if look.prose[i]:
            return


def _names(look: _Look, line: Line, stamps: list[Stamped]) -> Iterator[tuple[Line, str]]:
    """Yield a line that reads like a name, and its words: a time that stands in the same line is taken out."""
    words = line.text
    for stamp in stamps:
        if stamp.line is line:
            words = words[: stamp.start] + " " + words[stamp.end :]
    words = " ".join(words.split()).strip(_EDGES)
    if (
        len(words) > 1
        and len(words.split()) <= _LONGEST_NAME
        and words[0].isalpha()
        and words[-1] not in _SENTENCE_ENDS + ":"
        and not words.islower()
        and not look.phrases.furniture_reason(words)
        and not line.frame.own & (Zone.CONTROL | Zone.SHARING)
        and not _is_heading(line)
    ):
        yield line, words


def _is_byline(line: Line, scope: Frame, phrases: Phrases) -> bool:
    for frame in line.segments[0].frame.chain():
        if frame is scope:
            break
        if frame.own & Zone.AUTHOR:
            return True
    return bool(phrases.bylines and phrases.bylines.match(line.text))


def _scope(lines: list[Line]) -> Frame:
    """Return the innermost element that holds all of some lines."""
    shared = set(lines[0].frame.chain())
    for line in lines[1:]:
        shared &= set(line.frame.chain())
    return next(frame for frame in lines[0].frame.chain() if frame in shared)


def _zones(look: _Look, line: Line, scope: Frame) -> int:
    """Return the zones around a heading, but for those of elements that hold the page's own article too."""
    found = Zone.NONE
    for frame in (*line.frame.chain(), *scope.chain()):
        if frame not in look.own:
            found |= frame.own
    return found


def _fill(look: _Look, story: _Story, until: int) -> None:
    """Collect the text behind a head: to the end of its element, the next head, or a gap."""
    held: list[Line] = []
    gap = 0
    for line in look.page.lines[story.text_from : until]:
        if not any(frame is story.scope for frame in line.frame.chain()):
            break
        if _is_text(look, line):
            held.append(line)
            gap = 0
        elif held:
            gap += 1
            if story.flat and (gap > _LONGEST_GAP or look.phrases.furniture_reason(line.text)):
                break
    story.body = held


def _is_text(look: _Look, line: Line) -> bool:
    if look.phrases.furniture_reason(line.text) or _zones(look, line, line.frame) & _NO_ARTICLE:
        return False
    sentence = line.text.rstrip("”»“\"'’)]」』")[-1:] in _SENTENCE_ENDS
    return look.prose[line.index] or (sentence and line.link_share <= MOST_LINKED and line.tag in ("p", "li"))


def _is_long_enough(story: _Story) -> bool:
    """Say whether a text is an article's: a teaser is a line or two, and often breaks off."""
    text = " ".join(line.text for line in story.body)
    sentences = sum(text.count(sign) for sign in _SENTENCE_ENDS)
    cut_off = bool(story.body) and text.rstrip("]) ").endswith(("…", "..."))
    return width(text) >= _SHORTEST_TEXT and sentences >= _FEWEST_SENTENCES and not cut_off


def glued_articles(
    page: Page,
    headlines: list[str],
    phrases: Phrases,
    lexicon: Lexicon,
    seen_at: datetime | None,
    outlet: str | None,
    language: str | None,
) -> Glued:
    """Return the glued-in articles as drafts. ``outlet`` and ``language`` are the page's, for those that say none."""
    drafts: list[Draft] = []
    held: set[int] = set()
    for story in _find(page, headlines, phrases, lexicon, seen_at):
        lines = _lines(page, story)
        held.update(line.index for line in lines)
        drafts.append(_draft(story, lines, phrases, outlet, language))
    return Glued(tuple(drafts), frozenset(held))


def _lines(page: Page, story: _Story) -> list[Line]:
    """Return every line from the head to the end of the text; of an element of its own, all of it."""
    last = story.body[-1].index
    return [
        line
        for line in page.lines[story.first :]
        if line.index <= last or (not story.flat and any(frame is story.scope for frame in line.frame.chain()))
    ]


def _draft(story: _Story, lines: list[Line], phrases: Phrases, outlet: str | None, language: str | None) -> Draft:
    body = set(story.body)
    pieces: list[Piece] = []
    for line in lines:
        pieces += _pieces(story, line, line in body, phrases)
    covered = {source for piece in pieces for source in piece.sources}
    drops = [
        Drop(line.start, line.end, phrases.furniture_reason(line.text) or "furniture")
        for line in lines
        if not any(line.range.overlaps(source) for source in covered)
    ]
    named = story.outlet_words if story.outlet else outlet
    facts = Facts(headline=story.heading.text, outlet=named, published=story.stamp.moment, language=language)
    return Draft(Role.RELATED, tuple(pieces), tuple(drops), facts)


def _pieces(story: _Story, line: Line, is_text: bool, phrases: Phrases) -> list[Piece]:
    by = "glued"
    if line is story.heading:
        return [Piece(PartKind.HEADLINE, line.text, (line.range,), by)]
    found: list[Piece] = []
    if line is story.byline:
        found.append(Piece(PartKind.BYLINE, line.text, (line.range,), by))
    elif line is story.outlet:
        found.append(Piece(PartKind.OUTLET, story.outlet_words, (line.range,), by))
    if line is story.stamp.line:
        found.append(Piece(PartKind.PUBLISHED, story.stamp.words, (story.stamp.range,), by))
    if found:
        return found
    if is_picture_line(line, line.frame.zones, frozenset()):
        return [replace(piece, given_by=by) for piece in read_picture_line(line, phrases)]
    if story.heading.index < line.index < story.text_from and is_prose(line):
        return [Piece(PartKind.STANDFIRST, line.text, (line.range,), by)]
    return [Piece(BlockKind.PARAGRAPH, line.text, (line.range,), by)] if is_text else []
