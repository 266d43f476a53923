"""The page as text: lines in the order of the markup, every line with its place in the tree and its exact offsets.

Blocks of the page end lines; whitespace inside a line is one space; what a browser never shows (scripts, styles,
templates,
hidden elements) is left out. Walks without recursion: depth of nesting costs memory, never the stack.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from firsthand.extract.html.names import zones_of_name, zones_of_property, zones_of_role, zones_of_tag
from firsthand.model.span import Range

_SKIPPED = frozenset(
    "script style noscript template svg head iframe object embed canvas audio video map math option datalist input "
    "textarea".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q ruby rb rt rp s "
    "samp small span strike strong sub sup time tt u var wbr img picture source amp-img".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SPACE = re.compile(r"[\s\u200b\ufeff\u2060]+")
_SENTENCE_END = re.compile(r"[.!?…。！？][”»“\"'’)\]」』]*\s*$")
_INITIAL = re.compile(r"drop-?cap|initial|first-?letter", re.I)
#: Letters that are a word in a language of the news pages seen.
_ONE_LETTER_WORDS = frozenset("AÀEÈÉIÍOÓUYKSVWZАВИІЙКОСУЯЄ")
#: One <br> ends a paragraph only behind a sentence this long; shorter ones are verses, addresses, score lists.
_SHORTEST_PARAGRAPH = 70
#: A hidden element with this much text in paragraphs is an article behind a paywall script, not a menu.
_HIDDEN_ARTICLE = 400
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)


@dataclass(eq=False, slots=True)
class Frame:
    """An element on the way from the root to a line. ``zones`` holds its own and its ancestors', ``own`` its own."""

    element: HtmlElement
    tag: str
    parent: "Frame | None"
    zones: int
    own: int
    depth: int
    block: bool
    link: bool
    strong: bool
    order: int

    def chain(self) -> Iterator["Frame"]:
        """Yield this frame and its ancestors, innermost first."""
        frame: Frame | None = self
        while frame is not None:
            yield frame
            frame = frame.parent


@dataclass(eq=False, slots=True)
class Segment:
    """A text node's stretch of the reading, and the element it stands in."""

    start: int
    end: int
    frame: Frame


@dataclass(eq=False, slots=True)
class Line:
    """A line of the reading, and the innermost block element that holds it."""

    index: int
    start: int
    end: int
    text: str
    frame: Frame
    segments: list[Segment]
    linked: int
    strong: int

    @property
    def zones(self) -> int:
        """Zones of the line: those of its block element, and of an inline element that holds all of it."""
        if len(self.segments) == 1:
            return self.segments[0].frame.zones
        return self.frame.zones

    @property
    def tag(self) -> str:
        """The tag of the block element."""
        return self.frame.tag

    @property
    def range(self) -> Range:
        """The line's place in the reading."""
        return Range(self.start, self.end)

    @property
    def link_share(self) -> float:
        """The share of the line's characters that are links."""
        return self.linked / max(1, len(self.text))


@dataclass(eq=False, slots=True)
class Page:
    """The flattened page; ``depth`` is how deep its elements nest."""

    root: HtmlElement
    reading: str
    lines: list[Line]
    depth: int


@dataclass(eq=False, slots=True)
class _Writer:
    """Collects text into lines. ``pending`` is the line being written, ``breaks`` the <br> seen since its last word."""

    lines: list[Line] = field(default_factory=list)
    pending: list[tuple[str, Frame]] = field(default_factory=list)
    position: int = 0
    breaks: int = 0

    def add(self, text: str, frame: Frame) -> None:
        text = _SPACE.sub(" ", text.replace("\xad", ""))
        if not self.pending or self.pending[-1][0].endswith(" "):
            text = text.lstrip(" ")
        if self.pending and len(self.pending) <= 2 and self._follows_initial(text):
            del self.pending[1:]
            text = text.lstrip(" ")
        if text:
            self.pending.append((text, frame))
            if text != " ":
                self.breaks = 0

    def _follows_initial(self, text: str) -> bool:
        """Say whether the blank before ``text`` only sets off an initial: ``N`` + `` `` + ``obody knew``.

        The letter's element must be named as one. A letter that is a word of its own somewhere (``A man``) keeps its
        blank.
        """
        letter, frame = self.pending[0]
        between = "".join(pending for pending, _ in self.pending[1:]) + text[: len(text) - len(text.lstrip(" "))]
        if between != " " or not text.lstrip(" ")[:1].islower():
            return False
        named = any(
            _INITIAL.search(f.element.get("class") or "") for f, _ in zip(frame.chain(), range(2), strict=False)
        )
        return len(letter) == 1 and letter.isupper() and letter not in _ONE_LETTER_WORDS and named

    def line_break(self, frame: Frame, block: Frame) -> None:
        self.breaks += 1
        if self.breaks > 1 or self._is_whole():
            self.end_line(block)
        elif self.pending and not self.pending[-1][0].endswith(" "):
            self.pending.append((" ", frame))

    def _is_whole(self) -> bool:
        """Say whether what is pending is a paragraph: old editors write <br> where others end a <p>."""
        size = sum(len(text) for text, _ in self.pending)
        return size >= _SHORTEST_PARAGRAPH and bool(
            _SENTENCE_END.search("".join(text for text, _ in self.pending[-3:]))
        )

    def end_line(self, block: Frame) -> None:
        self.breaks = 0
        while self.pending and not self.pending[-1][0].strip():
            self.pending.pop()
        if not self.pending:
            return
        last, frame = self.pending[-1]
        self.pending[-1] = (last.rstrip(), frame)
        start, at = self.position, self.position
        segments: list[Segment] = []
        linked = strong = 0
        for text, frame in self.pending:
            segments.append(Segment(at, at + len(text), frame))
            linked += len(text) * frame.link
            strong += len(text) * frame.strong
            at += len(text)
        whole = "".join(text for text, _ in self.pending)
        self.lines.append(Line(len(self.lines), start, at, whole, block, segments, linked, strong))
        self.position = at + 1
        self.pending.clear()


def read_tree(root: HtmlElement) -> Page:
    """Flatten a tree into its reading."""
    writer = _Writer()
    stack: list[Frame] = []
    blocks: list[Frame] = []
    order = depth = 0
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            parent = stack[-1] if stack else None
            frame = _frame(element, parent, order)
            order += 1
            if frame.block:
                if blocks:
                    writer.end_line(blocks[-1])
                blocks.append(frame)
            stack.append(frame)
            depth = max(depth, len(stack))
            if frame.tag in _SKIPPED or _is_hidden(element):
                walk.skip_subtree()
            elif frame.tag == "br":
                writer.line_break(parent or frame, blocks[-1])
            elif element.text:
                writer.add(element.text, frame)
        elif event == "end":
            frame = stack.pop()
            if frame.block:
                writer.end_line(frame)
                blocks.pop()
            if element.tail and stack:
                writer.add(element.tail, stack[-1])
        elif element.tail and stack:
            writer.add(element.tail, stack[-1])
    return Page(root, "\n".join(line.text for line in writer.lines), writer.lines, depth)


def _frame(element: HtmlElement, parent: Frame | None, order: int) -> Frame:
    tag = element.tag if isinstance(element.tag, str) else "?"
    attributes = element.attrib
    own = zones_of_tag(tag)
    for key in ("class", "id", "data-testid", "data-component", "data-type"):
        value = attributes.get(key)
        if value:
            for name in value.split()[:30]:
                own |= zones_of_name(name)
    if "itemprop" in attributes:
        own |= zones_of_property(attributes["itemprop"])
    if "role" in attributes:
        own |= zones_of_role(attributes["role"])
    if "-" in tag:
        own |= zones_of_name(tag)
    if parent is None:
        return Frame(element, tag, None, own, own, 0, True, tag == "a", False, order)
    return Frame(
        element,
        tag,
        parent,
        parent.zones | own,
        own,
        parent.depth + 1,
        _is_block(tag, parent),
        parent.link or tag == "a",
        parent.strong or tag in ("strong", "b"),
        order,
    )


def _is_block(tag: str, parent: Frame) -> bool:
    if tag in _INLINE or tag in _SKIPPED or tag == "br":
        return False
    return not ("-" in tag and (parent.tag == "p" or not parent.block))


def _is_hidden(element: HtmlElement) -> bool:
    attributes = element.attrib
    style = attributes.get("style")
    if "hidden" in attributes or (style and _HIDDEN_STYLE.search(style)):
        return attributes.get("hidden") != "until-found" and not _holds_paragraphs(element)
    return False


def _holds_paragraphs(element: HtmlElement) -> bool:
    size = 0
    for paragraph in element.iter("p"):
        size += len(paragraph.text or "") + sum(len(child.text or "") + len(child.tail or "") for child in paragraph)
        if size > _HIDDEN_ARTICLE:
            return True
    return False
