"""What a person chooses for a source, checked: from the command line, a form, the API, or a list of feeds of ours."""

from dataclasses import replace
from typing import Any

from firsthand.capture.retention import parse_retention
from firsthand.capture.rules import parse_rule
from firsthand.contract import SourceChoices
from firsthand.model.errors import InputError
from firsthand.model.source import INTERVALS, PASSWORD_ENV, Choices, FullText, Robots, is_for_passwords, levelled_tags


def put_over(before: Choices, chosen: SourceChoices) -> Choices:
    """Put what was chosen over what holds. Raises InputError for a choice that does not exist."""
    new: dict[str, Any] = {}
    if chosen.title is not None:
        new["title"] = chosen.title.strip()[:500]
    if chosen.tags is not None:
        new["tags"] = levelled_tags(chosen.tags)
    if chosen.full_text is not None:
        new["full_text"] = _one_of(FullText, "full-text", chosen.full_text)
    if chosen.robots is not None:
        new["robots"] = _one_of(Robots, "robots", chosen.robots)
    if chosen.interval_minutes is not None:
        new["interval_minutes"] = _interval(chosen.interval_minutes)
    if chosen.paused is not None:
        new["paused"] = chosen.paused
    if chosen.rules is not None:
        new["rules"] = tuple(str(parse_rule(rule)) for rule in chosen.rules if rule.strip())
    if chosen.retention is not None:
        new["retention"] = chosen.retention.strip()
        if new["retention"]:
            parse_retention(new["retention"])
    if chosen.password_env is not None:
        new["password_env"] = _password_env(chosen.password_env.strip())
    return replace(before, **new)


def _one_of(kind: type[FullText] | type[Robots], name: str, value: str) -> FullText | Robots:
    try:
        return kind(value)
    except ValueError:
        may = ", ".join(kind)
        raise InputError("bad_choice", f"{name} cannot be {value!r}.", f"It may be {may}.") from None


def _password_env(name: str) -> str:
    if name and not is_for_passwords(name):
        raise InputError(
            "bad_choice",
            f"The environment variable {name[:80]!r} is not for passwords of mailboxes.",
            f"Put the password in {PASSWORD_ENV}, or {PASSWORD_ENV}_ and a name.",
        )
    return name


def _interval(minutes: int) -> int | None:
    if minutes == 0:
        return None
    if minutes not in INTERVALS:
        raise InputError(
            "bad_choice", f"No source is read every {minutes} minutes.", "Choose 1 to 43200; 0 is automatic."
        )
    return minutes
