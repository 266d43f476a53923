"""What reads like running text, and which part of the page holds it: the cheap candidate that every page gets.

prose lines | mass of every frame | names that say something (not those on a frame that holds the article) | the
container
"""

import re
from dataclasses import dataclass

from firsthand.extract.html.names import Zone
from firsthand.extract.html.reading import Frame, Line, Page

#: Scripts that need about a third of the characters for the same sentence.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_END = re.compile(r"[.!?…。！？:;”»“\"'’)\]]\s*$")

#: A sentence of a news paragraph is seldom shorter (characters; a third of it for Chinese, Japanese, Korean).
SHORTEST_PROSE = 45
#: Above this share of linked characters a line is a list of links: measured on body paragraphs, 99 % lie below.
MOST_LINKED = 0.55
#: A name on a frame that holds more of the page's prose than this cannot set the article aside.
_HOLDS_THE_ARTICLE = 0.4
#: When names leave less than this share of the page's prose, they are a site's whim: only those next to the line count.
_TOO_LITTLE = 0.3
#: Go down into the one child that holds this share of its parent's prose.
_NEARLY_ALL = 0.72

#: Zones whose text is not running text of the article.
FOREIGN = (
    Zone.NAVIGATION
    | Zone.FOOTER
    | Zone.COMMENTS
    | Zone.FORM
    | Zone.CONTROL
    | Zone.RELATED
    | Zone.PROMOTION
    | Zone.AUTHOR
    | Zone.SHARING
    | Zone.ADVERT
    | Zone.CAPTION
    | Zone.CREDIT
    | Zone.FIGURE
    | Zone.BREADCRUMB
)


@dataclass(frozen=True, slots=True)
class Shape:
    """The page's prose: the lines' weights (``raw``: wherever they stand), their telling zones, the mass of frames,
    and the container of the body.
    """

    weights: list[float]
    raw: list[float]
    zones: list[int]
    mass: dict[Frame, float]
    total: float


def width(text: str) -> int:
    """Return the length of ``text`` in characters of an alphabetic script."""
    return len(text) + 2 * len(_DENSE.findall(text))


def is_prose(line: Line) -> bool:
    """Say whether a line reads like a sentence or more of running text, wherever it stands."""
    if line.link_share > MOST_LINKED or line.frame.own & Zone.CONTROL:
        return False
    size = width(line.text)
    return size >= 2 * SHORTEST_PROSE or (size >= SHORTEST_PROSE and bool(_SENTENCE_END.search(line.text)))


def measure(page: Page, elsewhere: frozenset[int] = frozenset()) -> Shape:
    """Weigh the page's prose and find out which names on its frames say something; lines ``elsewhere`` weigh nothing."""
    raw = [float(width(line.text)) if line.index not in elsewhere and is_prose(line) else 0.0 for line in page.lines]
    total = sum(raw)
    mass = mass_of(page.lines, raw)
    limit = _HOLDS_THE_ARTICLE * total
    zones = [_telling_zones(line, mass, limit) for line in page.lines]
    weights = [0.0 if zone & FOREIGN else weight for weight, zone in zip(raw, zones, strict=True)]
    if sum(weights) < _TOO_LITTLE * total:
        zones = [_near_zones(line) for line in page.lines]
        weights = [0.0 if zone & FOREIGN else weight for weight, zone in zip(raw, zones, strict=True)]
    return Shape(weights, raw, zones, mass_of(page.lines, weights), sum(weights))


def _telling_zones(line: Line, mass: dict[Frame, float], limit: float) -> int:
    found = Zone.NONE
    start = line.segments[0].frame if len(line.segments) == 1 else line.frame
    for frame in start.chain():
        if frame.own and mass.get(frame, 0.0) <= limit:
            found |= frame.own
    return found


def _near_zones(line: Line) -> int:
    parent = line.frame.parent
    return line.segments[0].frame.own | line.frame.own | (parent.own if parent else Zone.NONE)


def mass_of(lines: list[Line], weights: list[float]) -> dict[Frame, float]:
    mass: dict[Frame, float] = {}
    for line, weight in zip(lines, weights, strict=True):
        if weight:
            for frame in line.frame.chain():
                mass[frame] = mass.get(frame, 0.0) + weight
    return mass


def container(page: Page, shape: Shape) -> Frame | None:
    """Return the innermost frame that holds the body: down while one child holds nearly all of its parent's prose."""
    if not shape.total:
        return None
    children: dict[Frame, list[Frame]] = {}
    for frame in shape.mass:
        if frame.parent is not None:
            children.setdefault(frame.parent, []).append(frame)
    here = next((frame for frame in shape.mass if frame.parent is None), None)
    if here is None:
        return None
    while True:
        below = children.get(here, [])
        if not below:
            return here
        best = max(below, key=lambda frame: shape.mass[frame])
        if best.tag in ("p", "li", "blockquote") or not _holds_the_body(best, here, below, shape):
            return here
        here = best


def _holds_the_body(best: Frame, parent: Frame, siblings: list[Frame], shape: Shape) -> bool:
    share = shape.mass[best] / shape.mass[parent]
    if share >= _NEARLY_ALL:
        return True
    if best.tag == "article" or best.own & Zone.BODY:
        alike = [
            s for s in siblings if s is not best and (s.tag == best.tag) and (s.own & Zone.BODY) == best.own & Zone.BODY
        ]
        return share >= 0.35 and not alike
    return False
