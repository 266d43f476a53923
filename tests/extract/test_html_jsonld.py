"""Linked data, also when it is a little broken."""

import pytest

from firsthand.extract.html import jsonld


@pytest.mark.parametrize(
    "text",
    [
        '{"headline": "Tide"}',
        '<!-- {"headline": "Tide"} -->',
        '//<![CDATA[\n{"headline": "Tide"}\n//]]>',
        '{"headline": "Tide",}',
        "{&quot;headline&quot;: &quot;Tide&quot;}",
        '{"headline": "Tide"};',
        '{"headline": "Tide"}{"headline": "Ebb"}',
    ],
)
def test_broken_json_is_repaired(text: str) -> None:
    assert jsonld.parse_leniently(text)[0] == {"headline": "Tide"}


def test_a_line_break_inside_a_string_is_kept() -> None:
    assert jsonld.parse_leniently('{"a": "b\nc"}') == [{"a": "b\nc"}]


def test_rubbish_gives_nothing() -> None:
    assert jsonld.parse_leniently("window.tide = 1") == []


def test_the_article_that_names_the_page_is_chosen() -> None:
    items = [
        {
            "@type": "NewsArticle",
            "headline": "Other",
            "url": "https://a.example/other",
            "author": "X",
            "datePublished": "2031",
        },
        {"@type": ["NewsArticle"], "headline": "This", "url": "https://www.a.example/this/"},
    ]
    article = jsonld.article_of(items, "https://a.example/this?ref=feed")
    assert article is not None
    assert article["headline"] == "This"


def test_pointers_are_followed() -> None:
    items = [{"@type": "Person", "@id": "#ida", "name": "Ida Falk"}]
    assert jsonld.texts(jsonld.resolve(items, [{"@id": "#ida"}])) == ["Ida Falk"]
