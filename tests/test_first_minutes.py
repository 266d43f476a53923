"""The first five minutes: one command, an address, a login, and a story to read; or an empty store and a button."""

import http.client
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

_START = "from firsthand.cli import main; main()"
#: Seconds from the command to the first story's page. It costs some eight seconds of a processor; tests run on busy ones.
LONGEST = 180.0


@contextmanager
def visitor(store: Path, *options: str) -> Iterator["Visitor"]:
    """Run the command as a newcomer does, and log in with the link that it prints."""
    began = time.monotonic()
    command = [sys.executable, "-c", _START, "serve", "--port", "0", "--store", str(store), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert "Log in once with this link" in process.stdout.readline()
            link = urlsplit(process.stdout.readline().strip())
            yield Visitor(link.hostname or "", link.port or 0, link.path, began)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)


class Visitor:
    """Somebody with a browser that has no script."""

    def __init__(self, host: str, port: int, login: str, began: float) -> None:
        self.at, self.began, self.cookie = (host, port), began, ""
        _, headers, page = self.ask("GET", login)
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        assert token
        self.cookie = headers["set-cookie"].partition(";")[0]
        status, headers, _ = self.ask("POST", login, csrf=token[1])
        assert status == 303
        self.cookie = headers["set-cookie"].partition(";")[0]

    def ask(self, method: str, path: str, **form: str) -> tuple[int, http.client.HTTPMessage, str]:
        connection = http.client.HTTPConnection(*self.at, timeout=60)
        headers = {"cookie": self.cookie, "content-type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urlencode(form) if method == "POST" else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, text

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began


def test_one_command_shows_stories(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with visitor(tmp_path / "store", "--demo") as newcomer:
        river = newcomer.ask("GET", "/")[2]
        link = re.search(r'href="(/story/sto_[a-z2-7]{16})"', river)
        assert link
        status, _, story = newcomer.ask("GET", link[1])
        took = newcomer.seconds
    assert status == 200
    assert "independent" in story
    with capsys.disabled():
        print(f" [first story {took:.1f} s after the command] ", end="")
    assert took < LONGEST


def test_an_empty_store_is_filled_by_a_button_and_without_a_script(tmp_path: Path) -> None:
    with visitor(tmp_path / "store", "--no-follow") as newcomer:
        page = newcomer.ask("GET", "/")[2]
        token = re.search(r'action="/demo"><input type="hidden" name="csrf" value="([^"]+)"', page)
        assert token
        status, headers, _ = newcomer.ask("POST", "/demo", csrf=token[1])
        assert (status, headers["location"]) == (303, "/reading")
        status, headers, page = newcomer.ask("GET", "/reading")
        assert headers["refresh"] == "2"
        while headers["refresh"]:
            time.sleep(0.3)
            assert newcomer.seconds < LONGEST, page
            _, headers, page = newcomer.ask("GET", "/reading")
        assert "pages of invented news were read." in page
        assert re.search(r'href="/story/sto_', newcomer.ask("GET", "/")[2])
