"""Profiles of outlets from their files: ``data/outlets/*.toml``, one a file; the format is told there.

Places are written as CSS selectors and handed on as XPath, so that a wrong one is found when the file is read. A file
that is wrong in any way raises ValueError with its name: it ships with the program, so that is a bug, and a test finds it.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from cssselect import HTMLTranslator, SelectorError

from firsthand.model.profile import Profile

_KEYS = frozenset(("name", "hosts", "checked", "valid-until", "select", "credits", "boilerplate"))
_PLACES = frozenset(("body", "headline", "byline", "published", "remove"))


@cache
def load_outlets() -> Mapping[str, Profile]:
    """Return the profiles that ship with the program, by host."""
    return read_outlets(files("firsthand.profiles") / "data" / "outlets")


def read_outlets(folder: Traversable) -> dict[str, Profile]:
    """Read every profile in a folder, by host. Raises ValueError."""
    found: dict[str, Profile] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".toml"):
            continue
        profile = read_outlet(entry.read_text("utf-8"), entry.name)
        for host in profile.hosts:
            if host in found:
                raise ValueError(f"{entry.name}: {host} has a profile already, that of {found[host].name}")
            found[host] = profile
    return found


def read_outlet(text: str, name: str) -> Profile:
    """Read one profile; ``name`` is for the message of a ValueError."""
    try:
        table = tomllib.loads(text)
        return _profile(table)
    except (KeyError, TypeError, ValueError, SelectorError) as error:
        raise ValueError(f"{name}: {type(error).__name__}: {error}") from error


def _profile(table: dict[str, Any]) -> Profile:
    places = table.get("select", {})
    unknown = (table.keys() - _KEYS) | (places.keys() - _PLACES)
    if unknown:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    if not table["hosts"] or any(host != host.lower() or host.startswith("www.") for host in table["hosts"]):
        raise ValueError("hosts are written small and without www.")
    checked, valid_until = _day(table["checked"]), _day(table["valid-until"])
    if checked > valid_until:
        raise ValueError("it was checked after it had run out")
    remove = places.get("remove", [])
    if not isinstance(remove, list):
        raise TypeError("remove is a list of selectors")
    return Profile(
        name=str(table["name"]),
        hosts=tuple(table["hosts"]),
        checked=checked,
        valid_until=valid_until,
        body=_xpath(places.get("body", "")),
        headline=_xpath(places.get("headline", "")),
        byline=_xpath(places.get("byline", "")),
        published=_xpath(places.get("published", "")),
        remove=tuple(_xpath(selector) for selector in remove),
        credits=dict(table.get("credits", {})),
        boilerplate=tuple(table.get("boilerplate", ())),
    )


def _day(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(f"{value!r} is no day such as 2026-03-01")
    return value


def _xpath(selector: str) -> str:
    return HTMLTranslator().css_to_xpath(selector) if selector else ""
