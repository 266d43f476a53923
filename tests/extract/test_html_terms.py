"""Amp, source, paywall, licence and lead image, in their stated orders."""

import pytest

from firsthand.extract.assemble import assemble
from firsthand.extract.html.page import read_html
from firsthand.model.capture import make_capture
from firsthand.model.document import Document, Image
from firsthand.profiles.lexicon import load_lexicon
from tests.extract.pages import LINKED, page, paragraphs
from tests.extract.test_html import SEEN, main

ADDRESS = "https://elsincourier.example/coast/berth"


def linked(more: str) -> str:
    return LINKED.rstrip().removesuffix("}") + f", {more}}}"


def carried(markup: str) -> Document:
    capture = make_capture(markup.encode(), ADDRESS, SEEN, "text/html", url=ADDRESS)
    return assemble(capture, 0, read_html(capture, markup, load_lexicon())[1][0])


def test_the_amp_address_is_completed() -> None:
    document = main(page(head='<link rel="amphtml" href="/coast/berth.amp">'))
    assert document.amp == "https://elsincourier.example/coast/berth.amp"


def test_a_canonical_address_on_anothers_host_is_the_source_and_not_the_address() -> None:
    there = "https://straitsledger.example/ferries"
    document = carried(page().replace("https://elsincourier.example/coast/berth", there))
    assert document.syndicated_from == there
    assert document.url == "https://elsincourier.example/coast/berth"


def test_a_source_named_in_a_meta_element_comes_first() -> None:
    head = '<meta name="syndication-source" content="https://meridian.example/wire/7">'
    assert main(page(head=head)).syndicated_from == "https://meridian.example/wire/7"
    assert main(page()).syndicated_from is None


@pytest.mark.parametrize(
    ("said", "paywall"), [("true", False), ("false", True), ('"False"', True), ('"http://schema.org/True"', False)]
)
def test_the_paywall_is_what_linked_data_says(said: str, paywall: bool) -> None:
    assert main(page(linked=linked(f'"isAccessibleForFree": {said}'))).paywall is paywall


def test_nothing_said_of_a_paywall_is_unknown() -> None:
    assert main(page()).paywall is None
    assert main(page(head='<meta property="article:content_tier" content="locked">')).paywall is True


def test_the_licence_of_linked_data_comes_before_that_of_a_link() -> None:
    head = '<link rel="license" href="/terms">'
    assert main(page(head=head)).licence == "https://elsincourier.example/terms"
    assert main(page(head=head, linked=linked('"license": "CC BY 4.0"'))).licence == "CC BY 4.0"


def test_the_lead_image_has_its_caption_and_credit_from_linked_data_or_the_page() -> None:
    figure = "<figure><img src=b.jpg><figcaption>The quay. <cite>Lena Moor</cite></figcaption></figure>"
    head = '<meta property="og:image" content="/b.jpg">'
    address = "https://elsincourier.example/b.jpg"
    assert main(page(figure + paragraphs(), head=head)).image == Image(address, "The quay.", "Lena Moor")
    told = linked('"image": {"@type": "ImageObject", "url": "/c.jpg", "caption": "The sea", "creditText": "Ida Falk"}')
    there = Image("https://elsincourier.example/c.jpg", "The sea", "Ida Falk")
    assert main(page(figure + paragraphs(), head=head, linked=told)).image == there
    assert main(page()).image is None
