"""Processes that serve together: they begin together, are replaced when they die, and end with their parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from firsthand import crowd
from tests import crowded

ROOT = Path(__file__).parent.parent


def until(said: Callable[[], bool], seconds: float = 60.0) -> None:
    ends = time.monotonic() + seconds
    while not said():
        assert time.monotonic() < ends
        time.sleep(0.05)


def numbers(folder: Path) -> list[int]:
    return [int(path.name) for path in folder.iterdir() if path.name.isdigit()]


def living(folder: Path) -> list[int]:
    found = []
    for number in numbers(folder):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            continue
        found.append(number)
    return found


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    code = f"from tests.crowded import watch_over; watch_over({str(tmp_path)!r})"
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    process = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path})
    until((tmp_path / "ready").exists)
    until(lambda: len(numbers(tmp_path)) == 2)
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_they_end_with_their_parent(parent: subprocess.Popen[bytes], tmp_path: Path, how: signal.Signals) -> None:
    assert len(living(tmp_path)) == 2
    parent.send_signal(how)
    assert parent.wait(30) == (-signal.SIGKILL if how is signal.SIGKILL else 0)
    until(lambda: living(tmp_path) == [])


def test_one_that_dies_is_replaced(parent: subprocess.Popen[bytes], tmp_path: Path) -> None:
    os.kill(numbers(tmp_path)[0], signal.SIGKILL)
    until(lambda: len(numbers(tmp_path)) == 3)
    assert len(living(tmp_path)) == 2


def test_what_dies_at_once_again_and_again_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(crowd.GaveUp):
        crowd.run(partial(crowded.die, str(tmp_path)), 1, lambda: None)
    assert len(numbers(tmp_path)) == 3
