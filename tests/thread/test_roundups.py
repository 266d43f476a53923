"""Pages that tell of many things are known by their parts, which have no names in common; they touch, and join nothing."""

from datetime import timedelta

from firsthand.model.document import Document
from firsthand.model.thread import Roundup
from firsthand.profiles.background import load_background
from firsthand.thread.features import features
from firsthand.thread.gists import gist
from firsthand.thread.roundups import roundup, touch
from tests import made
from tests.thread.test_threads import grouped

PARTS = (
    "Storm Odile has left four dead around Kestrel Bay, where the sea wall gave way below Tern Street in the night "
    "before the coastguard of Harrow could reach it.",
    "Rescuers at the Hallow pit above Tolley are digging by hand toward eleven miners who were cut off when the roof "
    "of the Wexcombe gallery came down.",
    "Leopold Strake, who once ran the railways, goes to prison for nine years over a ghost company called Ferrant Lane "
    "that billed them for nothing at all.",
    "The rocket Halyard has put the space tug Packhorse into orbit at the third attempt, and the engineers at Sallow "
    "report that both of its panels are open.",
    "Silver worth a fortune was carried out of the museum by the Brothers Quill while an alarm engineer from Denholm "
    "looked for a leak in the roof.",
    "Nobody who still has Belmora drops in the cupboard should use them, says Hester Pym of the agency, after several "
    "people in Ostrava lost their sight.",
)


def known(page: Document) -> Roundup | None:
    return roundup(page, features(page, load_background()), load_background())


def briefing() -> Document:
    return made.document(*PARTS, url="https://brief.example/a", headline="Your briefing", published=made.at(3, 18))


def test_a_page_whose_parts_share_no_names_is_a_round_up() -> None:
    page = briefing()
    found = known(page)
    assert found is not None
    assert [page.text[s.start : s.end] for s in found.sections] == list(PARTS)
    assert {"odile", "kestrel"} <= found.sections[0].terms


def test_a_report_that_comes_back_to_its_names_is_none() -> None:
    assert known(made.document(*made.STRIKE)) is None
    told = [
        f"{part} Captain Orsolya Venn of the Marigold heard of it in Brindle, where the Marigold lay." for part in PARTS
    ]
    assert known(made.document(*told)) is None
    assert known(made.document(*PARTS[:4])) is None, "too few parts"


def test_a_round_up_touches_what_a_part_of_it_tells_of() -> None:
    storm = made.document(
        "Storm Odile tore a gap in the sea wall of Kestrel Bay on Monday night, and four people died in Tern Street.",
        "The coastguard said the wall at Kestrel Bay had been weak since Odile turned north.",
        headline="Odile breaks the sea wall at Kestrel Bay",
        published=made.at(3, 6),
    )
    (story,), _ = grouped([storm])
    target = gist(story, {storm.id: storm}, load_background())
    page = known(briefing())
    assert page is not None
    found = touch(page, target)
    assert found is not None
    (span,) = found.reason.spans
    assert briefing().text[span.start : span.end] == PARTS[0]
    assert touch(Roundup(page.document, None, page.sections), target) is None
    late = Roundup(page.document, storm.published.at + timedelta(days=9), page.sections)  # type: ignore[union-attr]
    assert touch(late, target) is None


def test_a_round_up_joins_no_stories_and_is_of_none_of_them() -> None:
    told = (
        "Four people drowned near Tern Street when Odile broke through the wall of Kestrel Bay, the coastguard said.",
        "Eleven miners are cut off in the Wexcombe gallery of the Hallow pit; Tolley waits at the gate, and rescuers dig.",
        "Nine years for Leopold Strake: the judge called Ferrant Lane a ghost that sent bills to the railways.",
    )
    reports = [
        made.document(words, url=f"https://{n}.example/a", headline=words[:40], published=made.at(3, 6 + n))
        for n, words in enumerate(told)
    ]
    page = briefing()
    stories, threads = grouped([*reports, page])
    (home,) = [s for s in stories if any(m.document == page.id for m in s.members)]
    assert [m.document for m in home.members] == [page.id]
    assert len(stories) == 4
    assert threads == []
    assert gist(home, {page.id: page}, load_background()).terms == {}
