"""What is measured of every line, for the judge: numbers without a word of any language in them.

Names of the columns are in `COLUMNS`; `measure_lines` fills one row a line. A column is a property of the line
itself, of the
frames around it, of its neighbours, or of the page's agreement with itself (does JSON-LD carry the line, is it said
twice).
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from firsthand.extract.html.names import ZONES, Zone
from firsthand.extract.html.phrases import Phrases, fold
from firsthand.extract.html.prose import FOREIGN, Shape, width
from firsthand.extract.html.reading import Frame, Line, Page

_TAGS = ("p", "li", "h1", "h2", "h3", "h4", "div", "td", "blockquote", "article", "section", "figcaption", "dd")
_SENTENCE_END = re.compile(r"[.!?…。！？][”»“\"'’)\]」』]*\s*$")
_SQUASH = re.compile(r"[\W_]+")
_ODD = re.compile(r"[|©@#]|https?:|www\.")
#: Two short lines are the same by chance; from here on a repeat says something.
_SAYS_SOMETHING = 25

#: A header of related articles closes the body only behind this share of it; before, it heads a box inside.
_MOSTLY = 0.5

COLUMNS: tuple[str, ...] = (
    "width", "short", "below_prose", "below_two_lines", "long", "prose", "linked", "all_linked", "strong", "all_strong",
    "ends_sentence", "ends_colon", "opens_small", "opens_quote", "odd_signs", "digits", "capitals",
    *(f"tag_{tag}" for tag in _TAGS), "tag_other",
    *(f"zone_{name}" for name in ZONES), "foreign",
    *(f"near_{name}" for name in ZONES),
    "inside", "level_1", "level_2", "level_3", "deeper", "parent_share", "signature_share", "tag_class_share",
    "before", "after", "first", "last", "gap_before", "gap_after",
    "previous_prose", "next_prose", "previous_width", "next_width", "previous_linked", "next_linked",
    "previous_heading", "next_heading", "previous_same", "next_same", "twice", "branch_linked", "parent_linked",
    "branch_prose",
    "json_ld_has", "json_ld_not", "is_headline", "in_headline", "is_description", "in_description",
    "before_headline", "no_headline",
    "resiliparse", "furniture", "furniture_navigation", "furniture_newsletter", "furniture_related", "furniture_author",
    "related_header", "summary_label", "correction", "signoff", "credit", "byline", "after_related_header",
    "page_news", "page_dated", "page_prose", "page_lines",
)  # fmt: skip

Rows = NDArray[np.float32]


@dataclass(slots=True)
class Evidence:
    """What the rest of the page says that its lines can be held against."""

    headlines: list[str]
    descriptions: list[str]
    body: str
    resiliparse: str
    phrases: Phrases
    news: bool = False
    dated: bool = False


def squash(text: str) -> str:
    """Return the letters and digits of ``text``, folded: what is left when typography is taken away."""
    return _SQUASH.sub("", text).casefold()


def measure_lines(page: Page, shape: Shape, frame: Frame | None, evidence: Evidence) -> Rows:
    """Return one row of `COLUMNS` for every line."""
    context = _Context(page, shape, frame, evidence)
    rows = [_row(context, line) for line in page.lines]
    return np.asarray(rows, dtype=np.float32).reshape(len(rows), len(COLUMNS))


class _Context:
    """Sums over the page that the rows look up."""

    def __init__(self, page: Page, shape: Shape, frame: Frame | None, evidence: Evidence) -> None:
        self.lines = page.lines
        self.shape = shape
        self.container = frame
        self.inside = [frame is not None and any(f is frame for f in line.frame.chain()) for line in page.lines]
        self.total = max(1.0, shape.mass.get(frame, 0.0) if frame else 0.0)
        self.widths = [width(line.text) for line in page.lines]
        self.squashed = [squash(line.text) for line in page.lines]
        self.counts = Counter(s for s in self.squashed if len(s) >= _SAYS_SOMETHING)
        self.signature: Counter[tuple[str, str, str, str]] = Counter()
        self.tag_class: Counter[tuple[str, str]] = Counter()
        self.linked: dict[Frame, int] = {}
        self.size: dict[Frame, int] = {}
        self.raw: dict[Frame, float] = {}
        self.body = squash(evidence.body)
        self.phrases = evidence.phrases
        self.resiliparse = squash(evidence.resiliparse)
        self.headlines = [squash(text) for text in evidence.headlines if text]
        self.descriptions = [s for text in evidence.descriptions if len(s := squash(text)) >= _SAYS_SOMETHING]
        self._sum_up()
        self._locate()
        self.of_page = [
            evidence.news,
            evidence.dated,
            min(10_000.0, self.total) / 10_000,
            min(1_000, len(page.lines)) / 1_000,
        ]

    def _sum_up(self) -> None:
        for line, weight, inside in zip(self.lines, self.shape.weights, self.inside, strict=True):
            if weight and inside:
                self.signature[_signature(line.frame)] += int(weight)
                self.tag_class[_tag_class(line.frame)] += int(weight)
            for frame in line.frame.chain():
                self.linked[frame] = self.linked.get(frame, 0) + line.linked
                self.size[frame] = self.size.get(frame, 0) + len(line.text)
        self.signatures = max(1, sum(self.signature.values()))

    def _locate(self) -> None:
        prose = [i for i, (w, x) in enumerate(zip(self.shape.weights, self.inside, strict=True)) if w and x]
        self.first = prose[0] if prose else len(self.lines)
        self.last = prose[-1] if prose else -1
        before, seen = [], 0.0
        for weight, inside in zip(self.shape.weights, self.inside, strict=True):
            before.append(seen / self.total)
            seen += weight if inside else 0.0
        self.before = before
        self.gap_before = _gaps(len(self.lines), set(prose), range(len(self.lines)))
        self.gap_after = _gaps(len(self.lines), set(prose), range(len(self.lines) - 1, -1, -1))
        headers = [
            i
            for i, line in enumerate(self.lines)
            if len(line.text) < 60 and fold(line.text) in self.phrases.related_headers
        ]
        self.related_at = next((i for i in headers if i > self.first and before[i] > _MOSTLY), -1)
        heads = [i for i, s in enumerate(self.squashed) if s and s in self.headlines]
        self.headline_at = heads[-1] if heads else -1
        within = [i for i in heads if i <= self.first + 3]
        self.headline_at = within[-1] if within else (heads[0] if heads else -1)


def _gaps(size: int, marked: set[int], order: range) -> list[int]:
    gaps, gap = [0] * size, 99
    for i in order:
        gaps[i] = gap
        gap = 0 if i in marked else min(99, gap + 1)
    return gaps


def _tag_class(frame: Frame) -> tuple[str, str]:
    return frame.tag, frame.element.get("class") or ""


def _signature(frame: Frame) -> tuple[str, str, str, str]:
    return (*_tag_class(frame), *(_tag_class(frame.parent) if frame.parent else ("", "")))


def _row(context: _Context, line: Line) -> list[float]:
    return [
        *_of_itself(line, context),
        *_of_its_zones(line, context),
        *_of_its_frames(line, context),
        *_of_its_place(line, context),
        *_of_its_neighbours(line, context),
        *_of_the_page(line, context),
        *_of_its_words(line, context),
        *context.of_page,
    ]


def _of_itself(line: Line, context: _Context) -> list[float]:
    text, size = line.text, context.widths[line.index]
    strong = line.strong / len(text)
    opening = text[0]
    return [
        min(size, 400) / 100, size < 20, 20 <= size < 45, 45 <= size < 90, size > 200,
        context.shape.weights[line.index] > 0, line.link_share, line.link_share > 0.9, strong, strong > 0.95,
        bool(_SENTENCE_END.search(text)), text.endswith(":"), opening.islower(), opening in "\"“„«»‘'",
        bool(_ODD.search(text)), sum(c.isdigit() for c in text[:100]) / min(100, len(text)),
        sum(c.isupper() for c in text[:100]) / min(100, len(text)),
    ]  # fmt: skip


def _of_its_zones(line: Line, context: _Context) -> list[float]:
    zones = context.shape.zones[line.index]
    near = line.segments[0].frame.own | line.frame.own | (line.frame.parent.own if line.frame.parent else Zone.NONE)
    tag = line.frame.tag
    return [
        *(tag == name for name in _TAGS),
        tag not in _TAGS,
        *_bits(zones),
        bool(zones & FOREIGN),
        *_bits(near),
    ]


@lru_cache(maxsize=5_000)
def _bits(zones: int) -> tuple[bool, ...]:
    return tuple(bool(zones & bit) for bit in ZONES.values())


def _of_its_frames(line: Line, context: _Context) -> list[float]:
    inside = context.inside[line.index]
    level = line.frame.depth - context.container.depth if inside and context.container else -1
    parent = line.frame.parent or line.frame
    return [
        inside, level == 1, level == 2, level == 3, level > 3,
        context.shape.mass.get(parent, 0.0) / context.total if inside else 0.0,
        context.signature[_signature(line.frame)] / context.signatures,
        context.tag_class[_tag_class(line.frame)] / context.signatures,
    ]  # fmt: skip


def _of_its_place(line: Line, context: _Context) -> list[float]:
    i = line.index
    before = context.before[i]
    after = max(0.0, 1.0 - before - (context.shape.weights[i] if context.inside[i] else 0.0) / context.total)
    return [
        before, after, i <= context.first, i >= context.last,
        min(10, context.gap_before[i]) / 10, min(10, context.gap_after[i]) / 10,
    ]  # fmt: skip


def _of_its_neighbours(line: Line, context: _Context) -> list[float]:
    lines, i = context.lines, line.index
    previous = lines[i - 1] if i else None
    following = lines[i + 1] if i + 1 < len(lines) else None
    signature = _signature(line.frame)
    branch = _branch(line, context)
    size = max(1, context.size.get(branch, 1))
    parent = line.frame.parent or line.frame
    return [
        bool(previous and context.shape.weights[i - 1]), bool(following and context.shape.weights[i + 1]),
        min(context.widths[i - 1], 400) / 100 if previous else 0.0,
        min(context.widths[i + 1], 400) / 100 if following else 0.0,
        previous.link_share if previous else 0.0, following.link_share if following else 0.0,
        bool(previous and previous.frame.zones & Zone.HEADING),
        bool(following and following.frame.zones & Zone.HEADING),
        bool(previous and _signature(previous.frame) == signature),
        bool(following and _signature(following.frame) == signature),
        context.counts[context.squashed[i]] > 1,
        context.linked.get(branch, 0) / size, context.linked.get(parent, 0) / max(1, context.size.get(parent, 1)),
        context.shape.mass.get(branch, 0.0) / size,
    ]  # fmt: skip


def _branch(line: Line, context: _Context) -> Frame:
    """Return the child of the container that holds the line."""
    below = line.frame
    for frame in line.frame.chain():
        if frame is context.container:
            return below
        below = frame
    return line.frame.parent or line.frame


def _of_the_page(line: Line, context: _Context) -> list[float]:
    squashed = context.squashed[line.index]
    long = len(squashed) >= _SAYS_SOMETHING
    known = len(context.body) > 200
    carried = bool(squashed) and squashed in context.body
    return [
        known and carried and long, known and not carried,
        bool(squashed) and squashed in context.headlines,
        long and any(squashed in text for text in context.headlines),
        long and squashed in context.descriptions,
        long and any(squashed in text or text in squashed for text in context.descriptions),
        line.index < context.headline_at, context.headline_at < 0,
        bool(context.resiliparse) and long and squashed in context.resiliparse,
    ]  # fmt: skip


def _of_its_words(line: Line, context: _Context) -> list[float]:
    phrases, text = context.phrases, line.text
    reason = phrases.furniture_reason(text) if len(text) < 200 else None
    folded = fold(text) if len(text) < 60 else ""
    return [
        reason is not None, reason == "navigation", reason == "newsletter", reason == "related_links",
        reason == "author_box",
        folded in phrases.related_headers, folded in phrases.summary_labels, phrases.is_correction(text),
        phrases.is_signoff(text), phrases.is_credit(text), bool(phrases.bylines and phrases.bylines.match(text)),
        0 <= context.related_at < line.index,
    ]  # fmt: skip
