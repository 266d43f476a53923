"""Pages made to harm, through the line and on both databases: each ends in a Problem, in time, and costs nobody else.

`tests/capture` has what is stopped before it is parsed: answers packed a thousandfold, and those without an end.
"""

import gzip
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from firsthand import app
from firsthand.app import at_work
from firsthand.contract import ReadOut
from firsthand.stage import Limits
from firsthand.stages import STAGES
from firsthand.steps.extract import LIMITS as PARSING
from firsthand.store import work
from firsthand.store.database import Store
from tests.made import OTHER, STRIKE
from tests.test_child import lives, wait_until_gone

MIB = 2**20


def page(inside: bytes, *paragraphs: str) -> bytes:
    words = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or STRIKE).encode()
    return b"<!doctype html><html><head><title>A day</title></head><body><h1>A day</h1>%b%b</body></html>" % (
        words,
        inside,
    )


def laughs(levels: int) -> bytes:
    entities = (f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "ha ha">{"".join(entities)}]>'.encode()


#: What is made to harm, and what becomes of it: it is read within the limits, or the cause by which it was given up.
READ, SLOW, LARGE = "", r"took more than 2 s", r"took more than (256 MiB of memory|10 s)"
BOMBS: dict[str, tuple[bytes, str]] = {
    "50,000 deep": (page(b"<div>" * 50_000 + b"here" + b"</div>" * 50_000), READ),
    "50,000 deep, in one line": (page(b"<p><b>" * 50_000), READ),
    "an attribute of 5 MB": (page(b"<div class='%b'>here</div>" % (b"x" * 5_000_000)), READ),
    "1.7 million classes": (page(b"<div class='%b'>here</div>" % (b"ab " * 1_700_000)), READ),
    "8 MB of unclosed links": (page(b"<a>" * 2_700_000), LARGE),
    "8 MB of unclosed blocks": (page(b"<div>" * 1_600_000), READ),
    "8 MB of open brackets": (page(b"<" * 8_000_000), SLOW),
    "8 MB of paragraphs": (page(f"<p>{STRIKE[0]}</p>".encode() * 65_000), LARGE),
    "8 MB that patterns trip over": (page(b"<p>" + b"." * 8_000_000), SLOW),
    "500,000 attributes": (page(b"<div %b>" % b" ".join(b"a%d=1" % n for n in range(500_000))), SLOW),
    "a billion laughs": (laughs(12) + page(b"<p>&l11;</p>"), READ),
    "nested data": (page(b"<script type='application/ld+json'>%b</script>" % (b"[" * 2_000_000)), READ),
    "text of 19 MB": (b"The ferry ran aground off Cape Orn on Monday, the guard said.\n" * 310_000, LARGE),
    "a packed page": (gzip.compress(page(b"")), "gzip"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two good pages, that sort around whatever is put between them."""
    made = tmp_path / "pages"
    made.mkdir()
    (made / "0 good.html").write_bytes(page(b""))
    (made / "z good.html").write_bytes(page(b"", *OTHER))
    return made


def within(seconds: float) -> tuple[Any, ...]:
    limits = Limits(seconds, PARSING.memory)
    return tuple(replace(stage, limits=stage.limits and limits) for stage in STAGES)


def problems_of(told: ReadOut, name: str) -> list[str]:
    return [f"{p.code}: {p.detail}" for p in told.problems if unquote(p.place).endswith(f"/{name}")]


def test_bombs_end_in_a_problem_or_are_read_and_the_others_are_read(store: Store, folder: Path) -> None:
    bombs = {name: bomb for name, bomb in BOMBS.items() if bomb[1] != SLOW}
    for name, (content, _) in bombs.items():
        (folder / f"bomb {name}").write_bytes(content)
    told = app.read(store, [str(folder)])
    read = {unquote(c.place).rpartition("/")[2] for c in told.captures}
    for name, (_, cause) in bombs.items():
        found = problems_of(told, f"bomb {name}")
        if cause:
            assert any(re.search(cause, problem) for problem in found), (name, found)
        else:
            assert not any("quarantined" in problem for problem in found), (name, found)
            assert f"bomb {name}" in read
    good_are_read(told)
    assert len(app.read(store, [str(folder)]).documents) == len(told.documents)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)  # seconds each, and no other path
def test_what_takes_too_long_is_stopped_in_time(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_work, "STAGES", within(2.0))
    slow = {name: content for name, (content, cause) in BOMBS.items() if cause == SLOW}
    for name, content in slow.items():
        (folder / f"bomb {name}").write_bytes(content)
    began = time.monotonic()
    told = app.read(store, [str(folder)])
    assert time.monotonic() - began < (2.0 + 1.5) * len(slow) + 3
    for name in slow:
        assert any(re.search(SLOW, problem) for problem in problems_of(told, f"bomb {name}")), name
    good_are_read(told)


def test_an_address_that_is_none_harms_no_later_stage(store: Store, folder: Path) -> None:
    (folder / "odd.html").write_bytes(
        page(b"").replace(b"<title>", b'<link rel="canonical" href="https://[odd"><title>')
    )
    told = app.read(store, [str(folder)])
    good_are_read(told)
    assert [d.url for d in told.documents] == [None] * 3
    with store.read() as tx:
        assert work.pending(tx) == {}


def good_are_read(told: ReadOut) -> None:
    good = {c.id for c in told.captures if "good" in c.place}
    assert len([d for d in told.documents if d.capture in good]) == len(good) == 2


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)  # it is the reader that is tested, not the store
def test_ctrl_c_ends_the_reader_and_loses_nothing(address: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    # Whoever runs the tests in the background has told their children to ignore Ctrl-C.
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from firsthand.cli import main; main()"
    command = [sys.executable, "-c", code, "read", "--store", address]
    slow = folder / "slow.html"
    slow.write_bytes(BOMBS["8 MB of open brackets"][0])
    with subprocess.Popen(
        [*command, str(folder / "0 good.html"), str(slow)], env=environment, start_new_session=True
    ) as run:
        reader = child_of(run.pid)
        os.killpg(run.pid, signal.SIGINT)
        assert run.wait(5) == 130
    wait_until_gone(reader)
    monkeypatch.setattr(at_work, "STAGES", within(1.0))
    store = app.open_store(address)
    assert len(app.read(store, [str(folder / "0 good.html")]).documents) == 1
    store.close()


def child_of(process: int) -> int:
    """Wait until a process has a child that works, and return that."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            if lives(int(child)) and int(Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11]) > 50:
                return int(child)
        time.sleep(0.02)
    raise AssertionError("no child came to work")


def test_the_limits_are_those_we_promise() -> None:
    extract = next(stage for stage in STAGES if stage.name == "extract")
    assert extract.limits == Limits(seconds=10.0, memory=256 * MIB)
