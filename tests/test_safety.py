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
from urllib.parse import unquote

import pytest

from firsthand import app
from firsthand.contract import ReadOut
from firsthand.stage import Limits
from firsthand.stages import PARSING, STAGES
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
READ, SLOW, LARGE = "", r"took more than 3 s", r"took more than (256 MiB of memory|3 s)"
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
def pages(tmp_path: Path, dialect: str) -> Path:
    """A folder with the bombs between two good pages: all of them, or for the second database the quick ones."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "0 good.html").write_bytes(page(b""))
    (folder / "z good.html").write_bytes(page(b"", *OTHER))
    for name in bombs(dialect):
        content, _ = BOMBS[name]
        (folder / f"bomb {name}").write_bytes(content)
    return folder


def bombs(dialect: str) -> list[str]:
    return [name for name, (_, cause) in BOMBS.items() if dialect == "sqlite" or cause != SLOW]


def problems_of(told: ReadOut, name: str) -> list[str]:
    return [f"{p.code}: {p.detail}" for p in told.problems if unquote(p.place).endswith(f"/{name}")]


def test_every_bomb_ends_in_time_and_the_others_are_read(
    store: Store, dialect: str, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = Limits(seconds=3.0, memory=PARSING.memory)
    monkeypatch.setattr(app, "STAGES", tuple(replace(stage, limits=stage.limits and limits) for stage in STAGES))
    began = time.monotonic()
    told = app.read(store, [str(pages)])
    assert time.monotonic() - began < (limits.seconds + 1) * len(BOMBS)
    read = {unquote(c.place).rpartition("/")[2] for c in told.captures}
    for name in bombs(dialect):
        cause = BOMBS[name][1]
        found = problems_of(told, f"bomb {name}")
        if cause:
            assert any(re.search(cause, problem) for problem in found), (name, found)
        else:
            assert not any("quarantined" in problem for problem in found), (name, found)
            assert f"bomb {name}" in read
    good = {c.id for c in told.captures if "good" in c.place}
    assert len([d for d in told.documents if d.capture in good]) == len(good) == 2
    assert len(app.read(store, [str(pages)]).documents) == len(told.documents)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)  # it is the reader that is tested, not the store
def test_ctrl_c_ends_the_reader_and_loses_nothing(address: str, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    command = [sys.executable, "-c", "from firsthand.cli import main; main()", "read", "--store", address]
    slow = str(pages / "bomb 8 MB of open brackets")
    with subprocess.Popen([*command, str(pages / "0 good.html"), slow], env=environment, start_new_session=True) as run:
        reader = child_of(run.pid)
        os.killpg(run.pid, signal.SIGINT)
        assert run.wait(5) == 130
    wait_until_gone(reader)
    monkeypatch.setattr(app, "STAGES", tuple(replace(s, limits=s.limits and Limits(1.0, 256 * MIB)) for s in STAGES))
    store = app.open_store(address)
    assert len(app.read(store, [str(pages / "0 good.html")]).documents) == 1
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
