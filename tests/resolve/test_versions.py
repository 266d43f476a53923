"""Captures of one page: what is a version, what is the same seen again, and what is a correction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from firsthand.model.document import Document
from firsthand.profiles.lexicon import load_lexicon
from firsthand.resolve.versions import chain, changed, correction, versions
from tests.made import SEEN, STRIKE, at, document

LEXICON = load_lexicon()
NOTE = "This story was corrected to say 812 members, not 821."


def capture(hour: int, *paragraphs: str, note: str | None = None, headline: str = "Harbour strike ends") -> Document:
    seen = SEEN + timedelta(hours=hour)
    return document(*(paragraphs or STRIKE), headline=headline, signoff=note, outlet="One", seen=seen)


def told(captured: Sequence[Document]) -> list[tuple[str, int, bool]]:
    return [(v.document, len(v.again), v.note is not None) for v in chain(captured, LEXICON)]


def test_a_capture_without_a_change_of_words_is_the_same_version_again() -> None:
    first = capture(0)
    marks = [p.replace('"', "”").replace("Tuesday", "TUESDAY") for p in STRIKE]
    restyled = capture(1, *marks)
    assert told([first, restyled]) == [(first.id, 1, False)]


def test_new_words_are_a_new_version_and_so_is_a_new_headline() -> None:
    first, longer = capture(0), capture(2, *STRIKE, "The cranes moved at nine.")
    renamed = capture(3, *STRIKE, "The cranes moved at nine.", headline="Cranes move again")
    back = capture(4)
    assert told([first, longer, renamed, back]) == [(d.id, 0, False) for d in (first, longer, renamed, back)]
    assert changed(first, longer, LEXICON) == "Adds one passage (“The cranes moved at nine.”)."
    assert changed(longer, renamed, LEXICON) == (
        "Changes the headline from “Harbour strike ends” to “Cranes move again”."
    )


def test_a_change_around_the_text_is_told_as_that() -> None:
    signed = capture(1, note="Reporting by Tom Abel")
    assert changed(signed, capture(2), LEXICON) == ("Changes only what stands around the text.")
    styled = [p.replace("percent", "per cent") for p in STRIKE]
    assert changed(capture(0), capture(1, *styled), LEXICON) == "Changes only house style."


def test_the_order_of_captures_does_not_matter_and_the_pages_own_clock_does() -> None:
    early, late = capture(5, "The first."), capture(1, "The second.")
    dated = [replace(early, updated=at(3, 10)), replace(late, updated=at(3, 12))]
    assert [v.document for v in chain(dated, LEXICON)] == [early.id, late.id]
    some = [capture(n, *STRIKE[: 1 + n // 2]) for n in range(5)]
    assert len({str(versions(order, LEXICON)) for order in permutations(some)}) == 1


def test_a_correction_is_told_where_it_is_new() -> None:
    first, corrected = capture(0), capture(1, note=NOTE)
    longer = capture(2, *STRIKE, "More.", note=NOTE)
    found = chain([first, corrected, longer], LEXICON)
    assert [v.note is not None for v in found] == [False, True, False]
    note = found[1].note
    assert note
    assert corrected.text[note.start : note.end] == NOTE


@pytest.mark.parametrize(
    "note",
    [
        NOTE,
        "(This version of the May 28 story has been corrected to fix the name of the port in paragraph 3)",
        "Correction: the vote was on Tuesday.",
        "Editor’s note: An earlier version of this article misstated the pay rise.",
        "(Corrects paragraph 2 to say crowns)",
        "In einer früheren Version dieses Textes stand eine falsche Zahl.",
        "RECTIFICATIF : le vote a eu lieu mardi.",
        "Fe de errores: la votación fue el martes.",
        "Rättelse: Omröstningen var på tisdagen.",
        "訂正：投票は火曜日でした。",
    ],
)
def test_corrections_are_recognised_in_many_languages(note: str) -> None:
    assert correction(capture(0, note=note), LEXICON)


@pytest.mark.parametrize(
    "note",
    [
        "Reporting by Tom Abel; Editing by Ruth Ives",
        "Editor's note: Ms Varga writes monthly.",
        "Update: The cranes are moving.",
    ],
)
def test_other_notes_are_no_correction(note: str) -> None:
    assert correction(capture(0, note=note), LEXICON) is None


def test_only_pages_with_something_to_tell_are_told() -> None:
    once = document(*STRIKE, url="https://two.example/b")
    wrong = document(*STRIKE, url="https://three.example/c", signoff=NOTE)
    assert versions([once], LEXICON) == ()
    assert [v.document for v in versions([once, wrong], LEXICON)] == [wrong.id]
    assert len(chain([once], LEXICON)) == 1
