"""Feeds of every format, whole, broken and made to harm."""

import time
from contextlib import suppress

import pytest

from firsthand.capture.feeds import read_feed
from firsthand.capture.feeds.dates import read_date
from firsthand.model.errors import InputError
from firsthand.model.feed import FeedKind

_SPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
)


def rss(items: str, channel: str = "") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0" {_SPACES}><channel><title>News</title>{channel}{items}</channel></rss>'.encode()


def test_rss_with_everything() -> None:
    feed = read_feed(
        rss(
            """<item><title>Storm &amp;amp; flood</title><link>/1</link><guid isPermaLink="false">x1</guid>
            <pubDate>Wed, 28 May 2025 10:00:00 EST</pubDate><author>a@b.example (Ann)</author><dc:creator>Bob</dc:creator>
            <category>World</category><description>Short</description><content:encoded><![CDATA[<p>Long</p>]]></content:encoded>
            <enclosure url="/e.mp3" length="3" type="audio/mpeg"/></item>""",
            """<link>https://news.example/</link><language>en</language><ttl>60</ttl>
            <skipHours><hour>1</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day></skipDays>
            <atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://news.example/feed"/>
            <image><url>/logo.png</url><title>Not the title</title></image>""",
        )
    )
    assert (feed.kind, feed.version, feed.title, feed.link) == (FeedKind.RSS, "2.0", "News", "https://news.example/")
    assert (feed.language, feed.ttl, feed.skip_hours, feed.skip_days) == ("en", 60, (0, 1), ("Sunday",))
    assert (feed.hubs, feed.self_link) == (("https://hub.example/",), "https://news.example/feed")
    (entry,) = feed.entries
    assert (entry.id, entry.link, entry.permalink, entry.title) == (
        "x1",
        "https://news.example/1",
        False,
        "Storm & flood",
    )
    assert (entry.authors, entry.categories) == (("Ann", "Bob"), ("World",))
    assert (entry.summary, entry.content, entry.body) == ("Short", "<p>Long</p>", "<p>Long</p>")
    assert str(entry.published) == "2025-05-28T15:00:00Z"
    assert [(e.url, e.media_type, e.length) for e in entry.enclosures] == [
        ("https://news.example/e.mp3", "audio/mpeg", 3)
    ]


def test_a_caption_is_never_the_content_wherever_it_stands() -> None:
    feed = read_feed(
        rss(
            """<item><media:description>A man and his dog</media:description><title>One</title></item>
            <item><media:content url="p.jpg"><media:description>A boat</media:description><media:title>Sea</media:title>
            <media:credit>Ann</media:credit></media:content><media:title>Not a headline</media:title>
            <title>Two</title><description>Text</description></item>
            <item><media:group><media:description>Group</media:description><media:content url="v.mp4"/></media:group></item>"""
        )
    )
    assert [e.body for e in feed.entries] == ["", "Text", ""]
    assert [e.title for e in feed.entries] == ["One", "Two", ""]
    assert [e.captions for e in feed.entries] == [
        ("A man and his dog",),
        ("A boat", "Sea", "Not a headline"),
        ("Group",),
    ]
    assert (feed.entries[1].enclosures[0].caption, feed.entries[1].enclosures[0].credit) == ("A boat", "Ann")
    assert feed.entries[2].enclosures[0].caption == "Group"


def test_atom() -> None:
    feed = read_feed(
        b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.example/" xml:lang="de"><title type="html">T &amp;lt;b&amp;gt;</title>
        <link rel="self" href="feed"/><link href="/"/><link rel="hub" href="https://hub.example/"/>
        <entry><id>e1</id><title type="html">x &amp;amp; y</title><link rel="enclosure" href="a.mp3"/><link href="1"/>
        <updated>2025-05-28T10:00+02:00</updated><published>2025-05-28</published><author><name>A</name></author><author><name>B</name></author>
        <summary>1 &lt; 2</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hi <b>you</b></p></div></content>
        <category term="t"/></entry></feed>"""
    )
    (entry,) = feed.entries
    assert (feed.kind, feed.language, feed.link, feed.self_link) == (
        FeedKind.ATOM,
        "de",
        "https://b.example/",
        "https://b.example/feed",
    )
    assert (entry.link, entry.title, entry.authors) == ("https://b.example/1", "x & y", ("A", "B"))
    assert (str(entry.published), str(entry.updated)) == ("2025-05-28", "2025-05-28T08:00Z")
    assert entry.content == "<div><p>Hi <b>you</b></p></div>"
    assert entry.enclosures[0].url == "https://b.example/a.mp3"


def test_rdf_has_its_items_beside_the_channel() -> None:
    feed = read_feed(
        b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>R</title><link>https://r.example/</link></channel>
        <item rdf:about="https://r.example/1"><title>One</title><dc:date>2026-01-02</dc:date></item></rdf:RDF>"""
    )
    assert (feed.kind, feed.title, feed.entries[0].id, feed.entries[0].link) == (
        FeedKind.RDF,
        "R",
        "https://r.example/1",
        "https://r.example/1",
    )


def test_json_feed() -> None:
    feed = read_feed(
        b"""{"version": "https://jsonfeed.org/version/1.1", "title": "J", "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
        "items": [{"id": 7, "url": "https://j.example/7", "content_text": "1 < 2", "date_published": "2025-05-28T10:00:00Z",
        "authors": [{"name": "Ann"}], "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5}]},
        {"id": [], "title": "broken"}]}"""
    )
    assert (feed.kind, feed.version, feed.hubs) == (FeedKind.JSON, "1.1", ("https://hub.example/",))
    assert [(e.id, e.content, e.authors) for e in feed.entries] == [("7", "1 &lt; 2", ("Ann",))]
    assert feed.ill_formed == "1 items cannot be read"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<html><head><title>x</title></head><body>Not found</body></html>", "not-a-feed"),
        (b"<!DOCTYPE html><html><body><p>x<br></body></html>", "not-a-feed"),
        (b"<opml><body/></opml>", "not-a-feed"),
        (b'{"items": 3}', "feed-ill-formed"),
        (b'{"error": "no"}', "not-a-feed"),
        (b"[" * 100_000, "feed-ill-formed"),
        (b"\x89PNG\r\n\x1a\n", "feed-ill-formed"),
        (b"<!DOCTYPE rss [", "feed-ill-formed"),
        (b"<rss><channel><item>" + b"<a>" * 5000, "feed-depth"),
        (b"<rss>" + b" " * 15_000_001, "feed-size"),
    ],
)
def test_what_is_no_feed_says_why(content: bytes, code: str) -> None:
    with pytest.raises(InputError) as refused:
        read_feed(content)
    assert refused.value.code == code


def test_entities_are_never_expanded() -> None:
    bomb = "".join(f'<!ENTITY b{n} "&b{n - 1};&b{n - 1};&b{n - 1};&b{n - 1};">' for n in range(1, 30))
    feed = read_feed(
        f'<!DOCTYPE rss [<!ENTITY b0 "lol ]> ">{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<rss><channel><item><title>a &b29; &f; &eacute;</title><link>https://a.example/</link></item></channel></rss>".encode()
    )
    assert feed.entries[0].title == "a &b29; &f; é"


def test_broken_feeds_are_mended() -> None:
    for broken in (
        b"<rss><channel><item><title>Fish & chips</title><link>https://a.example/?a=1&b=2</link></item></channel></rss>",
        b"\n\n" + rss("<item><title>Fish &amp; chips</title><link>https://a.example/?a=1&amp;b=2</link></item>"),
        b"<rss><channel><item><title>Fish & chips</title><link>https://a.example/?a=1&amp;b=2</link></item>",
        b"<rss version=2.0><channel><item><title>Fish &amp; chips</title><link>https://a.example/?a=1&amp;b=2</link></item></channel></rss>tail",
    ):
        (entry,) = read_feed(broken).entries
        assert (entry.title, entry.link) == ("Fish & chips", "https://a.example/?a=1&b=2")


@pytest.mark.parametrize(
    "content",
    [
        b"<rss>" + b"<a " * 200_000,
        b"<rss><channel><item><title>" + b"&" * 500_000 + b"</title></item></channel></rss>",
        b"<rss><channel><item>" + b"<![CDATA[" * 100_000,
        b"<!--" * 200_000,
        b"<!DOCTYPE x " + b'[<!ENTITY a "b">' * 50_000,
        b"<rss><channel><item>" + (b"<author>" + b"@" * 390 + b"</author>") * 2000 + b"</item></channel></rss>",
        b"<rss><channel><item " + b" ".join(b'a%d="x"' % n for n in range(50_000)) + b"/></channel></rss>",
        b"<rss><channel><item>" + b"<media:description>" * 50_000,
        b"<rss><channel><item><title>" + b"&lt;a " * 100_000 + b"</title></item></channel></rss>",
    ],
    ids=["tags", "references", "sections", "comments", "type", "names", "attributes", "captions", "title"],
)
def test_what_is_made_to_harm_takes_little_time(content: bytes) -> None:
    started = time.process_time()
    with suppress(InputError):
        read_feed(content)
    assert time.process_time() - started < 8


def test_encodings() -> None:
    item = "<rss><channel><item><title>Größe</title></item></channel></rss>"
    for content, charset in (
        (item.encode(), None),
        (item.encode("latin-1"), "iso-8859-1"),
        (f'<?xml version="1.0" encoding="iso-8859-1"?>{item}'.encode("latin-1"), "utf-8"),
        (f'<?xml version="1.0" encoding="utf-16"?>{item}'.encode("utf-16"), None),
        (f'<?xml version="1.0" encoding="utf-16"?>{item}'.encode(), None),
        (f'<?xml version="1.0" encoding="nobody"?>{item}'.encode(), None),
        (f'<?xml version="1.0" encoding="iso-8859-1"?>{item} &'.encode("latin-1"), None),
    ):
        assert read_feed(content, charset=charset).entries[0].title == "Größe", content[:60]


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read_feed(rss("")).entries == ()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Wed, 28 May 2025 10:00:00 +0200", "2025-05-28T08:00:00Z"),
        ("28 May 25 10:00 GMT", "2025-05-28T10:00Z"),
        ("2025-05-28T10:00:00.123Z", "2025-05-28T10:00:00Z"),
        ("2025-05-28T10:00:00+0530", "2025-05-28T04:30:00Z"),
        ("2025-05-28 10:00", "2025-05-28T10:00Z"),
        ("20250528", "2025-05-28"),
        ("2025-05", "2025-05"),
        ("2025", "2025"),
        ("May 28, 2025 2:05 PM PDT", "2025-05-28T21:05Z"),
        ("mer., 28 mai 2025 10:00:00 CEST", "2025-05-28T08:00:00Z"),
        ("Wed May 28 10:00:00 UTC 2025", "2025-05-28T10:00:00Z"),
        ("Wed, 28 May 2025 24:00:00 GMT", "2025-05-29T00:00:00Z"),
        ("Wed, 31 Feb 2025 10:00:00 GMT", "None"),
        ("yesterday", "None"),
        ("0000-00-00", "None"),
        ("99999999999999", "None"),
        ("", "None"),
    ],
)
def test_dates(text: str, read: str) -> None:
    assert str(read_date(text)) == read


def test_a_clock_without_a_zone_says_so() -> None:
    date = read_date("2025-05-28T10:00:00")
    assert date is not None
    assert not date.zone_known


def test_a_description_that_holds_only_elements_is_no_reason_to_lose_a_feed() -> None:
    """feedparser has None for it, where it has the text of every other."""
    items = "".join(f"<item><title>Quay {n}</title><guid>{n}</guid></item>" for n in range(2))
    torn = f"<item><title>Pier</title><description>Divers.<content:encoded>Cracks.</content:encoded></item>{items}"
    feed = read_feed(rss(torn))
    assert [type(part) for e in feed.entries for part in (e.title, e.summary, e.content, e.id)] == [str] * 12


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb"cut \ud83d", "cut \ufffd"),
        (rb"\ude00 cut", "\ufffd cut"),
        (rb"whole \ud83d\ude00", "whole \U0001f600"),
        (rb"no half \\ud83d", r"no half \ud83d"),
        (b"no letter \xff", "no letter \ufffd"),
    ],
)
def test_half_a_letter_costs_no_json_feed(written: bytes, read: str) -> None:
    items = b'[{"id": "1", "title": "' + written + b'"}, {"id": "2", "title": "fine"}]'
    feed = read_feed(b'{"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": ' + items + b"}")
    assert [entry.title for entry in feed.entries] == [read, "fine"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#xD83D;&#xDE00;", "\U0001f600"),
        ("&#xD83D;", "\ufffd"),
        ("&#55357;", "\ufffd"),
        ("&#0;", "\ufffd"),
        ("&#x110000;", "\ufffd"),
        ("&#xe9;&#10;", "\xe9"),
    ],
)
def test_a_number_that_is_no_letter_costs_no_feed(written: str, read: str) -> None:
    items = f"<item><guid>1</guid><title>A{written}</title></item><item><guid>2</guid><title>fine</title></item>"
    feed = read_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    assert [(entry.id, entry.title) for entry in feed.entries] == [("1", f"A{read}"), ("2", "fine")]
