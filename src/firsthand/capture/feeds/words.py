"""Small readings of text that all formats share: plain titles, names of people, addresses, whole numbers."""

import re
from html import unescape
from urllib.parse import urljoin

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_MAIL = r"[^\s@<>()]{1,80}@[^\s@<>()]{1,80}"
_MAIL_AND_NAME = re.compile(rf"{_MAIL} ?\((.+)\)\Z")
_NAME_AND_MAIL = re.compile(rf"([^<]+?) ?[<(]{_MAIL}[>)]\Z")
_TITLE_AT_MOST = 4000
_NAME_AT_MOST = 400


def plain(text: str) -> str:
    """Return a title as a person reads it: without mark-up and references, white space levelled."""
    text = text[:_TITLE_AT_MOST]
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text and _REFERENCE.search(text):
        text = unescape(text)
    return " ".join(text.split())


def person(text: str) -> str:
    """Return the name in an author line: RSS writes ``mail (name)``, some write ``name <mail>``."""
    text = plain(text) if "&" in text else " ".join(text[:_TITLE_AT_MOST].split())
    if "@" not in text or len(text) > _NAME_AT_MOST:
        return text[:_NAME_AT_MOST]
    match = _MAIL_AND_NAME.match(text) or _NAME_AND_MAIL.match(text)
    return match[1].strip() if match else text


def once(values: list[str]) -> tuple[str, ...]:
    """Return what is not empty, each once, in order."""
    return tuple(dict.fromkeys(filter(None, values)))


def whole(text: str | None) -> int | None:
    """Return a whole number that is not negative; None where it is none."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def absolute(address: str, at: str) -> str:
    """Return an address as seen from ``at``; what cannot be joined stays as it is."""
    address = address.strip()
    if not address or not at.startswith(("http://", "https://")) or address.startswith(("http://", "https://")):
        return address
    try:
        return urljoin(at, address)
    except ValueError:
        return address
