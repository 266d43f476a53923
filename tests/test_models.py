"""The settings' language models in the line: a writer behind an address rewords, is checked, and is asked once."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from firsthand import app
from firsthand.model.errors import SettingsError

TEXT = """Dockers vote to end strike at Port Alden

Dockers at Port Alden voted on Tuesday to end a nine-day strike that had kept 41 ships waiting outside the harbour.

The union said 812 of its 1,090 members backed an offer that raises pay by 6.5 percent over two years.

The port authority put the cost of the stoppage at 23 million crowns and said it would take a week to clear the backlog."""


class Server(ThreadingHTTPServer):
    """Speaks as OpenAI's does: gives back the first passage, shortened, and invents another sentence."""

    asked = 0


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Server)
        self.server.asked += 1
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        passages = json.loads(question["messages"][1]["content"])["passages"]
        said = [
            {"text": passages[0]["text"].replace(" on Tuesday", ""), "cites": [1]},
            {"text": "The mayor, Ola Brandt, resigned over it.", "cites": [2]},
        ]
        content = json.dumps({"sentences": said})
        answer = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def test_a_writer_rewords_what_it_can_cite_and_is_asked_once(tmp_path: Path, server: Server) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    (folder / "firsthand.toml").write_text(f'[models.writer]\naddress = "{address}"\nmodel = "tiny"\n')
    page = tmp_path / "page.txt"
    page.write_text(TEXT)
    store = app.open_store(str(folder))
    try:
        (document,) = app.voices(store, [str(page)]).documents
        told = [(s.given, s.text) for s in document.summary]
        assert (
            "reworded",
            "Dockers at Port Alden voted to end a nine-day strike that had kept 41 ships waiting outside the harbour.",
        ) in told
        assert not any("Brandt" in text for _, text in told), "nothing it made up is kept"
        assert all(s.cites for s in document.summary if s.given == "reworded")
        assert server.asked == 1
        app.rebuild(store)
        again = app.voices(store, [document.id]).documents[0]
        assert again.summary == document.summary
        assert server.asked == 1, "a rebuild asks nobody again"
    finally:
        store.close()


@pytest.mark.parametrize(("tagger", "names"), [("none", False), ("rules", True)])
def test_the_tagger_of_the_settings_finds_the_names(tmp_path: Path, tagger: str, names: bool) -> None:
    (tmp_path / "firsthand.toml").write_text(f'[models]\ntagger = "{tagger}"\n')
    page = tmp_path / "page.txt"
    page.write_text(TEXT)
    store = app.open_store(str(tmp_path))
    try:
        (document,) = app.voices(store, [str(page)]).documents
        assert bool(document.names) is names
        assert document.summary
    finally:
        store.close()


def test_a_wrong_setting_stops_the_work_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "firsthand.toml").write_text('[models]\ntagger = "magic"\n')
    page = tmp_path / "page.txt"
    page.write_text(TEXT)
    store = app.open_store(str(tmp_path))
    try:
        with pytest.raises(SettingsError, match=r"models\.tagger"):
            app.read(store, [str(page)])
    finally:
        store.close()
