"""Addresses of pages, and which of them a page is known by."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.capture.canonical import clean, known_by
from firsthand.capture.discover import Found

_STORY = "https://a.example/2025/storm-closes-harbour"


@pytest.mark.parametrize(
    ("address", "cleaned"),
    [
        (f"{_STORY}?utm_source=x&id=7&utm_medium=y", f"{_STORY}?id=7"),
        (f"{_STORY}?b=2&a=%C3%A4+1&fbclid=x", f"{_STORY}?b=2&a=%C3%A4+1"),
        (f"{_STORY}?a=1&amp;utm_source=x", f"{_STORY}?a=1"),
        (f"{_STORY}?a=1&#038;dm_source=x&#038;b=2", f"{_STORY}?a=1&b=2"),
        ("https://a.example/stürme;jsessionid=7?x=ü%20a", "https://a.example/st%C3%BCrme?x=%C3%BC%20a"),
        ("HTTPS://A.Example:443", "https://a.example/"),
        ("http://user:pass@a.example:8080/x", "http://a.example:8080/x"),
        (f"{_STORY}?sid=0123456789abcdef", _STORY),
        ("https://a.example/modules.php?name=News&file=article&sid=1234", "https://a.example/modules.php?name=News&file=article&sid=1234"),
        ("https://a.example/?q=rain&tag=harbour&t=30&ref=7&source=9", "https://a.example/?q=rain&tag=harbour&t=30&ref=7&source=9"),
        (f"{_STORY}#comments", _STORY),
        (f"{_STORY}#xtor=RSS-1", _STORY),
        (f"{_STORY}#:~:text=boats", _STORY),
        (f"{_STORY}#post-17", f"{_STORY}#post-17"),
        ("https://a.example/#!/story/5", "https://a.example/#!/story/5"),
        ("https://www.google.com/amp/s/a.example/2025/storm-closes-harbour", _STORY),
        ("https://www.google.co.uk/amp/a.example/x", "http://a.example/x"),
        ("https://a-example.cdn.ampproject.org/v/s/a.example/2025/storm-closes-harbour/amp/?usqp=mq&amp_js_v=0.1", f"{_STORY}/?usqp=mq&amp_js_v=0.1"),
        (f"{_STORY}.amp.html", f"{_STORY}.html"),
        (f"{_STORY}/amp/", f"{_STORY}/"),
        (f"{_STORY}/amp", _STORY),
        (f"{_STORY}?outputType=amp", _STORY),
        (f"{_STORY}?amp=1", _STORY),
        ("https://a.example/guitars/amp/", "https://a.example/guitars/amp/"),
        ("https://a.example/amp/storm", "https://a.example/amp/storm"),
        ("https://www.google.com/url?sa=t&url=https%3A%2F%2Fa.example%2Fx&ved=1", "https://a.example/x"),
        ("https://news.google.com/news/url?sa=t&url=http://a.example/x", "http://a.example/x"),
        ("https://news.google.com/rss/articles/CBMi?oc=5", "https://news.google.com/rss/articles/CBMi?oc=5"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2Fx%3Ffbclid%3D1&h=A", "https://a.example/x"),
        ("https://t.umblr.com/redirect?z=https%3A%2F%2Fa.example%2Fx&t=1", "https://a.example/x"),
        ("https://www.youtube.com/redirect?q=https%3A%2F%2Fa.example%2Fx", "https://a.example/x"),
        ("https://www.youtube.com/watch?v=abc&t=30", "https://www.youtube.com/watch?v=abc&t=30"),
        ("https://disq.us/url?url=https%3A%2F%2Fa.example%2Fx%3AAbCdEfGhIjKlMnOpQrStUv&cuid=1", "https://a.example/x"),
        ("https://href.li/?https://a.example/x", "https://a.example/x"),
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fx&data=1", "https://a.example/x"),
        ("https://urldefense.com/v3/__https://a.example/x__;!!abc", "https://a.example/x"),
        ("https://l.facebook.com/l.php?u=javascript:alert(1)", "https://l.facebook.com/l.php?u=javascript:alert(1)"),
        ("https://feedproxy.google.com/~r/harbour/~3/abc/", "https://feedproxy.google.com/~r/harbour/~3/abc/"),
        ("https://evil.example/l.php?u=https%3A%2F%2Fa.example%2Fx", "https://evil.example/l.php?u=https%3A%2F%2Fa.example%2Fx"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%3A%2F%2Fa.example%2Fx", "https://a.example/x"),
        ("mailto:ann@a.example", "mailto:ann@a.example"),
        ("http://[a", "http://[a"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_does_not_name_a_page_goes_and_the_rest_stays_to_the_letter(address: str, cleaned: str) -> None:
    assert clean(address) == cleaned


@given(
    st.text(max_size=60),
    st.sampled_from(("", "https://a.example/", "https://l.facebook.com/l.php?u=", "https://www.google.com/amp/s/")),
)
@settings(max_examples=500, deadline=None)
def test_what_is_clean_stays_clean(rest: str, head: str) -> None:
    once = clean(head + rest)
    assert clean(once) == once


#: final address, canonical as the page gives it (seen from the page), the one it is known by, where it was taken from
_TRUTH = {
    "none": (_STORY, "", _STORY, ""),
    "the same": (_STORY, _STORY, _STORY, ""),
    "trackers in the final one": (f"{_STORY}?utm_source=x", _STORY, _STORY, ""),
    "trackers in the canonical one": (_STORY, f"{_STORY}?utm_source=x", _STORY, ""),
    "front page": (_STORY, "https://a.example/", _STORY, ""),
    "front page of a language": (_STORY, "https://a.example/en/", _STORY, ""),
    "the front page is itself": ("https://a.example/index.html", "https://a.example/", "https://a.example/", ""),
    "section": (_STORY, "https://a.example/2025", _STORY, ""),
    "section of another path": (_STORY, "https://a.example/sport", _STORY, ""),
    "another outlet": (_STORY, "https://b.example/the-storm-at-the-harbour", _STORY, "https://b.example/the-storm-at-the-harbour"),
    "another outlet's front page": (_STORY, "https://b.example/", _STORY, ""),
    "another blog of one home": ("https://ann.blogspot.com/2025/05/x.html", "https://bob.blogspot.com/2025/05/x.html", "https://ann.blogspot.com/2025/05/x.html", "https://bob.blogspot.com/2025/05/x.html"),
    "http for https": (_STORY, _STORY.replace("https", "http"), _STORY, ""),
    "https for http": (_STORY.replace("https", "http"), _STORY, _STORY, ""),
    "www": (_STORY, _STORY.replace("a.ex", "www.a.ex"), _STORY.replace("a.ex", "www.a.ex"), ""),
    "mobile host": (_STORY.replace("a.ex", "m.a.ex"), _STORY, _STORY, ""),
    "amp host": ("https://amp.a.example/2025/storm-closes-harbour", _STORY, _STORY, ""),
    "amp path that is not certain": ("https://a.example/amp/storm", "https://a.example/storm-1234", "https://a.example/storm-1234", ""),
    "number for name": ("https://a.example/?p=12", _STORY, _STORY, ""),
    "second page": (f"{_STORY}/2", _STORY, _STORY, ""),
    "printed": ("https://a.example/storm/print", "https://a.example/storm", "https://a.example/storm", ""),
    "script without its number": ("https://a.example/story.php?id=5", "https://a.example/story.php", "https://a.example/story.php?id=5", ""),
    "script with its number": ("https://a.example/story.php?id=5&view=x", "https://a.example/story.php?id=5", "https://a.example/story.php?id=5", ""),
    "corrected headline": (_STORY, "https://a.example/2025/storm-shuts-old-harbour", "https://a.example/2025/storm-shuts-old-harbour", ""),
    "developer's machine": (_STORY, "http://localhost:3000/2025/storm-closes-harbour", _STORY, ""),
    "a number for a host": (_STORY, "http://10.0.0.7/2025/storm-closes-harbour", _STORY, ""),
    "broken": (_STORY, "https://[a", _STORY, ""),
    "no address": (_STORY, "javascript:void(0)", _STORY, ""),
    "another ending of one owner": ("https://harbourpost.co.uk/news/storm-1234", "https://harbourpost.com/news/storm-1234", "https://harbourpost.com/news/storm-1234", ""),
    "headline in another script": ("https://a.example/新闻/海港因风暴关闭?x=1", "https://a.example/新闻/海港因风暴关闭", clean("https://a.example/新闻/海港因风暴关闭"), ""),
    "http and www": (_STORY, _STORY.replace("https://", "http://www."), _STORY.replace("a.ex", "www.a.ex"), ""),
}  # fmt: skip


@pytest.mark.parametrize("case", _TRUTH)
def test_the_address_a_page_is_known_by(case: str) -> None:
    final, canonical, address, source = _TRUTH[case]
    known = known_by(final, Found(canonical=canonical))
    assert (known.address, known.syndicated_from) == (address, source)
    assert known.reason
    assert known_by(final, Found(canonical=canonical)).address == address
