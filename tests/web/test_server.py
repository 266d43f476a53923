"""The real thing: the demo's store behind the real server."""

import http.client
import re
import signal
import socket
import subprocess
import sys
from urllib.parse import urldefrag, urlencode, urlsplit

import pytest
from litestar.testing import TestClient

from firsthand import app, server
from firsthand.model.errors import FirsthandError
from tests import entering
from tests.walking import walk

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


def test_every_link_of_the_site_leads_to_where_it_says(demo):
    """Walk over the demo: every page answers, every anchor that is linked to is on its page."""
    anchors, linked = {}, []
    for path, source, answer, links in walk(demo, "/", each=5):
        assert answer.status_code == 200, (path, source)
        anchors[path] = set(re.findall(r'\bid="([^"]+)"', answer.text))
        linked += [(*urldefrag(link), path) for link in links]
    missing = [(to, anchor, at) for to, anchor, at in linked if anchor and to in anchors and anchor not in anchors[to]]
    assert not missing
    kinds = {path.split("/")[1] for path in anchors}
    assert {"story", "compare", "document", "capture", "about", "api", "person", "place", "outlet"} <= kinds


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
