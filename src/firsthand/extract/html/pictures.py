"""Captions and credits of the article's own pictures: which lines they are, and where a caption ends and its credit
begins.

A credit is told from its caption by markup (an element named credit, copyright, source), or else by the words that
introduce the maker of a picture (lexicon), a copyright sign, or brackets at the end that hold an agency's name.
"""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from firsthand.extract.assemble import Piece
from firsthand.extract.html.names import Zone
from firsthand.extract.html.phrases import Phrases
from firsthand.extract.html.reading import Frame, Line
from firsthand.model.document import PartKind
from firsthand.model.span import Range

_CAPTIONED = Zone.CAPTION | Zone.CREDIT
_NOT_OURS = (
    Zone.RELATED
    | Zone.PROMOTION
    | Zone.NAVIGATION
    | Zone.FOOTER
    | Zone.COMMENTS
    | Zone.ADVERT
    | Zone.SHARING
    | Zone.AUTHOR
)
#: A caption has at least a name in it; shorter ones are counters ("1/7") and controls.
_SHORTEST_CAPTION = 6
#: Longer than the longest credit line seen (a list of agencies and photographers).
_LONGEST_CREDIT = 120
_SIGN = re.compile(r"\s*[(\[|/–—-]?\s*©️?\s*")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{2,80})[)\]]\.?\s*$")
_OPENING = re.compile(r"^[\s:：©|/(\[–—-]+")
_CLOSING = re.compile(r"[\s|/(\[–—-]+$")
_SLASHES = re.compile(r"[/·|]|\b(?:AP|AFP|dpa|EPA|REUTERS|Reuters|Getty|IMAGO|imago)\b")


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a line and what it is."""

    kind: PartKind
    start: int
    end: int


def is_picture_line(line: Line, zones: int, large: AbstractSet[Frame]) -> bool:
    """Say whether a line belongs to a picture: in a <figure>, or in an element named caption or credit next to one.

    ``large`` are the frames that hold more text than any caption: an unclosed <figure> does not swallow the article.
    """
    near = _near(line, large)
    if near & _CAPTIONED and (zones | line.frame.zones) & (Zone.FIGURE | Zone.CAPTION):
        return not near & (Zone.COMMENTS | Zone.SHARING | Zone.NAVIGATION)
    return any(frame.tag in ("figure", "figcaption") and frame not in large for frame in line.frame.chain())


def belongs_to_article(zones: int) -> bool:
    """Say whether a picture with these telling zones is the article's own."""
    return not zones & _NOT_OURS


def read_picture_line(line: Line, phrases: Phrases) -> list[Piece]:
    """Cut one line of a picture into its caption and its credits."""
    pieces = []
    for cut in _cuts(line, phrases):
        start, end = cut.start, cut.end
        text = line.text[start:end]
        if cut.kind is PartKind.CREDIT:
            label = phrases.credits.match(text) if phrases.credits else None
            start += label.end() if label and label.end() < len(text) else 0
            opening = _OPENING.match(line.text[start:end])
            start += opening.end() if opening else 0
            end -= len(line.text[start:end]) - len(line.text[start:end].rstrip(" )]|/"))
        else:
            end = start + len(_CLOSING.sub("", text))
        text = line.text[start:end].strip()
        start = line.text.find(text, start) if text else start
        if len(text) >= (_SHORTEST_CAPTION if cut.kind is PartKind.CAPTION else 2):
            pieces.append(Piece(cut.kind, text, (Range(line.start + start, line.start + start + len(text)),), "figure"))
    return pieces


def _cuts(line: Line, phrases: Phrases) -> list[Cut]:
    marked = _marked_credits(line)
    if marked is not None:
        return marked
    text = line.text
    if _near(line) & Zone.CREDIT and not _near(line) & Zone.CAPTION and len(text) <= _LONGEST_CREDIT:
        return [Cut(PartKind.CREDIT, 0, len(text))]
    at = _credit_begins(text, phrases)
    if at is None:
        return [Cut(PartKind.CAPTION, 0, len(text))]
    return (
        [Cut(PartKind.CAPTION, 0, at), Cut(PartKind.CREDIT, at, len(text))]
        if at
        else [Cut(PartKind.CREDIT, 0, len(text))]
    )


def _marked_credits(line: Line) -> list[Cut] | None:
    """Cut where inline markup names the credit; None when it does not."""
    kinds = [bool(_inner_zones(line, i) & Zone.CREDIT) for i in range(len(line.segments))]
    if not any(kinds) or all(kinds):
        return None
    cuts: list[Cut] = []
    for segment, is_credit in zip(line.segments, kinds, strict=True):
        kind = PartKind.CREDIT if is_credit else PartKind.CAPTION
        start, end = segment.start - line.start, segment.end - line.start
        if cuts and cuts[-1].kind is kind:
            cuts[-1] = Cut(kind, cuts[-1].start, end)
        else:
            cuts.append(Cut(kind, start, end))
    return cuts


def _inner_zones(line: Line, index: int) -> int:
    found = Zone.NONE
    for frame in line.segments[index].frame.chain():
        if frame is line.frame:
            break
        found |= frame.own
    return found


def _credit_begins(text: str, phrases: Phrases) -> int | None:
    if phrases.is_credit(text) and len(text) <= _LONGEST_CREDIT:
        return 0
    sign = _SIGN.search(text)
    if sign and "©" in sign[0] and len(text) - sign.start() <= _LONGEST_CREDIT:
        return sign.start()
    brackets = _BRACKETS.search(text)
    if brackets and (phrases.is_credit(brackets[1]) or _SLASHES.search(brackets[1])):
        return brackets.start()
    if phrases.credits:
        for match in re.finditer(r"(?<=[.!?…»”\"'’)|/])\s*|\s+(?=[(\[|])", text):
            rest = text[match.end() :]
            if (
                0 < len(rest) <= _LONGEST_CREDIT
                and (phrases.credits.match(rest))
                and re.match(r"[^:：]{0,40}[:：]|[(\[]", rest)
            ):
                return match.start()
    return None


def _near(line: Line, large: AbstractSet[Frame] = frozenset()) -> int:
    found = line.segments[0].frame.own if len(line.segments) == 1 else Zone.NONE
    for frame, _ in zip(line.frame.chain(), range(3), strict=False):
        if frame in large:
            break
        found |= frame.own
        if frame.tag in ("figure", "article", "main", "body"):
            break
    return found
