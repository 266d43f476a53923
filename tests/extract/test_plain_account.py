"""Whatever the text: sources are exact, and every character is in one piece or in one drop with a reason."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.extract.assemble import assemble
from firsthand.extract.plain.furniture import find_cuts
from firsthand.extract.plain.read import read_plain
from firsthand.extract.plain.shape import fold, shape_of
from firsthand.extract.plain.unglue import segments
from firsthand.model.capture import make_capture
from firsthand.model.lexicon import Lexicon
from firsthand.profiles.lexicon import load_lexicon

SEEN = datetime(2025, 6, 4, 20, 30, tzinfo=UTC)
LEXICON = load_lexicon()

PROSE = (
    "The harbour stays closed until Friday after two ferries collided in thick fog, the port authority said, and more "
    "than four hundred passengers had to be brought ashore in small boats, opens new tab by fishermen. Sign up  here."
)
BITS = st.sampled_from(
    [
        PROSE, "MOSCOW, May 28 (Reuters) - " + PROSE, "By Ann Example", "May 28, 20252:00 PM UTC", "27 minutes ago",
        "The Daily Example", "- The Daily Example", "Harbour closed after two ferries collide", "Summary", "Topics:",
        "Related Articles", "Photo: AP/Ann Example", "Item 1 of 6", "Share", "\n", "\n\n", "\r\n", " ", "\t", "\u00a0",
        "Reporting by Ann Example; editing by Bob Sample", "Correction: a name.", "NATO ENLARGEMENT",
        "港は閉鎖される。", "«", '"', "İ",
    ]
)  # fmt: skip
CAPTURES = st.lists(st.one_of(BITS, st.text(max_size=20)), max_size=40).map("".join)


def account(reading: str, lexicon: Lexicon) -> list[int]:
    """Count for every character how many pieces and drops hold it."""
    capture = make_capture(reading.encode("utf-8", "replace"), "file:///x", SEEN)
    drafts, _ = read_plain(capture, reading, lexicon)
    times = [0] * len(reading)
    for draft in drafts:
        held = [(s.start, s.end) for piece in draft.pieces for s in piece.sources]
        held += [(drop.start, drop.end) for drop in draft.drops]
        for start, end in held:
            for at in range(start, end):
                times[at] += 1
    return times if drafts else [1] * len(reading)


@settings(max_examples=150, deadline=None)
@given(CAPTURES)
def test_every_character_is_accounted_for_once(reading: str) -> None:
    assert set(account(reading, LEXICON)) <= {1}


@settings(max_examples=50, deadline=None)
@given(CAPTURES)
def test_it_works_without_any_word_list(reading: str) -> None:
    assert set(account(reading, Lexicon())) <= {1}


@settings(max_examples=100, deadline=None)
@given(CAPTURES)
def test_the_words_of_a_piece_are_the_words_of_its_sources(reading: str) -> None:
    capture = make_capture(reading.encode("utf-8", "replace"), "file:///x", SEEN)
    drafts, _ = read_plain(capture, reading, LEXICON)
    for draft in drafts:
        for piece in draft.pieces:
            assert piece.sources
            assert "".join(piece.text.split()) == "".join("".join(s.of(reading) for s in piece.sources).split())
        assemble(capture, 0, draft)


@settings(max_examples=100, deadline=None)
@given(CAPTURES)
def test_segments_hold_everything_but_white_space(reading: str) -> None:
    shape, folded = shape_of(reading), fold(reading)
    parts = segments(reading, shape, (), find_cuts(reading, folded, LEXICON), (), LEXICON)
    at = 0
    for part in parts:
        assert at <= part.start < part.end
        assert not shape[at : part.start].strip(" n_")
        at = part.end
    assert not shape[at:].strip(" n_")


@given(st.text())
def test_shapes_and_folds_keep_every_offset(text: str) -> None:
    assert len(shape_of(text)) == len(fold(text)) == len(text)
    assert shape_of(text).isascii()
