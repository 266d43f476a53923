"""The site under a path of its own, behind a proxy that takes the path off and behind one that leaves it on."""

import json
import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
from litestar.testing import TestClient

from firsthand import app, server
from firsthand.front import front_of
from firsthand.settings import Server
from tests import entering
from tests.walking import walk

BASE = "/news/desk"
#: Every attribute of HTML that holds an address.
_ADDRESSES = re.compile(r'\b(?:href|src|action|formaction|poster|data|cite|srcset|content)="([^"]*)"')


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store = app.open_store(str(tmp_path_factory.mktemp("demo")))
    app.load_demo(store)
    app.add_content(store, b"<opml><body><outline text='Ports' xmlUrl='https://a.example/f'/></body></opml>", "a.opml")
    app.choose(store, app.sources(store).sources[0].id, app_choices(["ports", "quays"]))
    front = front_of(Server(base_path=BASE, trusted_proxies=("127.0.0.1",), public_address="https://desk.example"))
    built = server.build(store, front=front)
    with TestClient(built, base_url="https://desk.example", raise_server_exceptions=False) as client:
        link = f"{BASE}/login/{app.starting_link(store)}"
        form = {"csrf": entering.csrf(client.get(link).text)}
        answer = client.post(link, data=form, follow_redirects=False)
        assert answer.headers["location"] == f"{BASE}/"
        given = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("__Secure-"))
        assert f"Path={BASE};" in given
        assert given.endswith("Secure")
        yield client
    store.close()


def app_choices(tags: list[str]) -> object:
    from firsthand.contract import SourceChoices

    return SourceChoices(tags=tags)


def addresses(page: str) -> list[str]:
    found = [address.replace("&amp;", "&") for address in _ADDRESSES.findall(page)]
    return [address for address in found if address.startswith("/")]


def test_no_page_under_a_base_path_has_a_link_outside_it(behind: TestClient) -> None:
    """Walk all pages; whatever begins with a slash must lead under the base path, and there must be something there."""
    assert behind.get(f"{BASE}/nobody-knows-this").status_code == 404
    seen = set()
    for path, source, answer, _ in walk(behind, f"{BASE}/", each=4):
        assert answer.status_code == 200, (path, source)
        found = addresses(answer.text) if "html" in answer.headers["content-type"] else []
        assert [address for address in found if not address.startswith(f"{BASE}/")] == [], path
        seen |= {urldefrag(address)[0] for address in found}
    for asset in (address for address in seen if address.startswith(f"{BASE}/static/")):
        assert behind.get(asset).status_code == 200, asset
    kinds = {urlsplit(path).path.removeprefix(BASE).split("/")[1] for path in seen}
    assert {"story", "compare", "document", "capture", "about", "api", "sources", "static", "threads"} <= kinds


def test_a_proxy_may_take_the_base_path_off(behind: TestClient) -> None:
    cookie = {"cookie": "; ".join(f"{name}={value}" for name, value in behind.cookies.items())}
    whole, stripped = (behind.get(path, headers=cookie) for path in (f"{BASE}/sources?tag=ports", "/sources?tag=ports"))
    assert whole.status_code == stripped.status_code == 200
    first, second = (re.sub(r'(nonce|value)="[^"]*"', "", answer.text) for answer in (whole, stripped))
    assert first == second


def test_a_form_leads_back_under_the_base_path(behind: TestClient) -> None:
    page = behind.get(f"{BASE}/sources").text
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token
    answer = behind.post(f"{BASE}/sources/refresh", data={"csrf": token[1]}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{BASE}/sources?did=due")


def test_the_api_says_where_it_is(behind: TestClient) -> None:
    assert behind.get(f"{BASE}/healthz").json() == {"status": "ok"}
    assert behind.get(f"{BASE}/api/stories?limit=1").status_code == 200
    schema = json.loads(behind.get(f"{BASE}/api/openapi.json").text)
    assert schema["servers"] == [{"url": BASE}]
    assert f"<code>{BASE}/api/stories</code>" in behind.get(f"{BASE}/api").text
    assert behind.get(f"{BASE}/api/nothing").json()["status"] == 404


def test_the_name_that_readers_know_is_answered_and_no_other(behind: TestClient) -> None:
    assert behind.get(f"{BASE}/healthz", headers={"host": "desk.example"}).status_code == 200
    assert behind.get(f"{BASE}/healthz", headers={"host": "evil.example"}).status_code == 400
