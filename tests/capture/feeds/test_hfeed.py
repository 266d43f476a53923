"""Pages that mark up their own entries."""

import pytest

from firsthand.capture.feeds import read_source
from firsthand.model.errors import InputError
from firsthand.model.feed import Feed, FeedKind

_AT = "https://a.example/notes/"


def read(body: str, head: str = "") -> Feed:
    return read_source(
        f'<!DOCTYPE html><html lang="en"><head><title>Page</title>{head}</head><body>{body}</body></html>'.encode(),
        url=_AT,
    )


def test_an_h_feed_with_everything() -> None:
    feed = read(
        """<main class="h-feed"><h1 class="p-name">Harbour notes</h1><a class="u-url" href="/notes/">here</a>
        <article class="h-entry" lang="fr"><h2 class="p-name"><a class="u-url" href="storm">Storm</a></h2>
        <p class="p-author h-card"><img class="u-photo" alt="" src="/a.png"><span class="p-name">Ann Roe</span></p>
        <time class="dt-published" datetime="2025-05-03T10:00:00+02:00">3 May</time><time class="dt-updated" datetime="2025-05-04">x</time>
        <p class="p-summary">Short &lt; long</p><div class="e-content"><p>The <b>harbour</b> closed.</p></div>
        <a class="p-category">weather</a><img class="u-photo" src="p.jpg" alt="A boat">
        <div class="u-in-reply-to h-cite"><a class="u-url p-name" href="https://other.example/">Other</a></div></article></main>""",
        '<link rel="hub" href="https://hub.example/"><link rel="self" href="/notes/">',
    )
    assert (feed.kind, feed.version, feed.title, feed.link) == (FeedKind.HFEED, "mf2", "Harbour notes", _AT)
    assert (feed.language, feed.hubs, feed.self_link) == ("en", ("https://hub.example/",), _AT)
    (entry,) = feed.entries
    assert (entry.id, entry.link, entry.title) == (f"{_AT}storm", f"{_AT}storm", "Storm")
    assert (entry.authors, entry.categories, entry.language) == (("Ann Roe",), ("weather",), "fr")
    assert (str(entry.published), str(entry.updated)) == ("2025-05-03T08:00:00Z", "2025-05-04")
    assert (entry.summary, entry.content) == ("Short &lt; long", "<p>The <b>harbour</b> closed.</p>")
    assert [(e.url, e.media_type) for e in entry.enclosures] == [(f"{_AT}p.jpg", "image")]
    assert entry.captions == ("A boat",)


def test_hatom_is_read_by_its_older_names() -> None:
    feed = read(
        """<div class="hfeed"><div class="hentry"><h2 class="entry-title"><a rel="bookmark" href="/1">One</a></h2>
        <span class="author vcard"><a class="url fn" href="/ann">Ann</a></span><abbr class="published" title="2025-05-03">May</abbr>
        <div class="entry-content">Text</div><a rel="tag" href="/t">weather</a></div>
        <div class="hentry"><h2 class="entry-title"><a href="/2">Two</a></h2><div class="entry-summary">Sum</div></div></div>"""
    )
    assert (feed.version, feed.title) == ("hAtom", "Page")
    one, two = feed.entries
    assert (one.title, one.link, one.authors, str(one.published)) == (
        "One",
        "https://a.example/1",
        ("Ann",),
        "2025-05-03",
    )
    assert (one.content, one.categories) == ("Text", ("weather",))
    assert (two.link, two.summary) == ("https://a.example/2", "Sum")


def test_a_note_has_no_title_of_its_own() -> None:
    feed = read(
        """<div class="h-feed"><div class="h-entry"><a class="u-url" href="/n/1">#</a>
        <p class="p-name e-content">Just a thought.</p></div></div>"""
    )
    assert [(e.title, e.content) for e in feed.entries] == [("", "Just a thought.")]


def test_values_stand_in_many_places() -> None:
    feed = read(
        """<div class="h-feed"><div class="h-entry"><data class="p-name" value="From data"></data>
        <span class="dt-published"><span class="value">2025-05-03</span> at <span class="value">10:00</span></span>
        <span class="u-url">https://a.example/x</span><abbr class="p-category" title="longer">l.</abbr></div></div>"""
    )
    (entry,) = feed.entries
    assert (entry.title, entry.link, entry.categories) == ("From data", "https://a.example/x", ("longer",))
    assert str(entry.published) == "2025-05-03T10:00Z"


def test_one_entry_by_itself_is_an_article_and_no_feed() -> None:
    with pytest.raises(InputError) as none:
        read('<body class="hfeed"><article class="hentry"><h1 class="entry-title">One</h1></article>')
    assert none.value.code == "not-a-feed"


def test_entries_inside_entries_belong_to_them() -> None:
    feed = read(
        """<div class="h-entry"><a class="p-name u-url" href="/1">One</a><div class="p-comment h-entry"><p class="p-name">No</p></div></div>
        <div class="h-entry"><a class="p-name u-url" href="/2">Two</a></div>"""
    )
    assert [e.title for e in feed.entries] == ["One", "Two"]


def test_a_deep_page_ends() -> None:
    deep = "<div>" * 5000
    feed = read(f'<div class="h-feed"><div class="h-entry"><p class="p-name">A</p>{deep}</div></div>')
    assert [e.title for e in feed.entries] == ["A"]
