"""Fetching a page's picture for somebody who wants to see it: through the gate, within bounds, once."""

from pathlib import Path

import pytest

from firsthand import app
from firsthand.app import pictures
from firsthand.capture.arrival import Limits
from firsthand.model.errors import InputError
from firsthand.store.database import Store, open_store
from firsthand.web.icon import icon

SMALL = Limits(page_bytes=50_000, connect_seconds=1.0, total_seconds=2.0, redirects=2)


@pytest.fixture
def kept(tmp_path: Path):
    opened = open_store(str(tmp_path / "store"))
    yield opened
    opened.close()


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine may be asked."""
    monkeypatch.setenv("FIRSTHAND_ALLOW_HOSTS", "127.0.0.1")
    monkeypatch.setattr(pictures, "PICTURE_LIMITS", SMALL)


def answer(content: bytes, kind: str = "image/png", status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content


def test_a_picture_is_fetched_once_without_a_cookie_or_a_referrer(at_home, kept: Store, site) -> None:
    address = site.at("/quay.png", answer(icon(192)))
    first, second = app.picture(kept, address), app.picture(kept, address)
    assert (first.content, first.media_type) == (icon(192), "image/png")
    assert first == second
    (asked,) = site.requests
    assert b"cookie" not in asked.lower()
    assert b"referer" not in asked.lower()


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"<svg onload=alert(1)>", "image/svg+xml", "not_a_picture"),
        (b"<html>", "text/html", "not_a_picture"),
        (b"<html>", "image/png", "not_a_picture"),
        (icon(192) + b"\0" * 60_000, "image/png", "too_large"),
    ],
)
def test_what_is_no_picture_is_refused_and_not_asked_for_again(at_home, kept, site, content, kind, code) -> None:
    address = site.at("/x", answer(content, kind))
    with pytest.raises(InputError) as refused:
        app.picture(kept, address)
    assert refused.value.code == code
    with pytest.raises(InputError) as again:
        app.picture(kept, address)
    assert again.value.code == "refused_lately"
    assert len(site.requests) == 1


def test_the_network_within_is_out_of_reach(kept: Store, site) -> None:
    for address in (
        site.at("/x", answer(icon(192))),
        "http://169.254.169.254/x.png",
        "http://[::1]/x",
        "file:///etc/passwd",
    ):
        with pytest.raises(InputError):
            app.picture(kept, address)
    assert site.requests == []


def test_a_redirect_within_is_out_of_reach(at_home, kept: Store, site) -> None:
    head = b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/x.png\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(InputError, match=r"10\.0\.0\.1"):
        app.picture(kept, site.at("/away", head))


def test_pictures_lie_beside_the_blobs_and_are_none_of_them(at_home, kept: Store, site) -> None:
    app.picture(kept, site.at("/quay.png", answer(icon(192))))
    assert kept.blobs.sizes() == (0, 0)
    assert len(list(kept.blobs.folder.with_name("blobs-pictures").iterdir())) == 1
