"""The sample archive can be read whole, and is what its index says."""

from firsthand.capture.archive import demo_arrivals, demo_count


def test_every_page_of_the_archive_has_bytes_an_address_and_a_time() -> None:
    pages = list(demo_arrivals())
    assert len(pages) == demo_count() > 0
    for page in pages:
        assert page.content.strip(), page.place
        assert page.place == page.url
        assert page.seen_at is not None, page.place
        assert page.seen_at.tzinfo is not None, page.place


def test_no_two_pages_are_the_same_capture() -> None:
    pages = [(page.place, page.content) for page in demo_arrivals()]
    assert len(set(pages)) == len(pages)
