"""The news layer: every line of the page gets its part in the article, or the reason why it is left out.

head of the article (headline, standfirst, key points, byline, time) | pictures | body lines by kind | drops by reason
"""

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from firsthand.extract.assemble import Piece
from firsthand.extract.html.choose import Choice
from firsthand.extract.html.dateline import dateline_end
from firsthand.extract.html.features import squash
from firsthand.extract.html.metadata import Metadata
from firsthand.extract.html.names import Zone
from firsthand.extract.html.phrases import Phrases, fold
from firsthand.extract.html.pictures import belongs_to_article, is_beside_picture, is_picture_line, read_picture_line
from firsthand.extract.html.prose import FOREIGN, width
from firsthand.extract.html.reading import Frame, Line, Page
from firsthand.model.document import BlockKind, Drop, PartKind
from firsthand.model.span import Range

_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
#: Reason codes by zone, the more telling zones first.
_REASONS = (
    (Zone.ADVERT, "advertisement"),
    (Zone.COMMENTS, "comments"),
    (Zone.SHARING, "toolbar"),
    (Zone.AUTHOR, "author_box"),
    (Zone.PROMOTION, "newsletter"),
    (Zone.RELATED, "related_links"),
    (Zone.BREADCRUMB, "navigation"),
    (Zone.NAVIGATION, "navigation"),
    (Zone.FOOTER, "footer"),
    (Zone.CAPTION | Zone.CREDIT | Zone.FIGURE, "picture"),
    (Zone.TOPICS, "topics"),
    (Zone.FORM | Zone.CONTROL, "widget"),
    (Zone.EMBED, "embed"),
    (Zone.TIME, "time"),
    (Zone.HEADER, "navigation"),
    (Zone.ASIDE, "aside"),
)
#: A standfirst is a sentence or two.
_SHORTEST_STANDFIRST, _LONGEST_STANDFIRST = 20, 900
#: The head of an article holds few lines; what stands further above the body is the page's.
_HEAD_LINES = 60
_SHORTEST_BULLET = 20
#: A share of the body's lines that is its common setting; the rest are subheads, quotes, lists.
_MOST = 0.6
#: No caption was found with more body text in it than this.
_LARGEST_CAPTION = 1_200
#: A subhead without a heading tag: short, all bold, no end of sentence.
_LONGEST_SUBHEAD = 120


@dataclass(slots=True)
class Labelled:
    """Pieces in reading order, and what was left out."""

    pieces: list[Piece] = field(default_factory=list)
    drops: list[Drop] = field(default_factory=list)


@dataclass(slots=True)
class _Desk:
    """What the rules look at: the page, the chosen body, what the page says, the phrases."""

    page: Page
    choice: Choice
    kept: list[bool]
    metadata: Metadata
    phrases: Phrases
    headlines: set[str]
    descriptions: list[str]
    names: list[str]
    headline_at: int
    first: int
    last: int
    large: set[Frame]
    opened: bool = False
    seen: set[str] = field(default_factory=set)


def label_lines(
    page: Page,
    choice: Choice,
    kept: list[bool],
    metadata: Metadata,
    phrases: Phrases,
    elsewhere: AbstractSet[int] = frozenset(),
) -> Labelled:
    """Label every line of the page. ``kept`` says which lines the judge takes for body; lines ``elsewhere`` belong to
    other documents of the page.
    """
    desk = _desk(page, choice, kept, metadata, phrases)
    labelled = Labelled()
    for line in page.lines:
        if line.index in elsewhere:
            continue
        found = _pieces(desk, line)
        if found:
            labelled.pieces += found
            _drop_gaps(labelled, line, found)
        else:
            labelled.drops.append(Drop(line.start, line.end, _reason(desk, line)))
    return labelled


def _desk(page: Page, choice: Choice, kept: list[bool], metadata: Metadata, phrases: Phrases) -> _Desk:
    headlines = {squash(text) for text in metadata.headlines if squash(text)}
    body = [i for i, keep in enumerate(kept) if keep and choice.shape.raw[i]] or [
        i for i, keep in enumerate(kept) if keep
    ]
    first, last = (body[0], body[-1]) if body else (0, -1)
    heads = [line.index for line in page.lines[: first + 1] if line.tag == "h1" or squash(line.text) in headlines]
    return _Desk(
        page,
        choice,
        kept,
        metadata,
        phrases,
        headlines,
        [squash(text) for text in metadata.descriptions],
        [squash(name.value) for name in metadata.bylines],
        heads[-1] if heads else max(-1, first - _HEAD_LINES),
        first,
        last,
        _large(page, kept),
    )


def _large(page: Page, kept: list[bool]) -> set[Frame]:
    sizes: dict[Frame, int] = {}
    for line, keep in zip(page.lines, kept, strict=True):
        if keep:
            for frame in line.frame.chain():
                sizes[frame] = sizes.get(frame, 0) + len(line.text)
    return {frame for frame, size in sizes.items() if size > _LARGEST_CAPTION}


def _pieces(desk: _Desk, line: Line) -> list[Piece]:
    zones = desk.choice.shape.zones[line.index]
    if _is_headline(desk, line):
        return _once(desk, line, PartKind.HEADLINE)
    if _in_article(desk, line) and _is_of_picture(desk, line, zones):
        if not belongs_to_article(zones):
            return []
        return [piece for piece in read_picture_line(line, desk.phrases) if _is_new(desk, piece)]
    if _in_head(desk, line):
        found = _head_piece(desk, line, zones)
        if found:
            return found
    return _body_pieces(desk, line, zones) if desk.kept[line.index] else []


def _is_of_picture(desk: _Desk, line: Line, zones: int) -> bool:
    if is_picture_line(line, zones, desk.large):
        return not _is_long_prose(desk, line)
    return not desk.kept[line.index] and is_beside_picture(line, desk.phrases, desk.large)


def _is_long_prose(desk: _Desk, line: Line) -> bool:
    return (
        desk.kept[line.index]
        and line.tag == "p"
        and not any(f.tag in ("figure", "figcaption") for f in line.frame.chain())
    )


def _is_headline(desk: _Desk, line: Line) -> bool:
    return line.index <= desk.first + 2 and squash(line.text) in desk.headlines and width(line.text) > 10


def _in_article(desk: _Desk, line: Line) -> bool:
    if desk.headline_at <= line.index <= desk.last + 3:
        return True
    frame = desk.choice.frame
    return frame is not None and any(f is frame for f in line.frame.chain())


def _in_head(desk: _Desk, line: Line) -> bool:
    return desk.headline_at - 12 <= line.index <= desk.first + 4


def _is_new(desk: _Desk, piece: Piece) -> bool:
    key = f"{piece.kind}:{squash(piece.text)}"
    if key in desk.seen:
        return False
    desk.seen.add(key)
    return True


def _once(desk: _Desk, line: Line, kind: PartKind) -> list[Piece]:
    piece = Piece(kind, line.text, (line.range,), "page")
    return [piece] if _is_new(desk, piece) else []


def _head_piece(desk: _Desk, line: Line, zones: int) -> list[Piece]:
    """Label a line of the article's head: byline, key point or standfirst; empty when it is none of them."""
    squashed = squash(line.text)
    if not desk.kept[line.index] and len(line.text) < 150 and any(name in squashed for name in desk.names):
        return _once(desk, line, PartKind.BYLINE)
    if _is_key_point(desk, line, zones):
        return _once(desk, line, PartKind.BULLET)
    if _is_standfirst(desk, line, zones, squashed):
        return _once(desk, line, PartKind.STANDFIRST)
    return []


def _is_key_point(desk: _Desk, line: Line, zones: int) -> bool:
    if line.frame.tag != "li" and not any(f.tag == "li" for f, _ in zip(line.frame.chain(), range(3), strict=False)):
        return False
    if (
        line.link_share > 0.5
        or width(line.text) < _SHORTEST_BULLET
        or zones & (Zone.NAVIGATION | Zone.RELATED | Zone.FOOTER)
    ):
        return False
    before = desk.page.lines[max(0, line.index - 8) : line.index]
    labelled = any(fold(other.text) in desk.phrases.summary_labels for other in before)
    return desk.headline_at < line.index <= desk.first + 4 and bool(labelled or zones & Zone.KEY_POINTS)


def _is_standfirst(desk: _Desk, line: Line, zones: int, squashed: str) -> bool:
    """Say whether a line is the standfirst: by its name, by what the page gives as its description, by its place."""
    if not _SHORTEST_STANDFIRST <= width(line.text) <= _LONGEST_STANDFIRST or line.link_share > 0.5:
        return False
    if line.index > desk.first or (Zone.HEADING & line.frame.own and line.tag == "h1"):
        return False
    near = line.segments[0].frame.own | line.frame.own | (line.frame.parent.own if line.frame.parent else 0)
    said = any(squashed in text or (text and text in squashed) for text in desk.descriptions)
    named = bool(near & Zone.STANDFIRST)
    if desk.kept[line.index]:
        told = named or squashed in desk.descriptions or (said and _is_bold(line)) or _is_set_alone(desk, line)
        return line.index == desk.first and told and _stands_apart(desk, line)
    if any(squashed in text for text in desk.headlines) or near & Zone.TIME or desk.phrases.is_credit(line.text):
        return False
    if said:
        return True
    if line.index <= desk.headline_at or near & (FOREIGN & ~Zone.FIGURE):
        return False
    if zones & (Zone.RELATED | Zone.PROMOTION | Zone.COMMENTS | Zone.NAVIGATION):
        return False
    return named or (width(line.text) > 60 and line.text[-1] in '.!?…。»”"“')


def _stands_apart(desk: _Desk, line: Line) -> bool:
    """Say whether the first line of the body is set otherwise than the next: bold, or in another element."""
    following = next(
        (
            other
            for other in desk.page.lines[line.index + 1 :]
            if desk.kept[other.index] and not other.frame.own & Zone.HEADING
        ),
        None,
    )
    if following is None:
        return False
    return (_is_bold(line) and not _is_bold(following)) or _setting(line) != _setting(following)


def _is_bold(line: Line) -> bool:
    return line.strong > 0.95 * len(line.text)


def _is_set_alone(desk: _Desk, line: Line) -> bool:
    """Say whether the line has a class of its own while most of the body shares another setting."""
    if not line.frame.element.get("class"):
        return False
    settings = Counter(_setting(other)[:2] for other, keep in zip(desk.page.lines, desk.kept, strict=True) if keep)
    return settings[_setting(line)[:2]] == 1 and settings.most_common(1)[0][1] >= _MOST * settings.total()


def _setting(line: Line) -> tuple[str | None, ...]:
    parent = line.frame.parent or line.frame
    return line.tag, line.frame.element.get("class"), parent.tag, parent.element.get("class")


def _body_pieces(desk: _Desk, line: Line, zones: int) -> list[Piece]:
    given_by = desk.choice.given_by
    kind = _body_kind(desk, line, zones)
    sources = _without_hints(desk, line)
    text = "".join(source.of(desk.page.reading) for source in sources)
    if kind is BlockKind.PARAGRAPH and not desk.opened:
        desk.opened = True
        end = dateline_end(line.text, desk.phrases) if len(sources) == 1 else 0
        if end:
            cut = len(line.text[:end].rstrip())
            return [
                Piece(BlockKind.DATELINE, line.text[:cut], (Range(line.start, line.start + cut),), given_by),
                Piece(BlockKind.PARAGRAPH, line.text[end:], (Range(line.start + end, line.end),), given_by),
            ]
    return [Piece(kind, text, sources, given_by)] if text.strip() else []


def _body_kind(desk: _Desk, line: Line, zones: int) -> BlockKind:
    if any(frame.tag in _HEADINGS for frame, _ in zip(line.frame.chain(), range(2), strict=False)):
        return BlockKind.SUBHEAD
    if desk.phrases.is_correction(line.text) or (line.index >= desk.last - 3 and desk.phrases.is_signoff(line.text)):
        return BlockKind.NOTE
    if zones & Zone.QUOTE and not zones & Zone.EMBED:
        return BlockKind.QUOTE
    if line.tag == "li":
        return BlockKind.ITEM
    short = width(line.text) <= _LONGEST_SUBHEAD and line.text[-1].isalnum()
    if short and line.strong >= 0.95 * len(line.text) and desk.first < line.index < desk.last:
        return BlockKind.SUBHEAD
    return BlockKind.PARAGRAPH


def _without_hints(desk: _Desk, line: Line) -> tuple[Range, ...]:
    """Cut phrases such as ``, opens new tab`` out of a line."""
    sources, at = [], 0
    for start, end in desk.phrases.link_hints(line.text):
        if start > at:
            sources.append(Range(line.start + at, line.start + start))
        at = end
    if at < len(line.text):
        sources.append(Range(line.start + at, line.end))
    return tuple(sources)


def _drop_gaps(labelled: Labelled, line: Line, pieces: list[Piece]) -> None:
    """Account for what the pieces of a line leave out: labels of credits, brackets, link hints."""
    at = line.start
    for source in sorted(source for piece in pieces for source in piece.sources):
        if source.start > at and line.text[at - line.start : source.start - line.start].strip():
            labelled.drops.append(Drop(at, source.start, "label"))
        at = max(at, source.end)
    if at < line.end and line.text[at - line.start :].strip():
        labelled.drops.append(Drop(at, line.end, "label"))


def _reason(desk: _Desk, line: Line) -> str:
    reason = desk.phrases.furniture_reason(line.text)
    if reason:
        return reason
    if squash(line.text) in desk.headlines:
        return "headline_repeated"
    zones = desk.choice.shape.zones[line.index]
    for zone, code in _REASONS:
        if zones & zone:
            return code
    if line.link_share > 0.8:
        return "links"
    return "outside_article" if not _in_article(desk, line) else "furniture"
