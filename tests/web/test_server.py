"""The real thing: the demo's store behind the real server."""

import http.client
import re
import signal
import socket
import subprocess
import sys
from urllib.parse import parse_qs, urldefrag, urlencode, urljoin, urlsplit

import pytest
from litestar.testing import TestClient

from firsthand import app, server
from firsthand.model.errors import FirsthandError
from tests import entering

SERVE = (
    "import sys; from firsthand import server; server.run(sys.argv[1], '127.0.0.1', 0, lambda u: print(u, flush=True))"
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    store = app.open_store(str(tmp_path_factory.mktemp("demo")))
    app.load_demo(store)
    built = server.build(store)
    with TestClient(built, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        entering.enter(client, store)
        yield client


#: What only changes how a page looks: of each kind of page, one of each is opened.
LOOKS = {"size", "capture", "house", "only", "by", "party"}
#: Pages that are linked to, and walked where they are made.
NAMED = {"person", "organisation", "place", "topic", "outlet"}


def test_every_link_of_the_site_leads_to_where_it_says(demo):
    """Walk the whole site over the demo: every page answers, every anchor is on its page."""
    anchors: dict[str, set[str]] = {}
    wanted = {("/", "", "start")}
    seen, looked = set(), set()
    while wanted:
        path, anchor, source = wanted.pop()
        if path not in anchors:
            answer = demo.get(path)
            assert answer.status_code == 200, (path, source)
            anchors[path] = set(re.findall(r'\bid="([^"]+)"', answer.text))
            for href in re.findall(r'<a\b[^>]*\bhref="([^"]+)"', answer.text):
                address, fragment = urldefrag(urljoin(path, href.replace("&amp;", "&")))
                kind = address.split("/")[1] if address.startswith("/") else ""
                if kind in NAMED or urlsplit(address).scheme or (address, fragment) in seen:
                    continue
                seen.add((address, fragment))
                looks = LOOKS & parse_qs(urlsplit(address).query).keys()
                if not looks or (kind, frozenset(looks)) not in looked:
                    looked.add((kind, frozenset(looks)))
                    wanted.add((address, fragment, path))
        assert not anchor or anchor in anchors[path], (path, anchor, source)
    kinds = {path.split("/")[1] for path in anchors}
    assert {"story", "compare", "document", "capture", "about", "api"} <= kinds


def test_the_server_prints_its_link_serves_and_stops_without_a_word(tmp_path):
    command = [sys.executable, "-c", SERVE, str(tmp_path / "store")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            link = urlsplit(process.stdout.readline().strip())
            assert re.fullmatch(r"/login/[\w-]{43}", link.path)
            connection = http.client.HTTPConnection(link.hostname, link.port, timeout=10)
            connection.request("GET", link.path)
            page = connection.getresponse()
            form = urlencode({"csrf": entering.csrf(page.read().decode())})
            headers = {"content-type": "application/x-www-form-urlencoded"}
            headers["cookie"] = page.headers["set-cookie"].partition(";")[0]
            connection.request("POST", link.path, form, headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 303
            assert "server" not in answer.headers
            connection.request("GET", "/", headers={"cookie": answer.headers["set-cookie"].partition(";")[0]})
            assert b"firsthand serve --demo" in connection.getresponse().read()
            connection.close()
        finally:
            process.send_signal(signal.SIGINT)
            said, complained = process.communicate(timeout=20)
    assert (process.returncode, said, complained) == (0, "", ""), "and the link is in no log"


def test_a_port_in_use_is_said_with_the_next_try(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(FirsthandError, match="--port 0"):
        server.run(str(tmp_path / "store"), "127.0.0.1", taken.getsockname()[1], print)
