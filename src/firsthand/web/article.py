"""A document as an article to read: its blocks in order, the dateline in its paragraph, bullets in one list. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.contract import DocumentOut, PartOut
from firsthand.model.document import BlockKind, PartKind
from firsthand.model.span import Range
from firsthand.web.marks import Fragment, Spoken, fragments

#: A caption that only counts the pictures of a gallery.
_COUNT = re.compile(r"\d+\s*(?:/|of)\s*\d+")


@dataclass(frozen=True, slots=True)
class Passage:
    """One block to show. ``lead`` is the dateline it opens with; ``items`` are filled for a list only."""

    kind: str
    words: list[Fragment]
    lead: list[Fragment]
    items: list[list[Fragment]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A caption and the credit that followed it; either may be empty."""

    caption: str
    credit: str


def passages(document: DocumentOut, mark: Range | None, said: Sequence[Spoken] = ()) -> list[Passage]:
    """Return the running text as passages; the marked range and quotations are cut out of every block they touch."""
    found: list[Passage] = []
    lead: list[Fragment] = []
    for block in document.blocks:
        words = fragments(document.text, block.start, block.end, mark, said)
        if block.kind == BlockKind.DATELINE:
            lead = words
        elif block.kind == BlockKind.ITEM and found and found[-1].kind == BlockKind.ITEM:
            found[-1].items.append(words)
        elif block.kind == BlockKind.ITEM:
            found.append(Passage(block.kind, [], [], [words]))
        else:
            found.append(Passage(block.kind, words, lead, []))
            lead = []
    if lead:
        found.append(Passage(BlockKind.PARAGRAPH, [], lead, []))
    return found


def pictures(parts: list[PartOut]) -> list[Picture]:
    """Pair every caption with the credit right after it; a picture given twice is shown once."""
    found: list[Picture] = []
    for part in parts:
        if part.kind == PartKind.CAPTION:
            found.append(Picture(part.text, ""))
        elif part.kind == PartKind.CREDIT and found and not found[-1].credit:
            found[-1] = Picture(found[-1].caption, part.text)
        elif part.kind == PartKind.CREDIT:
            found.append(Picture("", part.text))
    return [
        picture for picture in dict.fromkeys(found) if not (_COUNT.fullmatch(picture.caption) and not picture.credit)
    ]
