"""Hanging up in time, with one thread for all."""

import socket
import threading
import time
from contextlib import ExitStack

from firsthand.capture import watchdog
from firsthand.capture.watchdog import Watchdog


def pair() -> tuple[socket.socket, socket.socket]:
    ours, theirs = socket.socketpair()
    ours.settimeout(5)
    return ours, theirs


def test_a_line_is_hung_up_when_the_time_is_over_and_not_before() -> None:
    ours, theirs = pair()
    with ours, theirs, Watchdog(0.1) as dog:
        dog.watch(ours)
        started = time.monotonic()
        assert ours.recv(1) == b""
        assert 0.05 < time.monotonic() - started < 2
        assert dog.bitten


def test_an_earlier_alarm_is_not_kept_waiting_by_a_later_one() -> None:
    ours, theirs = pair()
    with ours, theirs, Watchdog(60), Watchdog(0.1) as dog:
        dog.watch(ours)
        assert ours.recv(1) == b""


def test_a_line_that_comes_too_late_is_hung_up_at_once() -> None:
    ours, theirs = pair()
    with ours, theirs, Watchdog(0.01) as dog:
        while not dog.bitten:
            time.sleep(0.01)
        dog.watch(ours)
        assert ours.recv(1) == b""


def test_who_is_done_is_left_alone_and_forgotten() -> None:
    ours, theirs = pair()
    with ours, theirs:
        with Watchdog(0.05) as dog:
            dog.watch(ours)
        time.sleep(0.15)
        theirs.sendall(b"x")
        assert ours.recv(1) == b"x"
        assert not dog.bitten


def test_a_thousand_need_one_thread_and_leave_nothing_behind() -> None:
    with Watchdog(60):
        before = threading.active_count()
        for _ in range(20):
            with ExitStack() as stack:
                for _ in range(50):
                    stack.enter_context(Watchdog(60))
                assert threading.active_count() == before
        assert len(watchdog._ALARMS._heap) < 200
