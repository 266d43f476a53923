"""Captions and credits of the article's own pictures: which lines they are, and where a caption ends and its credit
begins.

A credit is told from its caption by markup (an element named credit, copyright, source; <cite>; a last element of its
own), or else by the words that introduce the maker of a picture (lexicon), a copyright sign, a dash, bar or equals sign
before a name with a slash or an agency, or brackets behind the caption's last sentence.
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
_LONGEST_CAPTION_LINE = 400
_SIGN = re.compile(r"\s*[(\[|/–—-]?\s*©️?\s*")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{2,80})[)\]]\.?\s*$")
_BEHIND_SENTENCE = re.compile(r"[.!?…。][”»“\"'’]?\s*$")
_OPENING = re.compile(r"^[\s:：©|/(\[–—-]+")
_CLOSING = re.compile(r"[\s|/(\[–—＝-]+$")
_SLASHES = re.compile(r"[/·|]|\b(?:AP|AFP|dpa|EPA|REUTERS|Reuters|Getty|IMAGO|imago)\b")
#: A sign that sets a credit off from the caption before it (Japanese papers write the equals sign).
_SET_OFF = re.compile(r"(?:\s[|/–—-]\s*|\s*＝)(?P<who>[^|＝.!?]{2,80})$")
#: Where a label ("Photo:") may begin: behind a sentence, a bracket, a bar, a dash, and with a colon behind any word.
_BREAKS = re.compile(r"(?<=[.!?…»”\"'’)|/])\s*|\s+(?=[(\[|])|\s+[–—-]\s+")
_LABELLED = re.compile(r"\s+(?=[^\s:：]+(?:\s[^\s:：]+)?\s?[:：])")
#: Names on elements inside a picture's line that say whose it is. Outside of pictures they say nothing of the kind.
_WHOSE = re.compile(
    r"(?<![a-z])(?:credits?|copy(?:right)?|(?:bild)?autor|author|source|quelle|agency|distributor|licen[cs]e|"
    r"photographer|fotograf|owner|rights?)(?![a-z])",
    re.I,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OF_ITS_OWN = frozenset(("span", "cite", "small", "strong", "b", "i", "em"))
#: A name, an agency, a path of both; longer last elements are part of the caption.
_LONGEST_NAME = 80
#: Pictures without a <figure>: the element that holds picture and caption is at most so far above the caption.
_BESIDE = 4


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


def is_beside_picture(line: Line, phrases: Phrases, large: AbstractSet[Frame]) -> bool:
    """Say whether a line with a credit in it stands in one small element with a picture, where no <figure> says so."""
    if len(line.text) > _LONGEST_CAPTION_LINE or _says_whose(line) or not _has_credit(line, phrases):
        return False
    for frame, _ in zip(line.frame.chain(), range(_BESIDE), strict=False):
        if frame in large or frame.tag in ("article", "main", "body"):
            return False
        if frame.element.find(".//img") is not None or frame.element.find(".//picture") is not None:
            return True
    return False


def _has_credit(line: Line, phrases: Phrases) -> bool:
    return any(cut.kind is PartKind.CREDIT for cut in _cuts(line, phrases))


def read_picture_line(line: Line, phrases: Phrases) -> list[Piece]:
    """Cut one line of a picture into its caption and its credits."""
    pieces = []
    for cut in _cuts(line, phrases):
        start, end = cut.start, cut.end
        if cut.kind is PartKind.CREDIT:
            start += _label_end(line.text[start:end], phrases)
            opening = _OPENING.match(line.text[start:end])
            start += opening.end() if opening else 0
            end -= len(line.text[start:end]) - len(line.text[start:end].rstrip(" )]|/"))
        else:
            end = start + len(_CLOSING.sub("", line.text[start:end]))
        text = line.text[start:end].strip()
        start = line.text.find(text, start) if text else start
        if cut.kind is PartKind.CREDIT and phrases.is_credit(text) and text.endswith((":", "：")):
            continue
        if len(text) >= (_SHORTEST_CAPTION if cut.kind is PartKind.CAPTION else 2):
            pieces.append(Piece(cut.kind, text, (Range(line.start + start, line.start + start + len(text)),), "figure"))
    return pieces


def _label_end(text: str, phrases: Phrases) -> int:
    """Return where the name begins behind a label ("Photo: "). An agency is a label too ("via AFP"), but not before a
    slash: ``Getty Images/Lena Moor`` names both.
    """
    opening = _OPENING.match(text)
    at = opening.end() if opening else 0
    label = phrases.credits.match(text[at:]) if phrases.credits else None
    rest = text[at + label.end() :].lstrip() if label else ""
    if label is None or not rest or rest.startswith(("/", "|", ",", "·")):
        return 0
    return at + label.end()


def _cuts(line: Line, phrases: Phrases) -> list[Cut]:
    text = line.text
    marked = _marked_credits(line)
    if marked is not None:
        return marked
    if len(text) <= _LONGEST_CREDIT and _says_whose(line):
        return [Cut(PartKind.CREDIT, 0, len(text))]
    at = _credit_begins(text, phrases)
    if at is None:
        at = _last_element(line)
    if at is None:
        return [Cut(PartKind.CAPTION, 0, len(text))]
    return (
        [Cut(PartKind.CAPTION, 0, at), Cut(PartKind.CREDIT, at, len(text))]
        if at
        else [Cut(PartKind.CREDIT, 0, len(text))]
    )


def _says_whose(line: Line) -> bool:
    """Say whether the innermost named element of a line is named for the picture's maker, not for its caption."""
    start = line.segments[0].frame if len(line.segments) == 1 else line.frame
    for frame, _ in zip(start.chain(), range(3), strict=False):
        if _is_named_whose(frame):
            return not frame.own & Zone.CAPTION or frame.tag == "cite"
        if frame.own & Zone.CAPTION:
            return False
    return False


def _is_named_whose(frame: Frame) -> bool:
    if frame.own & Zone.CREDIT or frame.tag == "cite":
        return True
    names = f"{frame.element.get('class') or ''} {frame.element.get('itemprop') or ''}"
    return bool(_WHOSE.search(_CAMEL.sub("-", names[:200])))


def _marked_credits(line: Line) -> list[Cut] | None:
    """Cut where inline markup names the credit; None when it does not. What follows a credit is credit."""
    kinds = [_is_inside_whose(line, i) for i in range(len(line.segments))]
    if not any(kinds) or all(kinds):
        return None
    first = kinds.index(True)
    at = line.segments[first].start - line.start
    if first and len(line.text) - at <= _LONGEST_CREDIT:
        return [Cut(PartKind.CAPTION, 0, at), Cut(PartKind.CREDIT, at, len(line.text))]
    cuts: list[Cut] = []
    for segment, is_credit in zip(line.segments, kinds, strict=True):
        kind = PartKind.CREDIT if is_credit else PartKind.CAPTION
        start, end = segment.start - line.start, segment.end - line.start
        if cuts and cuts[-1].kind is kind:
            cuts[-1] = Cut(kind, cuts[-1].start, end)
        else:
            cuts.append(Cut(kind, start, end))
    return cuts


def _is_inside_whose(line: Line, index: int) -> bool:
    for frame in line.segments[index].frame.chain():
        if frame is line.frame:
            return False
        if _is_named_whose(frame):
            return True
    return False


def _last_element(line: Line) -> int | None:
    """Return where the last inline element begins when it is short, names somebody and stands behind a sentence."""
    last = line.segments[-1]
    text = line.text[last.start - line.start :]
    before = line.text[: last.start - line.start]
    if last.frame is line.frame or last.frame.tag not in _OF_ITS_OWN or not before or len(text) > _LONGEST_NAME:
        return None
    name = _OPENING.sub("", text)
    if not name or not name[0].isupper() or name[-1] in ".!?…:":
        return None
    set_off = len(name) < len(text.lstrip()) or _BEHIND_SENTENCE.search(before) or "/" in name
    return last.start - line.start if set_off else None


def _credit_begins(text: str, phrases: Phrases) -> int | None:
    if len(text) <= _LONGEST_CREDIT and (phrases.is_credit(text) or _is_path(text, phrases)):
        return 0
    sign = _SIGN.search(text)
    if sign and "©" in sign[0] and len(text) - sign.start() <= _LONGEST_CREDIT:
        return sign.start()
    brackets = _BRACKETS.search(text)
    if brackets and _is_credit_in_brackets(text[: brackets.start()], brackets[1], phrases):
        return brackets.start()
    set_off = _SET_OFF.search(text)
    if set_off and ("＝" in set_off[0] or _is_path(set_off["who"], phrases)):
        return set_off.start()
    return _label_begins(text, phrases)


def _is_credit_in_brackets(before: str, inside: str, phrases: Phrases) -> bool:
    if phrases.is_credit(inside) or _SLASHES.search(inside):
        return True
    return bool(_BEHIND_SENTENCE.search(before)) and inside[0].isupper() and len(inside.split()) <= 4


def _is_path(text: str, phrases: Phrases) -> bool:
    """Say whether words are a path of names such as ``Lena Moor/dpa``: short, with an agency at one end."""
    text = text.strip()
    ends = [part.strip() for part in re.split(r"[/|]| via ", text)]
    if len(text) > _LONGEST_NAME or text[-1:] in ".!?…:" or not text[:1].isalpha():
        return False
    small = sum(word[0].islower() for word in text.replace(" via ", " ").split())
    if "©" in text or small > 1 or re.search(r"\w{4,}[.!?] ", text):
        return False
    return len(ends) > 1 and bool(phrases.agency_in(ends[0]) or phrases.agency_in(ends[-1]))


def _label_begins(text: str, phrases: Phrases) -> int | None:
    if not phrases.credits:
        return None
    for breaks, follows in ((_BREAKS, r"[^:：]{0,40}[:：]|[(\[]|[^:：.]{2,60}$"), (_LABELLED, r"[^:：]{0,20}[:：]")):
        for match in breaks.finditer(text):
            rest = text[match.end() :]
            if 0 < len(rest) <= _LONGEST_CREDIT and phrases.credits.match(rest) and re.match(follows, rest):
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
