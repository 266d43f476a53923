"""Pictures on our pages: only through us, only those that a page of ours names, and only when asked for."""

import html
import re
from urllib.parse import urlencode

import pytest

from firsthand import app
from firsthand.contract import ImageOut
from firsthand.model.errors import UnreachableAddress
from firsthand.model.picture import Picture
from firsthand.web import pictures as proxy
from firsthand.web.icon import icon

ADDRESS = "https://pictures.nap.example/quay.jpg?w=1200&h=800"


@pytest.fixture
def pictured(newsroom, samples, monkeypatch):
    """The wire's page has a picture."""
    image = ImageOut(ADDRESS, f"The quay {samples.EVIL}", "NAP/Iris Holm")
    monkeypatch.setattr(app, "document", lambda _, identity: samples.document(identity, image=image))
    monkeypatch.setattr(app, "picture", lambda _, address: Picture(icon(192) + address.encode(), "image/png", 192, 192))


def source(text: str) -> str:
    return html.unescape(re.search(r'<img src="([^"]+)"', text)[1])


def test_a_picture_waits_to_be_asked_for(reader, pictured, samples):
    page = reader.get(f"/document/{samples.WIRE}").text
    assert "<img" not in page
    assert f'href="/document/{samples.WIRE}?pictures=show"' in page
    assert "pictures.nap.example" in page
    shown = reader.get(f"/document/{samples.WIRE}?pictures=show").text
    assert 'loading="lazy"' in shown
    assert re.search(r'alt="The quay &lt;script&gt;', shown)


def test_the_address_of_the_page_gives_the_picture_and_nothing_can_run_in_it(reader, pictured, samples):
    answer = reader.get(source(reader.get(f"/document/{samples.WIRE}?pictures=show").text))
    assert answer.status_code == 200
    assert answer.content.endswith(ADDRESS.encode())
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_an_address_that_no_page_named_is_not_fetched(reader, pictured, samples, monkeypatch):
    signed = source(reader.get(f"/document/{samples.WIRE}?pictures=show").text)
    monkeypatch.setattr(app, "picture", lambda *_: pytest.fail("it was fetched"))
    mark = signed.partition("&s=")[2]
    for u, s in (("http://10.0.0.1/", mark), (ADDRESS + "x", mark), (ADDRESS, "x"), (ADDRESS, "é" * 24)):
        assert reader.get("/image?" + urlencode({"u": u, "s": s})).status_code == 403
    assert reader.get("/image").status_code == 400


def test_a_stranger_sees_no_picture(stranger, pictured):
    assert stranger.get(f"/image?{urlencode({'u': ADDRESS, 's': 'x'})}").status_code == 401


def test_one_account_asks_for_so_many_a_minute(reader, pictured, samples, monkeypatch):
    monkeypatch.setattr(proxy.Pictures, "may", lambda *_: False)
    assert reader.get(source(reader.get(f"/document/{samples.WIRE}?pictures=show").text)).status_code == 429


def test_the_count_of_a_minute_is_everybodys_own():
    pictures = proxy.Pictures(b"s")
    assert [pictures.may("a") for _ in range(proxy.PER_MINUTE + 1)] == [True] * proxy.PER_MINUTE + [False]
    assert pictures.may("b")


def test_what_cannot_be_had_is_no_page(reader, pictured, samples, monkeypatch):
    def gone(*_):
        raise UnreachableAddress("gone", "the server says that it was removed.", "")

    address = source(reader.get(f"/document/{samples.WIRE}?pictures=show").text)
    monkeypatch.setattr(app, "picture", gone)
    answer = reader.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/plain; charset=utf-8")


def test_only_addresses_of_the_web_are_shown():
    pictures = proxy.Pictures(b"s")
    for address in (
        "",
        "javascript:alert(1)",
        "data:image/png;base64,xx",
        "file:///x",
        "https://a.example/" + "x" * 2000,
    ):
        assert pictures.link(address) == ""
