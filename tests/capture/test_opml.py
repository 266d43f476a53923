"""Lists of subscriptions from other readers, whole and broken, and our own read again."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.capture.opml import OURS, Subscription, read_opml, write_opml
from firsthand.model.errors import InputError


def opml(body: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?><opml version="1.0"><head><title>Mine</title>{head}</head><body>{body}</body></opml>'.encode()


def test_folders_become_tags_and_a_path_several() -> None:
    found = read_opml(
        opml(
            """<outline text="News"><outline text="Europe" title="Europe"><outline type="rss" text="Harbour" title="Harbour Post"
            xmlUrl="https://a.example/feed" htmlUrl="https://a.example/" description="All" language="en"/></outline></outline>
            <outline text="Alone" xmlUrl="https://b.example/feed"/>"""
        )
    )
    assert found.title == "Mine"
    assert found.items == (
        Subscription("https://a.example/feed", "Harbour Post", "https://a.example/", ("News", "Europe"), "All", "en"),
        Subscription("https://b.example/feed", "Alone"),
    )


def test_a_feed_in_several_folders_is_one_with_all_of_them() -> None:
    found = read_opml(
        opml(
            """<outline text="A"><outline text="x" xmlUrl="https://a.example/feed"/></outline>
            <outline text="B"><outline text="y" xmlUrl="HTTPS://A.example/feed" category="/C/D,E"/></outline>"""
        )
    )
    assert [(i.title, i.folders) for i in found.items] == [("x", ("A", "B", "C", "D", "E"))]


@pytest.mark.parametrize(
    ("outline", "title"),
    [
        ('<outline title="Only title" xmlUrl="https://a.example/f"/>', "Only title"),
        ('<outline text="" xmlurl="https://a.example/f"/>', ""),
        ('<OUTLINE TEXT="Loud" XMLURL="https://a.example/f"/>', "Loud"),
        ('<outline text="Old" type="rss" url="https://a.example/f"/>', "Old"),
        ('<outline text="&lt;b&gt;A&lt;/b&gt; &amp;amp; B" xmlUrl=" https://a.example/f "/>', "A & B"),
        ('<outline text="Scheme" xmlUrl="feed://a.example/f"/>', "Scheme"),
    ],
)
def test_odd_spellings_are_understood(outline: str, title: str) -> None:
    (item,) = read_opml(opml(outline)).items
    assert (item.title, item.address.partition("//")[2]) == (title, "a.example/f")


def test_what_is_no_feed_is_told_and_not_taken() -> None:
    found = read_opml(
        opml(
            """<outline text="A page" type="link" url="https://a.example/"/><outline text="Site" htmlUrl="https://a.example/"/>
            <outline text="File" xmlUrl="file:///etc/passwd"/><outline text="Bad" xmlUrl="http://[a"/>
            <outline text="More" type="include" url="https://a.example/more.opml"/>
            <outline text="More" type="link" url="https://a.example/x.opml"/>"""
        )
    )
    assert found.items == ()
    assert found.included == ("https://a.example/more.opml",)
    assert found.left_out == (
        "3 outlines lead to a page, not to a feed.",
        "2 outlines have an address that cannot be read.",
    )


@pytest.mark.parametrize(
    "content",
    [
        b'<opml><body><outline text="A & B" xmlUrl="https://a.example/f?a=1&b=2"/></body></opml>',
        b'<opml><body><outline text="A & B" xmlUrl="https://a.example/f?a=1&b=2">',
        b'\xef\xbb\xbf \n<opml><outline text="A &amp; B" xmlUrl="https://a.example/f?a=1&amp;b=2"/></opml>',
        b'<outline text="A & B" xmlUrl="https://a.example/f?a=1&b=2" checked=1 />',
        '<?xml version="1.0" encoding="utf-16"?><opml><outline text="A &amp; B" xmlUrl="https://a.example/f?a=1&amp;b=2"/></opml>'.encode("utf-16"),
    ],
)  # fmt: skip
def test_ill_formed_lists_are_mended(content: bytes) -> None:
    (item,) = read_opml(content).items
    assert (item.title, item.address) == ("A & B", "https://a.example/f?a=1&b=2")


def test_a_folder_with_an_address_of_a_page_is_still_a_folder() -> None:
    found = read_opml(
        opml('<outline text="A" htmlUrl="https://a.example/"><outline xmlUrl="https://a.example/f"/></outline>')
    )
    assert found.items[0].folders == ("A",)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<rss><channel/></rss>", "not-opml"),
        (b"<html><body>No</body></html>", "not-opml"),
        (b"no list", "opml-ill-formed"),
        (b"<opml><body>" + b"<outline>" * 3000 + b"</opml>", "opml-depth"),
        (b"<opml>" + b" " * 15_000_000, "opml-size"),
    ],
)
def test_causes_are_named(content: bytes, code: str) -> None:
    with pytest.raises(InputError) as error:
        read_opml(content)
    assert error.value.code == code
    assert "feed is nested" not in error.value.cause


def test_bombs_and_long_lists_are_bounded() -> None:
    began = time.perf_counter()
    bomb = '<!DOCTYPE o [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    found = read_opml(f'{bomb}<opml><outline text="&b;" xmlUrl="https://a.example/f"/></opml>'.encode())
    assert "aaaa" not in found.items[0].title
    many = "".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(60_000))
    found = read_opml(opml(many))
    assert (len(found.items), found.left_out) == (50_000, ("10000 outlines beyond 50000 were not read.",))
    assert time.perf_counter() - began < 10


def test_what_is_written_is_known_to_every_reader() -> None:
    written = write_opml(
        [
            Subscription("https://a.example/f", "A", folders=("News", "Europe"), settings=(("interval", "60"),)),
            Subscription("https://b.example/f", "B"),
        ],
        "Mine",
        "Sat, 03 May 2025 10:00:00 GMT",
    ).decode()
    assert f'<opml xmlns:firsthand="{OURS}" version="2.0">' in written
    assert "<dateCreated>Sat, 03 May 2025 10:00:00 GMT</dateCreated>" in written
    assert written.count('xmlUrl="https://a.example/f"') == 2
    assert 'firsthand:interval="60"' in written
    with pytest.raises(ValueError, match="no name"):
        write_opml([Subscription("https://a.example/f", settings=(("Bad name", ""),))])


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zs", "Zl", "Zp", "Cf")), min_size=1, max_size=8
)
_PLAIN = _TEXT.filter(lambda t: not set(t) & set("<>&"))
_ITEM = st.builds(
    Subscription,
    address=st.integers(0, 30).map("https://a.example/{}?x=1&y=ü".format),
    title=st.one_of(st.just(""), _PLAIN),
    site=st.sampled_from(("", "https://a.example/")),
    folders=st.lists(_PLAIN, max_size=3, unique=True).map(tuple),
    description=st.one_of(st.just(""), _TEXT),
    language=st.sampled_from(("", "de")),
    settings=st.dictionaries(st.sampled_from(("interval", "full-text", "rules")), st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=9).map(str.strip).filter(bool)).map(lambda d: tuple(sorted(d.items()))),
)  # fmt: skip


@given(st.lists(_ITEM, max_size=8, unique_by=lambda item: item.address), st.one_of(st.just(""), _PLAIN))
@settings(max_examples=300, deadline=None)
def test_what_was_written_is_read_again_as_it_was(items: list[Subscription], title: str) -> None:
    found = read_opml(write_opml(items, title))
    assert (found.items, found.title, found.left_out, found.ill_formed) == (tuple(items), title, (), "")
    assert write_opml(found.items, title) == write_opml(items, title)
