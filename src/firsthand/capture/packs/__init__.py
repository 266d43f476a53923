"""Starter packs: well-known public feeds by language, as data. Nothing in them is followed before somebody says so.

One file a language (``de.toml``). They hold facts only: who, where, of which kind, and how the address is known. Who is in
a pack is no praise, and who is not no blame.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files


class OutletKind(StrEnum):
    """What an outlet is, in the plain words of the trade."""

    AGENCY = "agency"
    DAILY = "daily"
    WEEKLY = "weekly"
    MAGAZINE = "magazine"
    BROADCASTER = "broadcaster"
    ONLINE = "online"
    INVESTIGATIVE = "investigative"
    FACT_CHECK = "fact-check"
    PUBLIC_BODY = "public-body"


class HowKnown(StrEnum):
    """How an address is known: from knowledge, from the outlet's pages, from a feed read there, or from a list that tries."""

    WRITTEN = "written"
    NAMED = "named"
    READ = "read"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class PackFeed:
    """One feed of a pack. ``country`` is ISO 3166-1 of two letters, ``EU``, or ``INT`` for those of no one country."""

    title: str
    feed: str
    site: str
    kind: OutletKind
    country: str
    known: HowKnown


@dataclass(frozen=True, slots=True)
class Pack:
    """The feeds of one language (ISO 639-1), by its own name; ``checked`` is when the addresses were last looked at."""

    language: str
    name: str
    checked: date
    feeds: tuple[PackFeed, ...]


@cache
def packs() -> tuple[Pack, ...]:
    """Return every pack, the largest first."""
    found = [_read(file.read_text("utf-8")) for file in files(__name__).iterdir() if file.name.endswith(".toml")]
    return tuple(sorted(found, key=lambda pack: (-len(pack.feeds), pack.language)))


def pack_of(language: str) -> Pack | None:
    """Return the pack of a language (``de``, ``de-AT``); None where there is none."""
    wanted = language.strip().lower().replace("_", "-").partition("-")[0]
    return next((pack for pack in packs() if pack.language == wanted), None)


def _read(text: str) -> Pack:
    data = tomllib.loads(text)
    feeds = tuple(
        PackFeed(
            row["title"], row["feed"], row["site"], OutletKind(row["kind"]), row["country"], HowKnown(row["known"])
        )
        for row in data["feeds"]
    )
    return Pack(data["language"], data["name"], data["checked"], feeds)
