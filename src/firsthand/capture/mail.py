"""Mails become pages: the HTML of a newsletter (else its text), with its sender, subject and date in the page's head.

    bytes | bounded? | parts | the page among them | decoded | its head | arrival; then the mails that it forwards

Read by the standard library under its old policy (compat32): under the new one 40 KB of quotation marks in a sender's name
take 15 seconds. A mail's address on the web is the one that it gives of itself ("view in browser", Archived-At), never
that of its list: all mails of a list would be versions of one page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr, parsedate_to_datetime
from itertools import islice
from urllib.parse import urlsplit

from firsthand.capture.arrival import DEFAULT_LIMITS, Arrival, Limits
from firsthand.capture.mail_page import Letter, around_html, around_text, link_to_itself
from firsthand.extract.decode import decode
from firsthand.model.errors import InputError, UnsupportedInput
from firsthand.model.ids import content_hash

#: What parsing may cost: its time grows with the product of lines and open parts (64 parts around 500,000 lines: 2.5 s).
_LINES, _CONTAINERS, _PARTS = 500_000, 64, 1_000
_CONTAINER = re.compile(rb"content-type:\s*(?:multipart|message)/", re.I)
#: Mails within a mail: a newsletter that was forwarded twice, in a digest of some dozens.
_DEPTH, _FORWARDED = 4, 100
_FIELD_CHARS = 2_000
_ID = re.compile(r"<?\s*([^\s<>]{3,500}?)\s*>?\s*$")
_WORD = re.compile(r"\w")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")


@dataclass(frozen=True, slots=True)
class Mailed:
    """What one mail gave: itself and the mails that it forwards; what was handed along with them is counted, not read."""

    found: tuple[Arrival | InputError, ...]
    attachments: int = 0


def read_mail(content: bytes, place: str = "", limits: Limits = DEFAULT_LIMITS) -> Mailed:
    """Read one mail and those that it forwards; the place of each is ``mail:`` and its id.

    ``place`` names where it came from in errors, which are values among what was found.
    """
    try:
        message = _parsed(content, limits)
    except UnsupportedInput as error:
        error.place = place
        return Mailed((error,))
    mails = list(islice(_mails(message, 0), _FORWARDED + 1))
    found = [_read(mail, content if mail is message else None, place) for mail in mails[:_FORWARDED]]
    if len(mails) > _FORWARDED:
        found.append(
            UnsupportedInput("too_many", f"more than {_FORWARDED} mails in one.", "The rest is left out.", place)
        )
    return Mailed(tuple(found), sum(_is_attached(part) for mail in mails for part in _parts(mail)))


def _read(message: Message, content: bytes | None, place: str) -> Arrival | InputError:
    try:
        return _arrival(message, content)
    except UnsupportedInput as error:
        error.place = place
        return error


def _parsed(content: bytes, limits: Limits) -> Message:
    if len(content) > limits.file_bytes:
        most = limits.file_bytes // 1_000_000
        raise UnsupportedInput("too_large", f"the mail is larger than {most} MB.", "Save it without attachments.")
    lines = content.count(b"\n") + content.count(b"\r")
    containers = sum(1 for _ in _CONTAINER.finditer(content))
    if lines > 2 * _LINES or containers > _CONTAINERS or content.count(b"\n--") > 20 * _PARTS:
        raise UnsupportedInput("too_many_parts", "the mail has more parts than a letter has.", "Save its page instead.")
    try:
        return message_from_bytes(content, policy=compat32)
    except (MessageError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise UnsupportedInput(
            "bad_mail", f"the mail cannot be parsed ({type(error).__name__}).", "Save it again."
        ) from None


def _mails(message: Message, depth: int) -> Iterator[Message]:
    """Yield a mail, and those that it carries."""
    yield message
    if depth < _DEPTH:
        for part in _parts(message):
            payload = part.get_payload()
            if (
                part.get_content_type() == "message/rfc822"
                and isinstance(payload, list)
                and isinstance(payload[0], Message)
            ):
                yield from _mails(payload[0], depth + 1)


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts of one mail, without those of the mails within it."""
    due, given = [message], 0
    while due and given < _PARTS:
        part = due.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            due.extend(p for p in reversed(payload) if isinstance(p, Message))
        else:
            given += 1
            yield part


def _arrival(message: Message, content: bytes | None) -> Arrival:
    letter = _letter(message)
    html, text = _body(message)
    if html is None and text is None:
        raise UnsupportedInput("empty", f"the mail “{letter.subject[:80]}” has no text.", "Nothing: there is none.")
    page = around_html(html, letter) if html is not None else around_text(text or "", letter)
    stated = _ID.match(_field(message, "Message-ID"))
    identity = stated[1] if stated else content_hash(content or page.encode("utf-8", "replace"))[:32]
    url = _plausible(_field(message, "Archived-At")) or _plausible(link_to_itself(html or "") or "")
    return Arrival(page.encode("utf-8", "replace"), f"mail:{identity}", "text/html", "utf-8", url, letter.date)


def _body(message: Message) -> tuple[str | None, str | None]:
    """Return the page of a mail and its text; of several pages (a letter cut by pictures) all, one after the other."""
    pages: list[str] = []
    texts: list[str] = []
    for part in _parts(message):
        kind = part.get_content_type()
        if kind in ("text/html", "text/plain") and not _is_attached(part):
            words = _decoded(part, markup=kind == "text/html")
            if words.strip():
                (pages if kind == "text/html" else texts).append(words)
    return ("\n".join(pages) if pages else None), ("\n\n".join(texts) if texts else None)


def _is_attached(part: Message) -> bool:
    said = _field(part, "Content-Disposition").partition(";")[0].strip().lower()
    return said == "attachment" or (part.get_content_maintype() not in ("text", "multipart", "message"))


def _decoded(part: Message, *, markup: bool) -> str:
    try:
        content = part.get_payload(decode=True)
        charset = part.get_content_charset()
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""
    if not isinstance(content, bytes) or not content:
        return ""
    return decode(content, charset, markup=markup).text


def _letter(message: Message) -> Letter:
    name, address = _sender(_field(message, "From"))
    listed = _words(_field(message, "List-Id").partition("<")[0])
    domain = address.rpartition("@")[2].lower() if "@" in address else ""
    sender = _words(name) or _words(address)
    site = listed.strip('" ') if _WORD.search(listed) else sender or domain
    return Letter(_words(_field(message, "Subject")), sender, site, _date(_field(message, "Date")))


def _sender(field: str) -> tuple[str, str]:
    """Return name and address; of a field that is made to harm, neither."""
    try:
        return parseaddr(field)
    except (RecursionError, IndexError, ValueError):
        return "", ""


def _field(message: Message, name: str) -> str:
    """Return a field as it stands, within bounds; of several the first."""
    try:
        value = message.get(name)
    except (ValueError, LookupError, TypeError):
        return ""
    return str(value)[:_FIELD_CHARS].strip() if value is not None else ""


def _words(field: str) -> str:
    """Decode the encoded words of a field, and make one line of it."""
    try:
        pieces = decode_header(field)
    except (ValueError, MessageError, LookupError):
        pieces = [(field, None)]
    said = "".join(_piece(words, charset) for words, charset in pieces)
    return _CONTROLS.sub(" ", said.encode("utf-8", "replace").decode()).strip()


def _piece(words: str | bytes, charset: str | None) -> str:
    if isinstance(words, str):  # bytes that are no ASCII are surrogates here
        words, charset = (
            words.encode("ascii", "surrogateescape") if words.isascii() else words.encode("utf-8", "surrogateescape"),
            None,
        )
    try:
        return words.decode(charset or "utf-8")
    except (LookupError, ValueError):
        return words.decode("cp1252", "replace")


def _date(said: str) -> datetime | None:
    """Read the Date field; None for one that is none, or that is from before there were mails of this kind."""
    try:
        date = parsedate_to_datetime(said)
        date = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return date if 1990 <= date.year < 2100 else None


def _plausible(address: str) -> str | None:
    """Return an address of a page; None for what is none, or belongs to no public host by its looks."""
    address = address.strip().strip("<>").strip()
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    good = parts.scheme in ("http", "https") and "." in host and not parts.username and address.isprintable()
    return address if good and len(address) <= _FIELD_CHARS and " " not in address else None
