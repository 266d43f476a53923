"""A part of `bench.ssrf`: attempts to reach what must not be reached, in a network of their own."""

import ast
from pathlib import Path

import pytest

import firsthand
from bench.island import NoIsland
from bench.ssrf import DOORS, measure, totals
from bench.ssrf_cases import Table


def test_nothing_gets_through_the_gate_and_much_without_it() -> None:
    try:
        found = measure(small=True)
    except NoIsland as reason:
        pytest.skip(str(reason))
    total = totals(found)
    assert found["escaped"] == []
    assert total["gate"] == 0
    assert total["cases"] >= 350
    assert total["none"] > 200, "a control that nothing escapes from measures nothing"
    assert total["check before"] > 50
    assert found["causes"]["a public page"] > 20, "public addresses must be reached"


def test_the_table_has_every_door_and_at_least_350_cases() -> None:
    table = Table()
    assert {case.door for case in table.cases} == set(DOORS)
    assert set(DOORS) == {"fetch", "send", "arrivals", "model", "ask", "robots", "hub", "mailbox", "picture"}
    assert len(set(table.cases)) >= 350


#: What can open a connection. Who may import it: the gate and its doors (mailboxes have one of their own, whose sockets the
#: gate makes); and the web server, which only listens.
NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib3",
    "requests",
    "httpx",
    "aiohttp",
    "smtplib",
    "imaplib",
    "poplib",
    "ftplib",
    "asyncio",
    "socketserver",
}
DOOR = {
    "capture/gate.py",
    "capture/names.py",
    "capture/watchdog.py",
    "capture/exchange.py",
    "capture/http.py",
    "capture/causes.py",
    "capture/imap.py",
    "server.py",
}


def test_nothing_but_the_door_can_open_a_connection() -> None:
    home = Path(firsthand.__file__).parent
    found = {str(path.relative_to(home)) for path in home.rglob("*.py") if imported(path) & NETWORK}
    assert found - DOOR == set()
    assert "capture/gate.py" in found


def imported(path: Path) -> set[str]:
    """Name the top packages that a file imports anywhere; ``urllib.request.urlopen`` counts as ``http``."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    opening = {"http" for name in names if name.startswith("urllib.request") and not name.endswith("url2pathname")}
    return {name.partition(".")[0] for name in names} | opening
