"""Archives are read in rounds, go on where they were left, and give what an undisturbed reading gives."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from firsthand import app, intake
from firsthand.capture import inputs
from firsthand.intake import Reading
from firsthand.store import captures
from firsthand.store.database import Store, open_store
from tests.capture.archives import http, mail, packed, record

ROOT = Path(__file__).parent.parent
PAGES = 70


def article(number: int) -> bytes:
    """Make a page; every third tells what the one before it told."""
    which = number - (number % 3 == 2)
    chance = random.Random(which)
    names = [
        "".join(chance.choice("bdfklmnprst") + chance.choice("aeiou") for _ in range(3)).title() for _ in range(40)
    ]
    words = " ".join(
        f"{chance.choice(names)} {chance.choice(names)} told {chance.choice(names)} of {chance.choice(names)} on {chance.choice(names)}."
        for _ in range(12)
    )
    return f"<html><head><title>{names[0]} of {names[1]}</title></head><body><article><h1>{names[0]} of {names[1]}</h1><p>{words}</p></article>".encode()


def records(count: int = PAGES) -> Iterator[bytes]:
    for number in range(count):
        address = f"https://outlet{number % 7}.example/{number}"
        yield record("request", address, b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request")
        yield record("response", address, http(article(number)))


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(intake, "processes", lambda _: 1)
    path = tmp_path / "CC-NEWS-20260301100000-00001.warc.gz"
    path.write_bytes(packed(records(), "gzip"))
    return path


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(str(tmp_path / "lite"))) as opened:
        yield opened


def ids(store: Store) -> list[str]:
    with store.read() as tx:
        return captures.all_ids(tx)


def test_an_archive_is_read_once_and_said_to_have_been(archive, lite, monkeypatch) -> None:
    monkeypatch.setattr(intake, "_ROUND", 40)
    seen: list[Reading] = []
    told = app.read_archives(lite, [str(archive)], watch=seen.append)
    assert (told.captures, told.new, told.documents) == (PAGES, PAGES, PAGES)
    assert [(p.what, p.count) for p in told.passed] == [("request", PAGES)]
    assert (told.archives[0].state, told.archives[0].captures) == ("read", PAGES)
    assert told.stories > told.stories_before == 0
    assert len(told.biggest) == 10
    assert told.stories > PAGES / 3
    assert [reading.done for reading in seen] == sorted(reading.done for reading in seen)
    assert seen[-1].pages == PAGES
    (again,) = app.read_archives(lite, [str(archive)]).archives
    assert (again.state, again.captures) == ("read_before", PAGES)
    anew = app.read_archives(lite, [str(archive)], again=True)
    assert (anew.captures, anew.new, anew.archives[0].captures) == (PAGES, 0, PAGES)
    assert len(ids(lite)) == PAGES


def test_another_file_of_that_name_is_read(archive, lite) -> None:
    app.read_archives(lite, [str(archive)])
    archive.write_bytes(packed(records(PAGES + 5), "gzip"))
    told = app.read_archives(lite, [str(archive)])
    assert (told.archives[0].state, told.new) == ("read", 5)


def test_what_is_given_along_is_read_too_and_problems_are_counted_by_cause(archive, lite, tmp_path) -> None:
    whole = archive.read_bytes()
    archive.write_bytes(whole[:-40])
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.html").write_bytes(article(999))
    (folder / "b.eml").write_bytes(mail("A letter of some words on harbours and their cranes."))
    (folder / "c.mbox").write_bytes(b"From a@b Tue Mar  3 06:30:00 2026\n" + mail("Another one.", Message_ID="<2@x>"))
    told = app.read_archives(lite, [str(archive), str(tmp_path / "none"), str(folder)])
    assert told.captures == PAGES - 1 + 3
    assert {cause.code: cause.count for cause in told.problems if not cause.code.startswith("disagree")} == {
        "broken_record": 1,
        "no_file": 1,
        "no_article": 2,
    }
    (broken,) = (cause.example.place for cause in told.problems if cause.code == "broken_record")
    assert broken.startswith(f"{archive.name}: https://outlet")
    assert [Path(a.place).name for a in told.archives] == [archive.name, "c.mbox"]
    assert not app.have_archives([str(folder / "a.html"), str(tmp_path / "none"), "https://x.example/a.warc.gz"])
    assert app.have_archives([str(folder)])


def test_a_reading_that_is_stopped_goes_on_behind_its_last_batch(archive, lite, monkeypatch) -> None:
    class Stop(Exception):
        pass

    def breaking(*given, **named):
        for number, step in enumerate(inputs.steps(*given, **named)):
            if number == 110:
                raise Stop
            yield step

    monkeypatch.setattr(intake, "steps", breaking)
    with pytest.raises(Stop):
        app.read_archives(lite, [str(archive)])
    assert len(ids(lite)) == intake.BATCH == 50
    monkeypatch.undo()
    told = app.read_archives(lite, [str(archive)])
    assert (told.archives[0].state, told.captures, told.archives[0].captures) == (
        "resumed",
        PAGES - intake.BATCH,
        PAGES,
    )
    assert len(ids(lite)) == PAGES


#: Reads an archive, and kills itself before or after a commit, at the n-th of them; n of 0 never.
KILLED = """
import os, signal, sys
from contextlib import contextmanager
from firsthand import app, intake
from firsthand.store.database import Store
archive, address, n, after = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] == "after"
store = app.open_store(address)
intake.BATCH, intake._ROUND, intake.processes = 10, 30, lambda _: 1
write, count = Store.write, 0
@contextmanager
def counted(self):
    global count
    with write(self) as tx:
        yield tx
        count += 1
        if count == n and not after:
            os.kill(os.getpid(), signal.SIGKILL)
    if count == n:
        os.kill(os.getpid(), signal.SIGKILL)
Store.write = counted
app.read_archives(store, [archive])
print(count)
"""


def _run(archive: Path, address: str, n: int, when: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", KILLED, str(archive), address, str(n), when]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment)


def test_killed_at_any_commit_and_resumed_it_keeps_what_an_undisturbed_reading_keeps(
    archive, address, tmp_path
) -> None:
    calm = str(tmp_path / "calm")
    commits = int(_run(archive, calm, 0, "after").stdout)
    chance = random.Random(7)
    for n in sorted(chance.sample(range(1, commits), 3)):
        killed = _run(archive, address, n, chance.choice(["before", "after"]))
        assert killed.returncode in (0, -signal.SIGKILL), killed.stderr
    assert _run(archive, address, 0, "after").returncode == 0
    with closing(open_store(calm)) as one, closing(open_store(address)) as other:
        assert ids(one) == ids(other)
        assert len(ids(one)) == PAGES
        with one.read() as a, other.read() as b:
            assert list(one.dump(a)) == list(other.dump(b))


def test_killed_at_any_moment_it_goes_on(archive, tmp_path) -> None:
    address = str(tmp_path / "killed")
    command = [sys.executable, "-c", KILLED, str(archive), address, "0", "after"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    chance = random.Random(11)
    for _ in range(2):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        time.sleep(chance.uniform(0.8, 3.0))
        process.kill()
        process.wait(10)
    assert _run(archive, address, 0, "after").returncode == 0
    with closing(open_store(address)) as store:
        assert len(ids(store)) == PAGES
