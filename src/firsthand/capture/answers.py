"""What the head of an answer says: its kind, how to ask for it again, for how long it is fresh, when to come back.

Pure. A head is a mapping of lower-case names to values as they came (latin-1). What is nonsense says nothing; every
number and every length is bounded, for whoever reads a head reads what a stranger wrote.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

Head = Mapping[str, str]

#: Longer entity tags and dates are not sent back: servers refuse heads of a few KB, and then the feed is lost.
_VALIDATOR_LETTERS = 4096
#: Nobody says anything about freshness in more.
_CONTROL_LETTERS = 4096
_LINK_LETTERS, _LINKS = 32_768, 64
_YEAR = 365 * 86_400
#: Who says "come back in a year" means "go away"; a month later we ask again.
_RETRY_SECONDS = 30 * 86_400
#: Longer numbers of seconds (three years and more) are no advice, and thousands of digits are no number for Python.
_SECONDS_DIGITS = 8
_DIRECTIVE = re.compile(r'([a-z0-9-]+)(?:\s*=\s*(?:"([^"]*)"|([^\s,"]*)))?')
_LINK = re.compile(r"\s*<([^<>]{0,2000})>")
_PARAMETER = re.compile(r'\s*;\s*([\w*-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?')


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "has it changed since?" with, byte for byte as it sent them (as latin-1 text)."""

    etag: str = ""
    last_modified: str = ""

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


def validators(head: Head, known: Validators = Validators()) -> Validators:
    """Return what to ask with the next time: what this head gives, else (an answer that nothing changed) what we had."""
    found = Validators(_kept(head.get("etag", "")), _kept(head.get("last-modified", "")))
    return Validators(found.etag or known.etag, found.last_modified or known.last_modified)


def conditions(known: Validators) -> dict[str, str]:
    """The headers that ask for an answer only if something changed. What cannot be sent is left out."""
    asked = {"If-None-Match": _kept(known.etag), "If-Modified-Since": _kept(known.last_modified)}
    return {name: value for name, value in asked.items() if value}


def _kept(value: str) -> str:
    """A value that may be echoed; empty where it is none, too long, or would end the line it stands in."""
    value = value.strip(" \t")
    plain = len(value) <= _VALIDATOR_LETTERS and all("\x1f" < letter <= "\xff" or letter == "\t" for letter in value)
    return value if plain else ""


def kind(head: Head) -> tuple[str | None, str | None]:
    """Return media type and charset, as the sender said them; None for what was not said."""
    said = Message()
    said["content-type"] = head.get("content-type") or "application/octet-stream"
    return said.get_content_type() if head.get("content-type") else None, said.get_content_charset()


def fresh_seconds(head: Head, now: datetime) -> int | None:
    """For how many seconds from now the answer need not be asked for again; None where the server does not say.

    RFC 9111: s-maxage, else max-age, less Age; no-store and no-cache are 0; else Expires less Date. At most a year.
    """
    control = head.get("cache-control", "")[:_CONTROL_LETTERS].lower()
    said = {name: quoted or plain for name, quoted, plain in _DIRECTIVE.findall(control)}
    if "no-store" in said or ("no-cache" in said and not said["no-cache"]):
        return 0
    for name in ("s-maxage", "max-age"):
        seconds = _seconds(said.get(name, ""), _YEAR)
        if seconds is not None:
            return max(seconds - (_seconds(head.get("age", ""), _YEAR) or 0), 0)
    if "expires" not in head:
        return None
    expires = _date(head["expires"])  # "0" and "-1" are no dates and mean: at once
    served = _date(head.get("date", "")) or now
    return min(max(int((expires - served).total_seconds()), 0), _YEAR) if expires else 0


def retry_seconds(head: Head, now: datetime) -> float | None:
    """When the server wants to be asked again (Retry-After, in seconds or as a date): in 0 to 30 days; None if unsaid."""
    said = head.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(min(int(said), _RETRY_SECONDS)) if len(said) <= _SECONDS_DIGITS else None
    at = _date(said)
    if at is None:
        return None
    wait = (at - (_date(head.get("date", "")) or now)).total_seconds()
    return min(max(wait, 0.0), float(_RETRY_SECONDS))


def links(head: Head, base: str) -> tuple[tuple[str, str], ...]:
    """Return the Link header's links as (relation, address), in order; relations in lower case, addresses in full."""
    return tuple(_links(head.get("link", "")[:_LINK_LETTERS], base))[:_LINKS]


def _links(text: str, base: str) -> Iterator[tuple[str, str]]:
    at = 0
    while found := _LINK.match(text, at):
        at, relations = found.end(), ""
        while parameter := _PARAMETER.match(text, at):
            at = parameter.end()
            if parameter[1].lower() == "rel" and not relations:
                relations = (parameter[2] or parameter[3] or "").lower()
        address = _address(base, found[1].strip())
        if address:
            yield from ((relation, address) for relation in relations.split()[:8])
        at = text.find(",", at) + 1
        if not at:
            return


def _address(base: str, given: str) -> str:
    try:
        address = urljoin(base, given)
        return address if urlsplit(address).scheme in ("http", "https") and address.isprintable() else ""
    except ValueError:  # brackets that do not close
        return ""


def _seconds(text: str, most: int) -> int | None:
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        return None
    digits = text.lstrip("0")
    return min(int(digits or "0"), most) if len(digits) <= _SECONDS_DIGITS + 2 else most


def _date(text: str) -> datetime | None:
    if not text or len(text) > 100:
        return None
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at
