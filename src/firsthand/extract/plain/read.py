"""Read a plain text capture: the page's own article and the stories glued in below it.

reading | shapes, stamps, phrases | cut into segments | look and score | split off glued-in stories | best run
        | label around and inside | pieces | drops for all the rest
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from firsthand.extract.assemble import Draft, Facts, Piece
from firsthand.extract.plain import head
from firsthand.extract.plain.account import make_drops, make_pieces
from firsthand.extract.plain.body import agency_in, from_dateline, label_body, label_topics, until_sign_off
from firsthand.extract.plain.choose import best_run, score
from firsthand.extract.plain.features import look
from firsthand.extract.plain.furniture import find_cuts
from firsthand.extract.plain.headline import find_headline, outlet_in_title, title_places
from firsthand.extract.plain.page import Mark, Page, Story
from firsthand.extract.plain.reasons import drop_reasons
from firsthand.extract.plain.shape import fold, shape_of
from firsthand.extract.plain.split import find_items
from firsthand.extract.plain.unglue import segments
from firsthand.extract.plain.unwrap import unwrapped
from firsthand.model.capture import Capture
from firsthand.model.document import BlockKind, PartKind, Problem, Role
from firsthand.model.lexicon import Lexicon
from firsthand.model.moment import Moment
from firsthand.text.dates import find_stamps
from firsthand.text.language import language_of

#: How far above the text its headline, byline and time may stand, in segments.
_HEAD_REACH = 40
#: How far above the headline a time may stand (pages put it above, too).
_ABOVE_HEADLINE = 4

_NO_ARTICLE = Problem(
    "no_article",
    "No stretch of this text reads like an article: there are too few whole sentences in a row.",
    "If it is one, save the page itself (HTML) and read that.",
)


def read_plain(capture: Capture, reading: str, lexicon: Lexicon) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:
    """Return the drafts of ``reading``, the page's own first, and what was odd. No draft where there is no article."""
    page = measure(capture, reading, lexicon)
    if page is None:
        return (), (_NO_ARTICLE,)
    items = find_items(page)
    story = _own_story(page, items)
    if story is None:
        return (), (_NO_ARTICLE,)
    related = [(item, make_pieces(page, _item_marks(page, item))) for item in items]
    marks = _own_marks(page, story)
    pieces = make_pieces(page, marks)
    drops = make_drops(
        page, [*pieces, *(p for _, theirs in related for p in theirs)], drop_reasons(page, story, items, marks)
    )
    main = Draft(Role.MAIN, pieces, drops, _facts(page, pieces, outlet=None))
    return (main, *(Draft(Role.RELATED, theirs, (), _facts(page, theirs, None)) for _, theirs in related)), ()


def measure(capture: Capture, reading: str, lexicon: Lexicon) -> Page | None:
    """Return everything that can be counted of ``reading``; None when nothing stands there."""
    shape, folded = unwrapped(reading, shape_of(reading)), fold(reading)
    stamps = find_stamps(reading, lexicon, capture.seen_at)
    cuts = find_cuts(reading, folded, lexicon)
    titles = title_places(reading, folded, shape)
    parts = segments(reading, shape, stamps, cuts, titles, lexicon)
    if not parts:
        return None
    looks = look(shape, folded, parts, stamps, lexicon)
    return Page(reading, shape, folded, stamps, cuts, parts, looks, score(looks), lexicon)


def _own_story(page: Page, items: Sequence[Story]) -> Story | None:
    """Return the page's own article: the best run above the first glued-in story, and the headline over it."""
    last = items[0].first if items else len(page.segments)
    body = from_dateline(page, best_run(page.scores, page.looks, 0, last))
    if not body:
        return None
    headline = find_headline(page, max(0, body[0] - _HEAD_REACH), body[0])
    if len(body) > 1 and not headline and _opens_with_headline(page, body, headline):
        headline, body = body[0], body[1:]
    return Story(0, last, until_sign_off(page, body, last), headline)


def _opens_with_headline(page: Page, body: tuple[int, ...], headline: int | None) -> bool:
    """Say whether the best run begins with the headline itself. A first line close above it is the better headline."""
    near = headline is not None and body[0] - headline <= _ABOVE_HEADLINE
    return not near and page.is_brief(body[0]) and bool(page.looks.words[body[0]] >= 3)


def _own_marks(page: Page, story: Story) -> tuple[Mark, ...]:
    """Return what the rules say of the page's own article; the first rule that speaks of a place keeps it."""
    first = max(0, story.body[0] - _HEAD_REACH) if story.headline is None else max(0, story.headline - _ABOVE_HEADLINE)
    top, end = story.body[0], story.body[-1] + 1
    marks: list[Mark] = []
    if story.headline is not None:
        segment = page.segments[story.headline]
        found = outlet_in_title(page, story.headline)
        until = segment.end
        if found is not None:
            _add(marks, [Mark(PartKind.OUTLET, *found, "tail of the page title")])
            until = _before_tail(page, found[0]) if story.headline == 0 else until
        _add(marks, [Mark(PartKind.HEADLINE, segment.start, until, "above the text")])
    _add(marks, head.label_bullets(page, first, top))
    _add(marks, head.label_bylines(page, first, top))
    _add(marks, head.label_times(page, first, top))
    _add(marks, head.label_pictures(page, first, end))
    _add(marks, head.label_people(page, first, top))
    if story.headline is not None:
        taken = {i for i in range(story.headline, top) if any(_touches(page, i, mark) for mark in marks)}
        _add(marks, head.label_standfirst(page, story.headline, taken, top))
    _add(marks, label_body(page, story.body))
    _add(marks, label_topics(page, end, min(story.last, end + 60)))
    return tuple(marks)


def _before_tail(page: Page, at: int) -> int:
    while at and page.shape[at - 1] in " |-:_":
        at -= 1
    return at


def _touches(page: Page, i: int, mark: Mark) -> bool:
    return mark.start < page.segments[i].end and page.segments[i].start < mark.end


def _add(marks: list[Mark], more: Iterable[Mark]) -> None:
    """Insert those of ``more`` that touch no mark yet; ``marks`` stays in order, so a look to either side is enough."""
    for mark in more:
        at = bisect_right(marks, mark.start, key=lambda m: m.start)
        if (at and marks[at - 1].end > mark.start) or (at < len(marks) and marks[at].start < mark.end):
            continue
        marks.insert(at, mark)


def _item_marks(page: Page, item: Story) -> tuple[Mark, ...]:
    """Return the marks of a glued-in story."""
    marks: list[Mark] = []
    for kind, i in (
        (PartKind.OUTLET, item.outlet),
        (PartKind.PUBLISHED, item.stamp),
        (PartKind.HEADLINE, item.headline),
    ):
        if i is not None:
            _add(marks, [Mark(kind, page.segments[i].start, page.segments[i].end, "header of a glued-in story")])
    _add(marks, label_body(page, item.body))
    return tuple(marks)


def _facts(page: Page, pieces: Sequence[Piece], outlet: str | None) -> Facts:
    """Return what the pieces say of their document."""

    def first(kind: PartKind | BlockKind) -> str:
        return next((p.text for p in pieces if p.kind is kind), "")

    text = "\n\n".join(p.text for p in pieces if isinstance(p.kind, BlockKind))
    return Facts(
        headline=first(PartKind.HEADLINE),
        outlet=first(PartKind.OUTLET) or outlet,
        published=_moment(page, pieces, PartKind.PUBLISHED),
        updated=_moment(page, pieces, PartKind.UPDATED),
        language=language_of(text),
        credit=_credit(page, pieces),
    )


def _moment(page: Page, pieces: Sequence[Piece], kind: PartKind) -> Moment | None:
    for piece in pieces:
        if piece.kind is kind:
            place = piece.sources[0]
            return next((s.moment for s in page.stamps if s.start < place.end and place.start < s.end), None)
    return None


def _credit(page: Page, pieces: Sequence[Piece]) -> str | None:
    """Return the agency that the dateline, or else the sign-off or the byline names."""
    for kind in (BlockKind.DATELINE, BlockKind.NOTE, PartKind.BYLINE):
        for piece in pieces:
            if piece.kind is kind and (agency := agency_in(piece.text, page)):
                return agency
    return None
