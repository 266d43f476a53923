"""Looking up names: shared, kept for a minute, bounded in threads and in time. No name server is asked."""

import socket
import threading
import time
from typing import Any

import pytest

from firsthand.capture import names
from firsthand.capture.names import Names
from firsthand.model.errors import UnreachableAddress


class System:
    """Stands in for the system's resolver: counts, and waits where it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go = threading.Event()
        self.go.set()

    def __call__(self, host: str, port: int, **_: Any) -> list[Any]:
        self.asked.append(host)
        self.go.wait(5)
        if host.startswith("no"):
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.7", port))]


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> System:
    system = System()
    monkeypatch.setattr(names.socket, "getaddrinfo", system)
    return system


def test_an_answer_is_kept_for_a_minute_whatever_the_port(system: System) -> None:
    now = [100.0]
    known = Names(clock=lambda: now[0])
    assert known.addresses("a.example", 80, 1) == [(socket.AF_INET, ("192.0.2.7", 80))]
    assert known.addresses("a.example", 443, 1) == [(socket.AF_INET, ("192.0.2.7", 443))]
    assert len(system.asked) == 1
    now[0] += 61
    known.addresses("a.example", 80, 1)
    known.forget("a.example")
    known.addresses("a.example", 80, 1)
    assert len(system.asked) == 3


def test_a_name_that_nobody_has_is_asked_again_sooner(system: System) -> None:
    now = [100.0]
    known = Names(clock=lambda: now[0])
    for wait, asked in ((0, 1), (5, 1), (6, 2)):
        now[0] += wait
        with pytest.raises(UnreachableAddress, match="no host has the name") as caught:
            known.addresses("no.example", 80, 1)
        assert (caught.value.code, len(system.asked)) == ("dns", asked)


def test_many_who_want_one_name_ask_once(system: System) -> None:
    known, found = Names(), []
    system.go.clear()
    threads = [threading.Thread(target=lambda: found.append(known.addresses("a.example", 80, 5))) for _ in range(20)]
    for thread in threads:
        thread.start()
    time.sleep(0.05)
    system.go.set()
    for thread in threads:
        thread.join()
    assert (len(found), len(system.asked)) == (20, 1)


def test_lookups_are_bounded_and_who_finds_no_room_is_told_so(system: System) -> None:
    known = Names(threads=2)
    system.go.clear()
    codes = []

    def want(host: str) -> None:
        try:
            known.addresses(host, 80, 0.15)
        except UnreachableAddress as error:
            codes.append(error.code)

    threads = [threading.Thread(target=want, args=(f"h{n}.example",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == ["busy"] * 4 + ["dns"] * 2
    assert len(system.asked) == 2
    system.go.set()
    assert known.addresses("h9.example", 80, 1)
    assert len(system.asked) == 3, "what nobody waits for any more is not asked"


def test_numbers_need_no_thread_in_any_spelling() -> None:
    known, before = Names(threads=0), threading.active_count()
    assert known.addresses("127.1", 80, 1) == [(socket.AF_INET, ("127.0.0.1", 80))]
    assert known.addresses("0x7f000001", 80, 1)[0][1][0] == "127.0.0.1"
    assert known.addresses("::1", 80, 1)[0][1][:2] == ("::1", 80)
    assert threading.active_count() == before


def test_what_is_kept_is_bounded(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_MOST_KEPT", 3)
    known = Names()
    for n in range(9):
        known.addresses(f"h{n}.example", 80, 1)
    assert len(known._kept) == 3
