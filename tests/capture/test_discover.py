"""What made-up pages offer to follow, and what kind of page they are."""

import pytest

from firsthand.capture.discover import OfferKind, discover, is_front, looks_like_feed

_AT = "https://www.harbour-post.example/"


def page(head: str = "", body: str = "", name: str = "Harbour Post") -> bytes:
    return f'<html lang="en"><head><meta property="og:site_name" content="{name}"><title>{name}</title>{head}</head><body>{body}</body></html>'.encode()


def link(href: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def addresses(content: bytes, at: str = _AT) -> list[str]:
    return [offer.address.removeprefix(_AT) for offer in discover(content, at).feeds]


def test_the_main_feed_stands_before_comments_sections_and_sound_wherever_they_stand() -> None:
    head = (
        link("/comments/feed/", "Harbour Post » Comments Feed")
        + link("/podcast.xml", "The Harbour Podcast")
        + link("/category/sport/feed/", "Harbour Post » Sport Category Feed")
        + link("/feed/", "Harbour Post » Feed")
    )
    feeds = discover(page(head), _AT).feeds
    assert [offer.kind for offer in feeds] == [
        OfferKind.MAIN,
        OfferKind.SECTION,
        OfferKind.SOUND,
        OfferKind.COMMENTS,
    ]
    assert feeds[0].address == f"{_AT}feed/"


def test_on_a_section_page_the_sections_own_feed_comes_first() -> None:
    head = link("/rss.xml", "Harbour Post - Latest") + link("/sport/rss.xml", "Harbour Post - Sport")
    assert addresses(page(head), f"{_AT}sport/") == ["sport/rss.xml", "rss.xml"]
    assert addresses(page(head), f"{_AT}sport/2025/05/03/late-goal-saves-the-harbour-team") == [
        "rss.xml",
        "sport/rss.xml",
    ]


def test_the_feed_of_the_article_one_stands_on_is_one_of_comments() -> None:
    at = f"{_AT}2025/05/03/a-storm-closes-the-harbour/"
    head = link(f"{at}feed/", "A storm closes the harbour") + link("/feed/")
    assert [(o.address, o.kind) for o in discover(page(head), at).feeds][1] == (f"{at}feed/", OfferKind.COMMENTS)


def test_the_feed_of_everything_comes_before_that_of_news_only() -> None:
    head = link("/a/rss.rss", "Harbour Post News") + link("/b/rss.rss", "Harbour Post, all stories")
    assert addresses(page(head)) == ["b/rss.rss", "a/rss.rss"]


@pytest.mark.parametrize(
    "kind",
    [
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "application/x-rss+xml; charset=utf-8",
        "text/rss",
    ],
)
def test_every_type_of_feed_is_known(kind: str) -> None:
    assert addresses(page(link("/stream", kind=kind))) == ["stream"]


@pytest.mark.parametrize(
    ("href", "kind"),
    [
        ("/wp-json/wp/v2/pages/2", "application/json"),
        ("/oembed?url=x", "application/json+oembed"),
        ("/de/", "text/html"),
        ("javascript:feed()", "application/rss+xml"),
        ("ftp://a.example/feed", "application/rss+xml"),
        ("http://[a/feed", "application/rss+xml"),
        ("http://a.example:port/feed", "application/rss+xml"),
        ("", "application/rss+xml"),
    ],
)
def test_other_alternates_are_no_feeds(href: str, kind: str) -> None:
    assert addresses(page(link(href, kind=kind))) == []


def test_links_in_the_text_count_where_they_look_like_feeds_of_this_site() -> None:
    body = """<a href="/rss/news.xml">RSS</a><a href="?feed=rss2">Feed</a><a href="/feeding-birds">Birds</a>
    <a href="https://feedly.com/i/subscription/feed/x">Feedly</a><a href="https://other.example/feed/">A friend</a>
    <a href="https://feeds.feedburner.com/harbourpost">Burner</a><a href="/rss">All our feeds</a>"""
    assert addresses(page(body=body)) == [
        "rss/news.xml",
        "?feed=rss2",
        "https://feeds.feedburner.com/harbourpost",
        "rss",
    ]


def test_a_page_about_feeds_comes_after_what_the_page_says_is_a_feed() -> None:
    head = link("/feeds/ticker.rss", "Harbour Post: harbour ticker")
    assert addresses(page(head, '<a href="/rss-feed.php">RSS</a>')) == ["feeds/ticker.rss", "rss-feed.php"]


def test_base_and_feed_scheme_are_understood() -> None:
    head = (
        '<base href="https://cdn.harbour-post.example/x/">' + link("y.rss") + link("feed://harbour-post.example/z.rss")
    )
    assert set(addresses(page(head))) == {
        "https://cdn.harbour-post.example/x/y.rss",
        "http://harbour-post.example/z.rss",
    }


def test_what_is_named_nowhere_is_guessed_apart() -> None:
    found = discover(page(), f"{_AT}sport/")
    assert found.feeds == ()
    assert found.guesses[0] == f"{_AT}sport/feed"
    assert {f"{_AT}feed", f"{_AT}rss", f"{_AT}atom.xml", f"{_AT}index.xml"} <= set(found.guesses)
    assert f"{_AT}sitemap.xml" in found.sitemap_guesses
    assert discover(page(), _AT).guesses[0] == f"{_AT}feed"


def test_what_the_page_says_of_itself() -> None:
    found = discover(
        page(
            '<link rel="canonical" href="/a"><link rel="amphtml" href="/a/amp"><link rel="hub" href="https://hub.example/">'
        ),
        f"{_AT}a?x=1",
    )
    assert (found.canonical, found.amp, found.hubs) == (f"{_AT}a", f"{_AT}a/amp", ("https://hub.example/",))
    assert (found.site_name, found.title, found.language) == ("Harbour Post", "Harbour Post", "en")


_DATA = '<script type="application/ld+json">%s</script>'
_STORY = '{"@type":"NewsArticle","headline":"Storm"}'


@pytest.mark.parametrize(
    ("path", "head", "is_article", "reason"),
    [
        ("", _DATA % _STORY, False, "it is a front page"),
        ("en/", "", False, "it is a front page"),
        ("x", _DATA % _STORY, True, "its linked data says NewsArticle"),
        ("sport", _DATA % f"[{','.join([_STORY] * 5)}]", False, "nothing says that it is an article"),
        ("sport", _DATA % f'{{"@type":"CollectionPage","hasPart":[{_STORY},{_STORY}]}}', False, "its linked data describes a list"),
        ("x", '<meta property="og:type" content="article">', True, "og:type says article"),
        ("x", '<meta property="article:published_time" content="2025-05-03">', True, "it says when it was published"),
        ("x", '<meta property="og:type" content="website">', False, "og:type says website"),
        ("2025/05/03/storm-closes-harbour", "", True, "its address has a date and a headline"),
        ("?p=12", '<meta property="og:type" content="article">', True, "og:type says article"),
        ("sport", "", False, "nothing says that it is an article"),
    ],
)  # fmt: skip
def test_an_article_is_told_from_a_list(path: str, head: str, is_article: bool, reason: str) -> None:
    found = discover(page(head), f"{_AT}{path}")
    assert (found.is_article, found.reason) == (is_article, reason)


def test_entries_in_the_page_are_told() -> None:
    assert discover(page(body='<div class="h-entry">a</div><div class="x h-entry">b</div>'), _AT).h_feed
    assert not discover(page(body='<body class="hfeed"><div class="hentry">a</div>'), _AT).h_feed


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"<", b"<html", b"\xff\xfe<\x00"])
def test_nothing_is_found_in_nothing(content: bytes) -> None:
    assert discover(content, _AT).feeds == ()
    assert discover(content, "").guesses == ()


def test_many_links_are_bounded() -> None:
    assert len(addresses(page("".join(link(f"/{n}.rss") for n in range(2000))))) == 300


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://a.example/feed/", True),
        ("https://rss.a.example/all", True),
        ("https://a.example/news/rss.xml", True),
        ("https://a.example/?format=feed&type=rss", True),
        ("https://a.example/links-and-feeds", False),
        ("https://a.example/feedback", False),
        ("https://a.example/sitemap.xml", False),
        ("http://[", False),
    ],
)
def test_addresses_of_feeds(address: str, is_one: bool) -> None:
    assert looks_like_feed(address) is is_one


def test_front_pages() -> None:
    assert [is_front(f"https://a.example{path}") for path in ("", "/", "/index.html", "/de/", "/en-gb", "/?p=3", "/sport", "/it/x")] == [
        True, True, True, True, True, False, False, False,
    ]  # fmt: skip
