"""Sitemaps, news sitemaps and indexes of them, whole, broken and packed."""

import gzip
import time

import pytest

from firsthand.capture.feeds import read_source
from firsthand.capture.feeds.bounds import MOST_ENTRIES
from firsthand.model.errors import InputError
from firsthand.model.feed import FeedKind

_SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def sitemap(urls: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {_SPACES}>{urls}</urlset>'.encode()


def test_a_news_sitemap_has_titles_dates_and_its_outlet() -> None:
    feed = read_source(
        sitemap(
            """<url><loc> https://a.example/storm?a=1&amp;b=2 </loc><lastmod>2025-05-03</lastmod><news:news>
            <news:publication><news:name>Harbour Post</news:name><news:language>en</news:language></news:publication>
            <news:publication_date>2025-05-03T10:00:00+02:00</news:publication_date><news:title>Storm &amp; flood</news:title>
            <news:keywords>weather, harbour</news:keywords></news:news><image:image><image:loc>/p.jpg</image:loc>
            <image:caption>A boat</image:caption></image:image></url>"""
        ),
        url="https://a.example/news-sitemap.xml",
    )
    assert (feed.kind, feed.version, feed.title, feed.language) == (FeedKind.SITEMAP, "news", "Harbour Post", "en")
    (entry,) = feed.entries
    assert (entry.id, entry.link) == ("https://a.example/storm?a=1&b=2", "https://a.example/storm?a=1&b=2")
    assert (entry.title, entry.categories, entry.captions) == ("Storm & flood", ("weather", "harbour"), ("A boat",))
    assert (str(entry.published), str(entry.updated)) == ("2025-05-03T08:00:00Z", "2025-05-03")
    assert [e.url for e in entry.enclosures] == ["https://a.example/p.jpg"]
    assert str(feed.updated) == "2025-05-03T08:00:00Z"


def test_a_plain_sitemap_has_addresses_and_when_they_changed() -> None:
    feed = read_source(
        sitemap("<url><loc>https://a.example/1</loc><lastmod>2025-05</lastmod></url><url><loc/></url><url/>")
    )
    assert [(e.link, e.title, e.published, str(e.updated)) for e in feed.entries] == [
        ("https://a.example/1", "", None, "2025-05")
    ]


def test_an_index_leads_to_its_sitemaps_newest_first_those_of_news_before_others() -> None:
    feed = read_source(
        b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <sitemap><loc>https://a.example/pages.xml</loc></sitemap><sitemap><loc>https://a.example/news.xml</loc></sitemap>
        <sitemap><loc>https://a.example/2024.xml</loc><lastmod>2024-12-31</lastmod></sitemap>
        <sitemap><loc>https://a.example/2025.xml</loc><lastmod>2025-05-03T10:00:00Z</lastmod></sitemap>
        <sitemap><loc>https://a.example/2025.xml</loc></sitemap></sitemapindex>"""
    )
    assert (feed.kind, feed.version, feed.entries) == (FeedKind.SITEMAP, "index", ())
    assert [a.rpartition("/")[2] for a in feed.sitemaps] == ["2025.xml", "2024.xml", "news.xml", "pages.xml"]


def test_without_name_spaces_or_with_odd_ones() -> None:
    feed = read_source(
        b'<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://a.example/1</loc>'
        b"<n:news><n:title>One</n:title></n:news></url></urlset>"
    )
    assert [e.title for e in feed.entries] == ["One"]


def test_an_ill_formed_one_is_read_as_far_as_it_goes() -> None:
    feed = read_source(b"<urlset><url><loc>https://a.example/1?a=1&b=2</loc></url><url><loc>https://a.example/2</loc>")
    assert [e.link for e in feed.entries] == ["https://a.example/1?a=1&b=2", "https://a.example/2"]
    assert feed.ill_formed


def test_a_packed_one_is_unpacked_within_bounds() -> None:
    content = sitemap("<url><loc>https://a.example/1</loc></url>")
    assert len(read_source(gzip.compress(content)).entries) == 1
    with pytest.raises(InputError) as large:
        read_source(gzip.compress(b"<urlset>" + b" " * 20_000_000))
    assert large.value.code == "feed-size"
    with pytest.raises(InputError) as broken:
        read_source(b"\x1f\x8b\x08nonsense")
    assert broken.value.code == "feed-ill-formed"


def test_fifty_thousand_pages_are_read_in_good_time() -> None:
    urls = "".join(
        f"<url><loc>https://a.example/{n}</loc><lastmod>2025-05-{n % 28 + 1:02}T10:00:00Z</lastmod></url>"
        for n in range(50_000)
    )
    began = time.perf_counter()
    feed = read_source(sitemap(urls))
    assert len(feed.entries) == 50_000
    assert time.perf_counter() - began < 10


def test_of_too_many_the_newest_are_kept_in_their_order() -> None:
    old = "<url><loc>https://a.example/old</loc><lastmod>2001-01-01</lastmod></url>"
    new = "".join(
        f"<url><loc>https://a.example/{n}</loc><lastmod>2025-05-03</lastmod></url>" for n in range(MOST_ENTRIES)
    )
    feed = read_source(sitemap(old + new))
    assert (len(feed.entries), feed.left_out, feed.entries[0].link) == (MOST_ENTRIES, 1, "https://a.example/0")


def test_an_entity_bomb_stays_as_it_is_written() -> None:
    bomb = b'<!DOCTYPE u [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><urlset><url><loc>https://a.example/&b;</loc></url></urlset>'
    assert len(read_source(bomb).entries) == 1
