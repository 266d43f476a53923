"""A child: whatever an input does to it, the one who asked gets an answer in time, and the next input a fresh process."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from firsthand.child import Child, Failure
from firsthand.stage import Limits

ROOT = Path(__file__).parent.parent
MIB = 2**20
LIMITS = Limits(seconds=1.0, memory=64 * MIB)
ROOMY = Limits(seconds=20.0, memory=64 * MIB)


def greet(value: Any, context: Any) -> Any:
    return f"{context} {value}"


def tell_process(_value: Any, _context: Any) -> int:
    return os.getpid()


def hang(_value: Any, _context: Any) -> None:
    while True:
        pass


def hoard(size: int, _context: Any) -> int:
    held = []
    for _ in range(size):
        held.append(b"x" * MIB)
        time.sleep(0.001)
    return len(held)


def hoard_and_hide_it(_value: Any, _context: Any) -> str:
    with suppress(MemoryError):
        bytearray(LIMITS.memory * 20)
    return "as if nothing had been"


def hoard_at_once(_value: Any, _context: Any) -> int:
    return len(bytearray(LIMITS.memory * 20))


def crash(_value: Any, _context: Any) -> None:
    os.abort()


def be_killed(_value: Any, _context: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def call_out(_value: Any, _context: Any) -> None:
    socket.create_connection(("127.0.0.1", 9))


def start_program(_value: Any, _context: Any) -> None:
    subprocess.run(["true"], check=True)


def give_what_cannot_be_sent(_value: Any, _context: Any) -> Any:
    return lambda: None


def list_open(_value: Any, _context: Any) -> list[str]:
    places = []
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            places.append(str(entry.readlink()))
    return places


FUNCTIONS = {
    function.__name__: function
    for function in (
        greet, tell_process, hang, hoard, hoard_and_hide_it, hoard_at_once, crash, be_killed, call_out, start_program,
        give_what_cannot_be_sent, list_open,
    )
}  # fmt: skip


@pytest.fixture(params=["alone", "among threads"])
def child(request: pytest.FixtureRequest) -> Iterator[Child]:
    """A child of a process without threads (a fork), and of one with threads (of a server of processes)."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    if request.param == "among threads":
        thread.start()
    made = Child(FUNCTIONS, "hello")
    try:
        yield made
    finally:
        made.dismiss()
        done.set()
        if thread.is_alive():
            thread.join()


def test_it_stays_warm_from_one_input_to_the_next(child: Child) -> None:
    assert child.run("greet", "world", ROOMY) == "hello world"
    first, second = (child.run("tell_process", None, limits) for limits in (ROOMY, None))
    assert first == second != os.getpid()


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("hang", None, "more than 1 s"),
        ("hoard", 200, "64 MiB"),
        ("hoard_at_once", 0, "64 MiB"),
        ("crash", None, "SIGABRT"),
    ],
)
def test_an_input_that_costs_too_much_is_given_up_at_once(child: Child, name: str, value: Any, reason: str) -> None:
    child.start()
    began = time.monotonic()
    failure = child.run(name, value, LIMITS)
    assert isinstance(failure, Failure)
    assert failure.permanent
    assert reason in failure.reason
    assert time.monotonic() - began < LIMITS.seconds + 1
    assert child.run("greet", "again", ROOMY) == "hello again"


def test_a_process_that_others_killed_says_nothing_of_the_input(child: Child) -> None:
    assert child.run("be_killed", None, ROOMY) == Failure("The process that worked on this died.", permanent=False)
    assert child.run("greet", "again", ROOMY) == "hello again"


def test_what_is_within_the_limits_is_done_and_leaves_no_less_room(child: Child) -> None:
    assert [child.run("hoard", 40, ROOMY) for _ in range(3)] == [40, 40, 40]


@pytest.mark.parametrize("name", ["call_out", "start_program"])
def test_it_may_neither_call_out_nor_start_programs(child: Child, name: str) -> None:
    failure = child.run(name, None, ROOMY)
    assert isinstance(failure, Failure)
    assert "may not do this" in failure.reason


def test_what_cannot_be_sent_is_a_failure_and_not_the_end(child: Child) -> None:
    for name, value in (("give_what_cannot_be_sent", None), ("greet", lambda: None)):
        failure = child.run(name, value, ROOMY)
        assert isinstance(failure, Failure), name
        assert not failure.permanent
    assert child.run("greet", "again", ROOMY) == "hello again"


def test_it_holds_no_file_and_no_connection_of_its_parent(child: Child, tmp_path: Path) -> None:
    with (tmp_path / "open").open("w"), socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        places = child.run("list_open", None, ROOMY)
    assert not any(str(tmp_path) in place for place in places)
    assert sum(place.startswith("socket:") for place in places) == 1  # its own pipe


def test_a_dismissed_child_does_not_come_back(child: Child) -> None:
    child.start()
    child.dismiss()
    assert isinstance(child.run("greet", "again", ROOMY), Failure)


@pytest.mark.parametrize("way", ["alone", "threads"])
@pytest.mark.parametrize("at", ["hang", "idle"])
def test_no_child_outlives_a_parent_that_is_killed(way: str, at: str) -> None:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [sys.executable, __file__, way, at]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        process = int(parent.stdout.readline())
        assert lives(process)
        parent.kill()
    wait_until_gone(process)


def lives(process: int) -> bool:
    """Say whether a process is there and not only waiting to be reaped."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until_gone(process: int) -> None:
    deadline = time.monotonic() + 10
    while lives(process):
        assert time.monotonic() < deadline, "it lives on"
        time.sleep(0.02)


def _parent(way: str, at: str) -> None:
    if way == "threads":
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    child = Child(FUNCTIONS, "hello")
    print(child.run("tell_process", None, None), flush=True)
    if at == "hang":
        child.run("hang", None, Limits(60, 64 * MIB))
    time.sleep(60)


if __name__ == "__main__":
    _parent(sys.argv[1], sys.argv[2])
