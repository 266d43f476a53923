"""Turns with a host: so many at once, so far apart, and none while it wants to be left alone."""

import threading
import time

import pytest

from firsthand.capture.manners import Manners
from firsthand.model.errors import UnreachableAddress


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def busy(manners: Manners, host: str = "a.example", within: float = 0.02) -> UnreachableAddress:
    with pytest.raises(UnreachableAddress) as caught, manners.turn(host, within):
        raise AssertionError("had a turn")
    assert caught.value.code == "busy_host"
    return caught.value


def test_so_many_at_once_for_each_host() -> None:
    manners = Manners(most=2)
    with manners.turn("a.example"), manners.turn("A.example."):
        assert not manners.has_room("a.example")
        assert manners.has_room("b.example")
        busy(manners)
        with manners.turn("b.example"):
            pass
    assert manners.has_room("a.example")


def test_a_turn_that_ends_in_an_error_is_given_back() -> None:
    manners = Manners(most=1)
    for _ in range(3):
        with pytest.raises(ValueError, match="x"), manners.turn("a.example", 0.1):
            raise ValueError("x")
    assert manners.has_room("a.example")


def test_starts_are_a_gap_apart() -> None:
    clock = Clock()
    manners = Manners(gap=5, clock=clock)
    with manners.turn("a.example"):
        pass
    assert not manners.has_room("a.example")
    assert manners.free_at("a.example") == 1005
    assert busy(manners, within=3).retry_seconds == 5
    clock.now += 5
    assert manners.has_room("a.example")


def test_a_crawl_delay_widens_the_gap_and_is_bounded() -> None:
    clock = Clock()
    manners = Manners(clock=clock)
    with manners.turn("a.example"):
        manners.slow_down("a.example", 10)
    assert manners.has_room("a.example")
    with manners.turn("a.example"):
        manners.slow_down("a.example", 10)
    assert manners.free_at("a.example") == 1010
    manners.slow_down("b.example", 1e9)
    with manners.turn("b.example"):
        pass
    assert manners.free_at("b.example") == 1300


def test_a_turn_is_waited_for() -> None:
    manners = Manners(most=1, gap=0.05)
    starts = []

    def go() -> None:
        with manners.turn("a.example", 5):
            starts.append(time.monotonic())

    threads = [threading.Thread(target=go) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(later - earlier >= 0.045 for earlier, later in zip(starts, starts[1:], strict=False))
    assert len(starts) == 6


def test_a_host_that_says_later_is_left_alone_for_an_hour_at_most() -> None:
    clock = Clock()
    manners = Manners(clock=clock)
    assert manners.blocked_until("a.example") is None
    manners.not_before("a.example", 100)
    manners.not_before("a.example", 10)
    assert (manners.blocked_until("a.example"), manners.free_at("a.example")) == (1100, 1100)
    assert busy(manners, within=30).retry_seconds == 100
    clock.now += 101
    assert manners.blocked_until("a.example") is None
    manners.not_before("a.example", 1e9)
    assert manners.blocked_until("a.example") == 1101 + 3600


@pytest.mark.parametrize(
    ("status", "retry", "until"),
    [(429, 30.0, 1030), (429, None, 1060), (503, 30.0, 1030), (503, None, None), (404, 9.0, None)],
)
def test_what_an_answer_means_for_its_host(status: int, retry: float | None, until: float | None) -> None:
    manners = Manners(clock=Clock())
    manners.heard("a.example", status, retry)
    assert manners.blocked_until("a.example") == until


def test_who_waits_gives_up_when_the_host_wants_to_be_left_alone() -> None:
    manners = Manners(most=1)
    told: list[UnreachableAddress] = []
    with manners.turn("a.example"):
        thread = threading.Thread(target=lambda: told.append(busy(manners, within=5)))
        thread.start()
        time.sleep(0.05)
        started = time.monotonic()
        manners.not_before("a.example", 100)
        thread.join()
    assert time.monotonic() - started < 2
    assert told


def test_hosts_are_forgotten_when_idle_and_only_then() -> None:
    manners = Manners(most_hosts=10, clock=Clock())
    manners.not_before("kept.example", 100)
    with manners.turn("running.example"):
        for n in range(100):
            with manners.turn(f"h{n}.example"):
                pass
        assert len(manners._hosts) <= 11
        assert manners.blocked_until("kept.example") == 1100
        assert "running.example" in manners._hosts
