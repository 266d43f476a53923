"""The site as an app: manifest, icons, service worker, the page for when there is no network; and what scripts may weigh."""

import json
import re
import zlib
from struct import unpack

import pytest
from litestar.testing import TestClient

from firsthand import server
from firsthand.front import Front
from firsthand.web.files import FILES
from firsthand.web.icon import SIZES, icon

#: Bytes of all our scripts together, as they are sent without compression.
MOST_SCRIPT = 15_000
#: Bytes of the style sheet that every page has.
MOST_STYLE = 16 * 1024


@pytest.fixture
def below(newsroom, accounts_only):
    """A site served below a path."""
    built = server.build(accounts_only, front=Front(base="/news"))
    with TestClient(built, base_url="http://127.0.0.1:8000") as client:
        yield client


def test_our_scripts_and_the_style_sheet_are_small():
    assert sum(len(path.read_bytes()) for path in FILES.glob("*.js")) <= MOST_SCRIPT
    assert len((FILES / "site.css").read_bytes()) <= MOST_STYLE


def test_a_page_has_only_scripts_with_the_nonce_of_its_answer(reader):
    answer = reader.get("/about")
    nonces = set(
        re.findall(
            r'<script type="module" fetchpriority="low" nonce="([^"]+)" src="/static/\w+\.js\?v=\w+"></script>',
            answer.text,
        )
    )
    assert len(nonces) == 1
    assert f"script-src 'nonce-{nonces.pop()}'" in answer.headers["content-security-policy"]
    assert reader.get("/about").text != answer.text


def test_the_manifest_names_what_is_there(stranger):
    answer = stranger.get("/manifest.webmanifest")
    told = json.loads(answer.text)
    assert answer.headers["content-type"] == "application/manifest+json"
    assert {i["sizes"] for i in told["icons"]} >= {"192x192", "512x512", "any"}
    for picture in told["icons"]:
        assert stranger.get(picture["src"]).headers["content-type"] == picture["type"]


def test_everything_is_below_the_path_that_we_are_served_under(below):
    told = json.loads(below.get("/news/manifest.webmanifest").text)
    assert {told["scope"], told["start_url"], told["id"]} == {"/news/"}
    assert all(i["src"].startswith("/news/") for i in told["icons"])
    assert 'const BASE = "/news";' in below.get("/news/sw.js").text
    assert '"/news/offline"' in below.get("/news/sw.js").text
    page = below.get("/news/offline").text
    assert 'href="/news/sheet/site.css' in page
    assert 'data-base="/news"' in page


def test_the_worker_keeps_files_that_are_there(stranger):
    answer = stranger.get("/sw.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["cache-control"]
    shell = json.loads(re.search(r"const SHELL = (.*);", answer.text)[1])
    assert {stranger.get(address).status_code for address in shell} == {200}


@pytest.mark.parametrize("size", SIZES)
def test_an_icon_is_a_png_of_its_size(size):
    picture = icon(size)
    assert unpack(">II", picture[16:24]) == (size, size)
    pixels = zlib.decompress(picture[picture.index(b"IDAT") + 4 : -16])
    assert len(pixels) == size * (1 + 3 * size)
    assert b"\xff\xff\xff" in pixels
    assert len(picture) < 4096


def test_there_is_no_icon_of_another_size(stranger):
    assert stranger.get("/icon/7").status_code == 404
