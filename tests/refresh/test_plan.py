"""What is asked for next."""

from datetime import UTC, datetime

import pytest

from firsthand.capture.robots import Rules, Verdict
from firsthand.refresh import policy
from firsthand.refresh.plan import Plan, Task
from firsthand.refresh.policy import Courtesy


def everybody(_host: str) -> bool:
    return True


def plan(*hosts: str, doubtful: bool = False) -> Plan:
    made = Plan()
    for at, host in enumerate(hosts):
        made.add(Task("source", f"{host}{at}", host, doubtful))
    return made


def taken(made: Plan, has_room=everybody, most_doubtful: int = 100) -> list[str]:
    found = []
    while task := made.next(has_room, most_doubtful):
        found.append(task.host)
    return found


def test_hosts_take_turns() -> None:
    assert taken(plan("a", "a", "a", "b", "c")) == ["a", "b", "c", "a", "a"]


def test_a_host_without_room_holds_up_nobody() -> None:
    assert taken(plan("slow", "slow", "b", "c"), lambda host: host != "slow") == ["b", "c"]


def test_what_failed_last_time_gets_a_share_only() -> None:
    made = plan("a", "b", "c", doubtful=True)
    made.add(Task("source", "good", "d"))
    assert sorted(taken(made, most_doubtful=1)) == ["a", "d"]


def test_what_is_in_hand_is_not_taken_in_again() -> None:
    made = Plan()
    task = Task("source", "one", "a")
    assert made.add(task)
    assert not made.add(task)
    assert made.next(everybody, 1) == task
    assert not made.add(task)
    made.done(task)
    assert made.add(task)


def test_what_waits_and_what_is_under_way_is_counted() -> None:
    made = plan("a", "b", "c")
    made.next(everybody, 1)
    assert (made.waiting, made.under_way) == (2, 1)


def test_tasks_of_a_kind_can_be_dropped() -> None:
    made = plan("a")
    made.add(Task("again", "p", "a"))
    made.drop("again")
    assert taken(made) == ["a"]
    assert made.add(Task("again", "p", "a"))


def test_what_failed_last_time_waits_until_nothing_else_does() -> None:
    made = plan("a", "b", doubtful=True)
    made.add(Task("source", "good", "b"))
    assert taken(made, most_doubtful=4) == ["b", "a", "b"]


def test_a_few_of_those_that_failed_are_asked_whatever_else_waits() -> None:
    made = plan("a", "b", doubtful=True)
    made.add(Task("source", "good", "c"))
    assert taken(made, most_doubtful=8) == ["a", "c", "b"]


def test_one_that_failed_does_not_stand_before_others_of_its_host() -> None:
    made = plan("a", doubtful=True)
    made.add(Task("source", "good", "a"))
    assert [made.next(everybody, 0), made.next(everybody, 0)] == [Task("source", "good", "a"), None]


def test_of_a_host_that_wants_gaps_one_thing_is_asked_at_a_time() -> None:
    courtesy = Courtesy(2, "Firsthand", ())
    courtesy.manners.slow_down("harbour.example", 60)
    assert courtesy.has_room("harbour.example")
    courtesy.reserve("harbour.example")
    assert not courtesy.has_room("harbour.example")


def test_so_much_is_kept_in_memory_of_what_hosts_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "_KEPT_LETTERS", 1000)
    courtesy = Courtesy(2, "Firsthand", ())
    for n in range(20):
        courtesy._rules_are(f"https://a{n}.example", Rules(Verdict.RULES, "x" * 100, datetime.now(UTC)))
        courtesy.wrote(courtesy.learnt())
    assert courtesy._rules_of("https://a0.example") is None
    assert courtesy._rules_of("https://a19.example") is not None
