"""A mailbox on a server (IMAP) is read through the gate: what is new in one folder, and nothing is marked as read.

    address | gate | TLS | login | EXAMINE the folder | which mails are new | their sizes | one by one: BODY.PEEK | read_mail

What is new is known by the folder's UIDVALIDITY and the last UID seen; where the server has numbered anew (another
UIDVALIDITY) all is new, and what is known already is recognised by its id. Of a folder that is seen for the first time the
newest mails are read. Bytes and seconds are bounded whatever the server does: it can promise a literal of any length, and
never end a line.

The password goes to the server after TLS stands; without TLS only to a host that the administrator has allowed. It is in
no error, no place and no record.
"""

import imaplib
import re
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from firsthand.capture.addresses import allowed
from firsthand.capture.arrival import Arrival, Limits
from firsthand.capture.gate import Gate
from firsthand.capture.mail import read_mail
from firsthand.capture.watchdog import Watchdog
from firsthand.model.errors import InputError, UnreachableAddress, UnsupportedInput

_PORTS = {"imap": 143, "imaps": 993}
#: The answer to "which mails are new" is one line: eight bytes for each of a million.
_LINE_BYTES = 8_000_000
#: Mails whose sizes are asked for at once.
_SIZES = 100
_UID = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,15})\b")
_LATER = "Try again later."


@dataclass(frozen=True, slots=True)
class MailboxState:
    """What was seen of a folder: its UIDVALIDITY (0: nothing yet), and the highest UID of which all below was read."""

    validity: int = 0
    last: int = 0


#: A folder that nothing is known of.
NOTHING_SEEN = MailboxState()


@dataclass(frozen=True, slots=True)
class MailboxLimits:
    """What one visit may cost. What is left over is read the next time; a mail larger than ``mail_bytes`` never."""

    mails: int = 500
    mail_bytes: int = 20_000_000
    all_bytes: int = 200_000_000
    connect_seconds: float = 10.0
    silent_seconds: float = 30.0
    total_seconds: float = 300.0


DEFAULT_MAILBOX_LIMITS = MailboxLimits()


@dataclass(frozen=True, slots=True)
class Fetched:
    """One thing that a mailbox gave (None: a mail that is gone), and the state after which a next visit goes on."""

    found: Arrival | InputError | None
    state: MailboxState


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address taken apart."""

    scheme: str
    user: str
    host: str
    port: int
    folder: str

    @property
    def place(self) -> str:
        """Name the mailbox without whose it is."""
        return f"{self.scheme}://{self.host}/{self.folder}"


def mailbox(address: str) -> Mailbox:
    """Take apart ``imaps://user@host[:port][/folder]`` (imap: with STARTTLS). Raises UnreachableAddress.

    The user's name may hold an ``@``; whatever is odd in user and folder is percent-encoded. Without a scheme it is imaps.
    """
    text = address.strip() if "://" in address else f"imaps://{address.strip()}"
    scheme, _, rest = text.partition("://")
    who, at, where = rest.partition("/")[0].rpartition("@")
    try:
        parts = urlsplit(f"//{where}")
        host, port = parts.hostname or "", parts.port or _PORTS[scheme.lower()]
    except (ValueError, KeyError):
        raise _bad_address() from None
    user, secret, _ = who.partition(":")
    folder = unquote(rest.partition("/")[2].strip("/")) or "INBOX"
    if not (at and user and host) or secret or not (unquote(user) + folder).isprintable():
        raise _bad_address()
    return Mailbox(scheme.lower(), unquote(user), host, port, folder)


def _bad_address() -> UnreachableAddress:
    return UnreachableAddress(
        "bad_address",
        "not the address of a mailbox.",
        "Write imaps://user@host/folder; the password comes from the environment.",
    )


def read_mailbox(
    address: str,
    password: str,
    since: MailboxState = NOTHING_SEEN,
    limits: MailboxLimits = DEFAULT_MAILBOX_LIMITS,
    allow_hosts: Sequence[str] = (),
) -> Iterator[Fetched]:
    """Read what is new in a mailbox since a state, each mail with the state to keep along with it.

    What goes wrong is the last that is yielded: ``bad_address``, ``blocked_address``, ``dns``, ``refused``, ``tls``,
    ``no_tls``, ``login``, ``no_folder``, ``timeout``, ``too_large``, ``broken``. The clock runs while the caller works.
    """
    state, place = since, ""
    try:
        box = mailbox(address)
        place = box.place
        with Watchdog(limits.total_seconds) as watchdog:
            gate = Gate(allowed(allow_hosts), watchdog, limits.connect_seconds, limits.all_bytes)
            visit = _Visit(box, password, gate, limits, plainly=allowed(allow_hosts).covers(box.host))
            try:
                for fetched in visit.read(since):
                    state = fetched.state
                    yield fetched
            except (imaplib.IMAP4.error, OSError, ValueError, EOFError, MemoryError) as failure:
                raise _cause(failure, watchdog, gate, limits) from failure
            finally:
                visit.close()
    except InputError as error:
        error.place = error.place or place or "the mailbox"
        yield Fetched(error, state)


def _cause(failure: Exception, watchdog: Watchdog, gate: Gate, limits: MailboxLimits) -> UnreachableAddress:
    """Say why a visit ended early. What the server said is not repeated: it may repeat what we said."""
    if gate.overrun:
        return UnreachableAddress("too_large", "the server sends more than may be read at a visit.", _LATER)
    if watchdog.bitten or isinstance(failure, TimeoutError):
        return UnreachableAddress("timeout", f"no answer in time ({limits.total_seconds:g} s at most).", _LATER)
    if isinstance(failure, ssl.SSLError | ssl.CertificateError):
        reason = getattr(failure, "verify_message", "") or getattr(failure, "reason", "") or "no TLS"
        return UnreachableAddress("tls", f"no safe connection ({reason}).", "Check host, port and clock.")
    return UnreachableAddress("broken", "the server breaks off, or says what makes no sense.", _LATER)


class _Line(imaplib.IMAP4):
    """A connection through the gate, with every byte counted and every length bounded."""

    def __init__(self, box: Mailbox, gate: Gate, limits: MailboxLimits) -> None:
        self._box, self._gate, self._limits = box, gate, limits
        self._stream: BinaryIO | None = None
        super().__init__(box.host, box.port)

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        """Connect; with imaps TLS begins at once."""
        line = self._gate.open(host, port)
        try:
            line.settimeout(self._limits.silent_seconds)
            self._use(self._wrapped(line) if self._box.scheme == "imaps" else line)
        except BaseException:
            line.close()
            raise

    def secure(self) -> None:
        """Turn to TLS (STARTTLS); what came before it is forgotten."""
        kind, _ = self._simple_command("STARTTLS")
        if kind != "OK":
            raise UnreachableAddress("no_tls", "the server does not begin TLS.", "Write imaps:// for the address.")
        self.untagged_responses.clear()
        self._use(self._wrapped(self.sock))
        self._get_capabilities()

    def _wrapped(self, line: socket.socket) -> ssl.SSLSocket:
        return ssl.create_default_context().wrap_socket(line, server_hostname=self._box.host)

    def _use(self, line: socket.socket) -> None:
        if self._stream:
            self._stream.close()
        self.sock: Any = line
        self._stream = line.makefile("rb")

    def read(self, size: int) -> bytes:
        """Read a literal."""
        assert self._stream is not None
        if size > self._limits.mail_bytes:
            raise ConnectionAbortedError("a literal longer than a mail may be")
        found = self._stream.read(size)
        self._gate.count(len(found))
        if len(found) < size:
            raise ConnectionAbortedError("the literal breaks off")
        return found

    def readline(self) -> bytes:
        """Read a line."""
        assert self._stream is not None
        found = self._stream.readline(_LINE_BYTES)
        self._gate.count(len(found))
        return found

    def shutdown(self) -> None:
        """Hang up."""
        if self._stream:
            self._stream.close()
            self.sock.close()


class _Visit:
    """One visit to a mailbox."""

    def __init__(self, box: Mailbox, password: str, gate: Gate, limits: MailboxLimits, *, plainly: bool) -> None:
        self._box, self._password, self._gate, self._limits, self._plainly = box, password, gate, limits, plainly
        self._line: _Line | None = None

    def close(self) -> None:
        """Hang up."""
        if self._line:
            self._line.shutdown()

    def read(self, since: MailboxState) -> Iterator[Fetched]:
        """Read the new mails in the order of their numbers."""
        line = self._line = _Line(self._box, self._gate, self._limits)
        self._log_in(line)
        validity = self._enter(line)
        if validity != since.validity:
            since = MailboxState(validity)
        uids = self._new(line, since)
        for at in range(0, len(uids), _SIZES):
            some = uids[at : at + _SIZES]
            sizes = self._sizes(line, some)
            for uid in some:
                yield from self._fetch(line, uid, sizes.get(uid), since)
                since = MailboxState(validity, uid)

    def _log_in(self, line: _Line) -> None:
        if self._box.scheme == "imap" and "STARTTLS" in line.capabilities:
            line.secure()
        elif self._box.scheme == "imap" and not self._plainly:
            raise UnreachableAddress(
                "no_tls",
                f"{self._box.host} offers no TLS, and a password is not sent without.",
                f"If it is yours, allow it: --allow-host {self._box.host}",
            )
        if line.state == "AUTH":  # the server knows us already
            return
        user, password = self._box.user, self._password
        if not password or not password.isprintable():
            raise self._no_login("no password is known, or not one that can be sent")
        try:
            if "AUTH=PLAIN" in line.capabilities or not (user + password).isascii():
                line.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
            else:
                line.login(line._quote(user), password)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            raise self._no_login(f"{self._box.host} does not let {user} in") from None

    def _no_login(self, cause: str) -> UnreachableAddress:
        return UnreachableAddress("login", f"{cause}.", "Check user and password; some servers want one for each app.")

    def _enter(self, line: _Line) -> int:
        """Open the folder for reading only; return its UIDVALIDITY."""
        name = line._quote(_modified_utf7(self._box.folder))
        kind, _ = line.select(name, readonly=True)
        if kind != "OK":
            raise UnreachableAddress(
                "no_folder",
                f"no folder {self._box.folder} can be read.",
                "Check its name; INBOX is always there.",
            )
        _, said = line.response("UIDVALIDITY")
        number = said[-1] if said else None
        if not isinstance(number, bytes) or not number.isdigit() or len(number) > 12:
            raise UnreachableAddress("broken", "the server numbers its mails in a way that cannot be followed.", _LATER)
        return int(number)

    def _new(self, line: _Line, since: MailboxState) -> list[int]:
        """Ask which mails are new: the oldest of them first, or the newest of a folder that was never seen."""
        asked = ("ALL",) if not since.last else ("UID", f"{since.last + 1}:*")
        _, said = line.uid("SEARCH", *asked)
        words = b" ".join(one for one in said if isinstance(one, bytes)).split()
        uids = sorted({int(w) for w in words if w.isdigit() and len(w) <= 10})
        uids = [uid for uid in uids if uid > since.last]
        return uids[: self._limits.mails] if since.last else uids[-self._limits.mails :]

    def _sizes(self, line: _Line, uids: Sequence[int]) -> dict[int, int]:
        _, said = line.uid("FETCH", ",".join(map(str, uids)), "(RFC822.SIZE)")
        found = {}
        for one in said:
            text = one if isinstance(one, bytes) else b""
            uid, size = _UID.search(text), _SIZE.search(text)
            if uid and size:
                found[int(uid[1])] = int(size[1])
        return found

    def _fetch(self, line: _Line, uid: int, size: int | None, before: MailboxState) -> Iterator[Fetched]:
        state = MailboxState(before.validity, uid)
        place = f"{self._box.place}, mail {uid}"
        if size is None:
            yield Fetched(None, state)
            return
        if size > self._limits.mail_bytes:
            most = self._limits.mail_bytes // 1_000_000
            error = UnsupportedInput(
                "too_large", f"the mail is larger than {most} MB.", "Save its page instead.", place
            )
            yield Fetched(error, state)
            return
        _, said = line.uid("FETCH", str(uid), "(BODY.PEEK[])")
        content = next((one[1] for one in said if isinstance(one, tuple) and b"BODY[]" in one[0]), None)
        if not content:
            yield Fetched(None, state)
            return
        found = read_mail(content, place, Limits(file_bytes=self._limits.mail_bytes)).found
        for number, one in enumerate(found, 1):  # all of a mail, or none of it
            yield Fetched(one, state if number == len(found) else before)


def _modified_utf7(name: str) -> str:
    """Write a folder's name as IMAP does (RFC 3501, 5.1.3)."""
    made, run = [], ""
    for letter in [*name, ""]:
        if letter and not " " <= letter <= "~":
            run += letter
            continue
        if run:
            made.append("&" + b64encode(run.encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-")
            run = ""
        made.append("&-" if letter == "&" else letter)
    return "".join(made)
