"""Captures of one page over time: which of them show a new version, and which of those carry a correction.

Pages change all day without saying anything new: counters, dates, related links. None of that is in the running text, so
a version is a change of its words (folded) or of the headline; a capture without one shows the same version again.
"""

from collections.abc import Iterable

from firsthand.model.comparison import Change
from firsthand.model.document import BlockKind, Document
from firsthand.model.lexicon import Lexicon
from firsthand.model.span import Span
from firsthand.model.story import Version
from firsthand.resolve.account import account
from firsthand.resolve.compare import compare
from firsthand.text.tokens import words

#: Words of the lexicon: what a correction note begins with, and what makes a note one wherever it stands in it.
_BEGINS, _HOLDS = "corrected_label", "corrected"


def versions(documents: Iterable[Document], lexicon: Lexicon) -> tuple[Version, ...]:
    """Return the versions of every page that was captured more than once or carries a correction, page by page."""
    pages: dict[str, list[Document]] = {}
    for document in _in_time(documents):
        pages.setdefault(document.article, []).append(document)
    found: list[Version] = []
    for captured in pages.values():
        if len(captured) > 1 or correction(captured[0], lexicon):
            found += chain(captured, lexicon)
    return tuple(found)


def chain(captured: Iterable[Document], lexicon: Lexicon) -> list[Version]:
    """Return the versions of one page, in time; whichever order its captures come in.

    A page that goes back to what it said before has a new version by that. ``note`` is kept where it is new.
    """
    found: list[Version] = []
    before: tuple[str, ...] | None = None
    noted = ""
    for document in _in_time(captured):
        wording = _wording(document)
        if wording == before:
            last = found[-1]
            found[-1] = Version(last.document, last.article, (*last.again, document.id), last.note)
            continue
        note = correction(document, lexicon)
        text = document.text[note.start : note.end] if note else ""
        found.append(Version(document.id, document.article, (), note if text != noted else None))
        before, noted = wording, text
    return found


def correction(document: Document, lexicon: Lexicon) -> Span | None:
    """Return the first note of a page that says it was corrected."""
    begins, holds = tuple(lexicon.words.get(_BEGINS, ())), lexicon.words.get(_HOLDS, frozenset())
    for block in document.blocks_of(BlockKind.NOTE):
        text = " ".join(document.text[block.start : block.end].casefold().replace("’", "'").lstrip("(*[ ").split())
        if text.startswith(begins) or any(phrase in text for phrase in holds):
            return Span(document.id, block.start, block.end)
    return None


def changed(before: Document, after: Document, lexicon: Lexicon) -> str:
    """Say in a sentence or two what one version changed of the one before it."""
    said: list[str] = []
    if words(before.headline).folded != words(after.headline).folded:
        said.append(f"Changes the headline from “{before.headline}” to “{after.headline}”.")
    if words(before.text).folded != words(after.text).folded:
        said.append(_account(before, after, lexicon))
    return " ".join(said)


def _account(before: Document, after: Document, lexicon: Lexicon) -> str:
    """Tell a change of words; datelines, sign-offs and notes are no change of what a page says, and told only if alone."""
    found = [d for d in compare(before, after, lexicon).differences if d.rule != "furniture"]
    if all(d.change is Change.HOUSE_STYLE for d in found):
        return "Changes only house style." if found else "Changes only what stands around the text."
    return account(before.text, after.text, found)


def _wording(document: Document) -> tuple[str, ...]:
    return (*words(document.headline).folded, "\n", *words(document.text).folded)


def _in_time(captured: Iterable[Document]) -> list[Document]:
    """Order captures of a page by when it says it was last changed, if all of them say it, else by when they were seen."""
    seen = sorted(captured, key=lambda d: (str(d.seen.at) if d.seen else "", d.id))
    said = [d.updated or d.published for d in seen]
    if not all(said):
        return seen
    return [
        d
        for _, _, d in sorted((moment.at, n, d) for n, (moment, d) in enumerate(zip(said, seen, strict=True)) if moment)
    ]
