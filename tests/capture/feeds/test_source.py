"""One door for whatever has entries, and what is said of what has none."""

import time
from contextlib import suppress

import pytest

from firsthand.capture.feeds import read_feed, read_source
from firsthand.capture.feeds.bounds import MOST_ENTRIES
from firsthand.model.errors import InputError
from firsthand.model.feed import FeedKind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<rss><channel><item><title>One</title></item></channel></rss>", FeedKind.RSS),
        (b"<!-- <p>not a page</p> --><rss><channel><item><title>One</title></item></channel></rss>", FeedKind.RSS),
        (b"<br />\n<b>Warning</b>: x in y.php <?xml version='1.0'?><rss><channel><item><title>One</title></item></channel></rss>", FeedKind.RSS),
        (b"<p>Notice</p><rss><channel><item><title>One</title></item></channel></rss>", FeedKind.RSS),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>One</title></entry></feed>', FeedKind.ATOM),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": 1}]}', FeedKind.JSON),
        (b"<urlset><url><loc>https://a.example/1</loc></url></urlset>", FeedKind.SITEMAP),
        (b'<html><div class="h-feed"><p class="h-entry"><b class="p-name">A</b></p></div>', FeedKind.HFEED),
    ],
)  # fmt: skip
def test_everything_that_has_entries_is_read(content: bytes, kind: FeedKind) -> None:
    feed = read_source(content)
    assert (feed.kind, len(feed.entries)) == (kind, 1)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<!DOCTYPE html><html><head><title>Harbour Post</title></head><body><p>Text</p></body></html>", "a web page"),
        (b"<!doctype html><title>Just a moment...</title><script src='/x.js'></script>", "a challenge page"),
        (b'<html><body><script src="/cdn-cgi/challenge-platform/x.js"></script></body></html>', "Cloudflare"),
        (b'{"error": "no"}', "JSON, but no feed"),
        (b"[1, 2]", "JSON, but no feed"),
        (b"{broken", "JSON, but no feed"),
        (b"<opml version='2.0'><body/></opml>", "a list of feeds (OPML)"),
        (b"<?xml version='1.0'?><!-- x --><Error><Code>AccessDenied</Code></Error>", "an error message of the server"),
        (b"<thing><a/></thing>", "XML (thing), but no feed"),
        (b"%PDF-1.7 x", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"User-agent: *\nDisallow: /", "plain text"),
        (b"ab\x00\x01\x02", "bytes of another kind (application/x)"),
    ],
)
def test_what_has_none_is_named(content: bytes, says: str) -> None:
    with pytest.raises(InputError) as error:
        read_source(content, media_type="application/x")
    assert (error.value.code, says in error.value.cause, bool(error.value.next_try)) == ("not-a-feed", True, True)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<rss>" + b" " * 15_000_000, "feed-size"),
        (b"<rss>" + b"<a>" * 3000 + b"</rss>", "feed-depth"),
    ],
)
def test_other_causes_keep_their_names(content: bytes, code: str) -> None:
    with pytest.raises(InputError) as error:
        read_source(content)
    assert error.value.code == code


def test_an_article_that_loads_a_captcha_is_no_wall() -> None:
    page = b'<html><script class="g-recaptcha"></script><p>' + b"The harbour closed. " * 100
    with pytest.raises(InputError, match="a web page"):
        read_source(page)


@pytest.mark.parametrize(
    "content",
    [
        b"<rss><channel>" + b"<item/>" * 570_000 + b"</channel></rss>",
        b"<rss><channel>" + b"<item/>" * 140_000 + b"</channel></rss>",
        b'{"version":"https://jsonfeed.org/version/1","items":[' + b"{}," * 1_000_000 + b"{}]}",
    ],
    ids=["large", "small enough for the second reader", "json"],
)
def test_entries_are_bounded_and_the_rest_counted(content: bytes) -> None:
    began = time.perf_counter()
    feed = read_feed(content)
    assert len(feed.entries) == MOST_ENTRIES
    assert feed.left_out == max(content.count(b"<item/>"), content.count(b"{}")) - MOST_ENTRIES
    assert time.perf_counter() - began < 8


def test_atom_in_base64_is_read_and_what_is_no_text_is_left() -> None:
    feed = read_feed(
        b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="application/octet-stream">U3Rvcm0=</title>
        <content type="image/png">/9j/4A==</content></entry></feed>"""
    )
    assert (feed.entries[0].title, feed.entries[0].content) == ("Storm", "/9j/4A==")
    old = read_feed(
        b'<feed xmlns="http://purl.org/atom/ns#"><entry><title mode="base64">U3Rvcm0=</title></entry></feed>'
    )
    assert old.entries[0].title == "Storm"


@pytest.mark.parametrize(
    "content",
    [
        b"<rss><channel><item><title>One</title></image></width></item></channel>&#99999999;",
        b"<rss><channel><image></width><width></image>",
        b"<rss version='2.0'><channel>&#99999999;<item></channel>",
    ],
)
def test_what_breaks_the_second_reader_is_an_ill_formed_feed_at_worst(content: bytes) -> None:
    with suppress(InputError):
        assert read_feed(content).ill_formed
