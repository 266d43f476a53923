"""What a feed says of an entry, as a page of its own."""

from datetime import UTC, datetime

import pytest

from firsthand.capture.feeds.content import as_page, has_text, is_full, words_in
from firsthand.extract.cascade import extract_capture
from firsthand.model.capture import make_capture
from firsthand.model.feed import Entry
from firsthand.model.moment import Moment
from firsthand.profiles.lexicon import load_lexicon

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SENTENCES = [
    "The harbour board closed the northern quay on Monday after divers found cracks in two of its piers.",
    "Ferries to the islands will leave from the fish market until the end of June, the board said.",
    "“We would rather lose a summer than a ship,” said Ingrid Falk, who has run the port for eleven years.",
    "The repair is to cost about four million crowns, half of which the county has promised to pay.",
    "Fishermen asked for places at the southern quay, where there is room for nine of their twenty boats.",
    "A first hearing on the plans will be held in the town hall on Thursday evening at seven.",
    "The quay was built in 1931 and was strengthened last after the storm of 1987.",
]
FULL = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def entry(**said: object) -> Entry:
    return Entry(id="1", link="https://harbour.example/quay", title="Northern quay closed", **said)  # type: ignore[arg-type]


def test_a_whole_story_is_told_from_a_teaser() -> None:
    assert is_full(entry(content=FULL))
    assert not is_full(entry(content=f"<p>{SENTENCES[0]}</p>"))
    assert not is_full(entry(summary=FULL[:400]))


@pytest.mark.parametrize(
    "end", ["…", "[...]", " Read more", "<a href='/x'>Continue reading <em>Northern quay</em></a>", "Weiterlesen"]
)
def test_a_story_that_breaks_off_is_a_teaser(end: str) -> None:
    assert not is_full(entry(content=f"{FULL}<p>{SENTENCES[0][:40]}{end}</p>"))


def test_a_caption_is_no_text() -> None:
    assert not has_text(entry(summary="The quay. Photo: Harbour Board"))
    assert has_text(entry(summary=" ".join(SENTENCES[:2])))


def test_words_are_counted_without_tags_and_in_any_script() -> None:
    assert words_in("<p>One <b>two</b></p><script>var x = 1</script>") == 2
    assert words_in("港湾局は北埠頭を閉鎖した") >= 5


def test_what_the_feed_says_stands_in_the_document() -> None:
    said = entry(content=FULL, authors=("Mara Lind",), published=Moment(NOON))
    content = as_page(said, "The Harbour Post", "en")
    capture = make_capture(content, "feed#1", NOON, "text/html", "utf-8", said.link)
    document = extract_capture(capture, content, load_lexicon()).documents[0]
    assert document.headline == "Northern quay closed"
    assert document.published is not None
    assert document.published.at == NOON
    assert document.url == said.link
    assert document.outlet == "The Harbour Post"
    assert all(sentence in document.text for sentence in SENTENCES)


def test_the_same_entry_is_the_same_page() -> None:
    assert as_page(entry(content=FULL), "Post") == as_page(entry(content=FULL), "Post")


def test_what_a_feed_says_cannot_leave_its_attribute() -> None:
    made = as_page(entry(content="x" * 10, authors=('"><script>',)), '"><script>alert(1)</script>').decode()
    assert "<script>" not in made


def test_plain_text_keeps_its_paragraphs() -> None:
    assert as_page(entry(content="One.\n\nTwo < three."), "Post").count(b"<p>") == 2
