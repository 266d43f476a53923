"""A mailbox on a server: what is new, once, unmarked; and whatever a server does, an end with its cause."""

import os
import socket
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from firsthand.capture.arrival import Arrival
from firsthand.capture.imap import NOTHING_SEEN, Fetched, MailboxLimits, MailboxState, mailbox, read_mailbox
from firsthand.model.errors import InputError, UnreachableAddress
from tests.capture.archives import mail
from tests.capture.imap_server import Server, serving

LIMITS = MailboxLimits(
    mails=5, mail_bytes=100_000, all_bytes=1_000_000, connect_seconds=2, silent_seconds=1, total_seconds=3
)
PASSWORD = "right horse"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        made.mails = {uid: letter(uid) for uid in (3, 4, 9)}
        yield made


def letter(uid: int) -> bytes:
    return mail(f"Letter {uid}.\r\n", Message_ID=f"<{uid}@x>")


def visit(server: Server, since: MailboxState = NOTHING_SEEN, limits: MailboxLimits = LIMITS, password: str = PASSWORD) -> list[Fetched]:  # fmt: skip
    return list(read_mailbox(server.address, password, since, limits, allow_hosts=["127.0.0.1"]))


def names(found: list[Fetched]) -> list[str]:
    told = {f: f.found for f in found}
    return [one.place if isinstance(one, Arrival) else one.code if one else "gone" for one in told.values()]


def error(server: Server, **given) -> InputError:
    found = visit(server, **given)[-1].found
    assert isinstance(found, InputError)
    assert PASSWORD not in f"{found} {found.__cause__} {found.place}"
    assert "ada" not in found.place
    assert found.next_try
    return found


def test_a_mailbox_is_read_and_then_only_what_is_new_and_nothing_is_marked(server) -> None:
    first = visit(server)
    assert names(first) == ["mail:3@x", "mail:4@x", "mail:9@x"]
    assert [f.state for f in first] == [MailboxState(7, uid) for uid in (3, 4, 9)]
    assert visit(server, first[-1].state) == []
    server.mails[12] = letter(12)
    (new,) = visit(server, first[-1].state)
    assert (names([new]), new.state) == (["mail:12@x"], MailboxState(7, 12))
    assert not [said for said in server.said if "SELECT" in said or "STORE" in said or "BODY[]" in said]


def test_a_visit_that_broke_off_goes_on_after_the_last_mail_that_was_kept(server) -> None:
    def hang_up(line: socket.socket, _tag: bytes) -> None:
        line.shutdown(socket.SHUT_RDWR)

    found = []
    for fetched in read_mailbox(server.address, PASSWORD, MailboxState(), LIMITS, ["127.0.0.1"]):
        found.append(fetched)
        server.odd["BODY"] = hang_up
        server.odd["UID FETCH 4 "] = hang_up
    assert names(found)[0] == "mail:3@x"
    assert names(found)[-1] == "broken"
    server.odd.clear()
    assert names(visit(server, found[-1].state)) == ["mail:4@x", "mail:9@x"]


def test_numbered_anew_all_is_new(server) -> None:
    server.validity = 8
    found = visit(server, MailboxState(7, 9))
    assert names(found) == ["mail:3@x", "mail:4@x", "mail:9@x"]
    assert found[-1].state == MailboxState(8, 9)


def test_a_visit_is_bounded_newest_first_time_then_oldest_first(server) -> None:
    server.mails = {uid: letter(uid) for uid in range(1, 21)}
    assert names(visit(server)) == [f"mail:{uid}@x" for uid in range(16, 21)]
    found = visit(server, MailboxState(7, 2))
    assert names(found) == [f"mail:{uid}@x" for uid in range(3, 8)]
    assert names(visit(server, found[-1].state))[0] == "mail:8@x"


def test_a_mail_too_large_and_one_that_is_gone_stop_nothing(server) -> None:
    server.mails[4] = mail("x" * 200_000)
    found = visit(server)
    assert names(found) == ["mail:3@x", "too_large", "mail:9@x"]
    assert found[1].state == MailboxState(7, 4)

    def gone(line: socket.socket, tag: bytes) -> None:
        line.sendall(tag + b" OK nothing\r\n")

    server.odd["BODY"] = gone
    assert names(visit(server)) == ["gone", "too_large", "gone"]


def test_a_folder_may_have_any_name(server) -> None:
    address = server.address.replace("INBOX", "Br%C3%BChe/2026")
    found = list(read_mailbox(address, PASSWORD, MailboxState(), LIMITS, ["127.0.0.1"]))
    assert names(found) == ["mail:3@x", "mail:4@x", "mail:9@x"]


def test_what_is_wrong_has_its_cause(server, monkeypatch) -> None:
    assert error(server, password="wrong").code == "login"
    assert error(server, password="").code == "login"
    server.folders.clear()
    assert error(server).code == "no_folder"
    server.greeting = b"* BYE busy\r\n"
    assert error(server).code == "broken"
    port = server.server_address[1]
    assert names(list(read_mailbox(server.address, PASSWORD, limits=LIMITS))) == ["blocked_address"]
    with socket.create_server(("127.0.0.1", 0)) as free:
        unused = free.getsockname()[1]
    address = server.address.replace(str(port), str(unused))
    (refused,) = read_mailbox(address, PASSWORD, limits=LIMITS, allow_hosts=["127.0.0.1"])
    assert isinstance(refused.found, InputError)
    assert refused.found.code == "refused"


def test_a_server_without_tls_gets_no_password_unless_its_host_is_allowed(server, monkeypatch) -> None:
    from firsthand.capture import gate

    monkeypatch.setattr(gate, "denial", lambda _: None)  # as if it were a public host
    (found,) = read_mailbox(server.address, PASSWORD, limits=LIMITS)
    assert isinstance(found.found, InputError)
    assert found.found.code == "no_tls"
    (found,) = read_mailbox(server.address.replace("imap:", "imaps:"), PASSWORD, limits=LIMITS)
    assert isinstance(found.found, InputError)
    assert found.found.code == "tls"
    server.capabilities = "IMAP4rev1 STARTTLS"
    (found,) = read_mailbox(server.address, PASSWORD, limits=LIMITS)
    assert isinstance(found.found, InputError)
    assert found.found.code in ("tls", "broken")
    assert not [said for said in server.said if "LOGIN" in said]


def _endless(line: socket.socket, start: bytes, more: bytes) -> None:
    line.sendall(start)
    for _ in range(2_000):
        line.sendall(more)


def _slowly(line: socket.socket, data: bytes) -> None:
    for _ in range(20):
        line.sendall(data)
        time.sleep(0.5)


@pytest.mark.parametrize(
    ("command", "odd", "codes"),
    [
        ("BODY", lambda s, t: s.sendall(b"* 1 FETCH (UID 3 BODY[] {99999999999999}\r\nx"), {"broken"}),
        ("BODY", lambda s, t: _endless(s, b"* 1 FETCH (UID 3 BODY[] {90000}\r\n", b"x" * 10_000), {"broken", "too_large"}),
        ("BODY", lambda s, t: s.sendall(b"* 1 FETCH (UID 3 BODY[] {90000}\r\nx"), {"timeout"}),
        ("BODY", lambda s, t: s.sendall(b"* 1 FETCH (UID 3 BODY[] {" + b"9" * 5000 + b"}\r\nx"), {"broken"}),
        ("BODY", lambda s, t: s.sendall(b"* 1 FETCH (UID 3 BODY[] {2}\r\nxxxxxxx)\r\n" + t + b" OK\r\n"), {"broken"}),
        ("UID SEARCH", lambda s, t: _endless(s, b"* SEARCH", b" 1" * 10_000), {"too_large", "broken"}),
        ("UID SEARCH", lambda s, t: _endless(s, b"", b"* SEARCH 1\r\n" * 1_000), {"too_large", "broken"}),
        ("UID SEARCH", lambda s, t: _slowly(s, b"* 1 EXISTS\r\n"), {"timeout"}),
        ("UID SEARCH", lambda s, t: s.sendall(b"HTTP/1.1 400 Bad\r\n\r\n"), {"broken"}),
        ("UID SEARCH", lambda s, t: s.sendall(b"\xff\xfe\x00" * 9 + b"\r\n"), {"broken"}),
        ("UID SEARCH", lambda s, t: s.sendall(b"* SEARCH 99999999999999999999 -1 x 3\r\n" + t + b" OK x\r\n"), {"mail"}),
        ("EXAMINE", lambda s, t: s.sendall(b"* 1 EXISTS\r\n" + t + b" OK open\r\n"), {"broken"}),
        ("EXAMINE", lambda s, t: s.sendall(b"* OK [UIDVALIDITY " + b"9" * 5000 + b"] x\r\n" + t + b" OK\r\n"), {"broken"}),
        ("CAPABILITY", lambda s, t: None, {"timeout"}),
        ("LOGIN", lambda s, t: s.shutdown(socket.SHUT_RDWR), {"broken"}),
        ("LOGIN", lambda s, t: _endless(s, b"", b"+ go on\r\n" * 1_000), {"too_large", "broken", "timeout"}),
    ],
    ids=[
        "literal beyond all", "more than the literal", "less than the literal", "literal of digits", "wrong length",
        "endless line", "endless lines", "slow lines", "another protocol", "no text", "odd numbers",
        "no validity", "validity of digits", "silence", "hang up", "endless goings on",
    ],
)  # fmt: skip
def test_whatever_a_server_does_it_ends_with_a_cause(server, command, odd, codes) -> None:
    server.odd[command] = odd
    began = time.monotonic()
    found = visit(server)
    assert time.monotonic() - began < LIMITS.total_seconds + 2
    last = found[-1].found
    assert ("mail" if isinstance(last, Arrival) else last.code if last else "gone") in codes


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("imaps://ada@mail.example/INBOX", ("imaps", "ada", "mail.example", 993, "INBOX")),
        ("ada@home.example@mail.example", ("imaps", "ada@home.example", "mail.example", 993, "INBOX")),
        ("imap://ada%40home.example@[2001:db8::1]:1143/News/Harbour%20Letter", ("imap", "ada@home.example", "2001:db8::1", 1143, "News/Harbour Letter")),
    ],
)  # fmt: skip
def test_addresses_are_taken_apart(address, told) -> None:
    found = mailbox(address)
    assert (found.scheme, found.user, found.host, found.port, found.folder) == told


@pytest.mark.parametrize(
    "address",
    ["imaps://mail.example/", "imaps://ada:secret@mail.example/", "pop3://a@b.example", "imaps://a@b:x/", "imaps://a%0d%0a@b/", "imaps://@b/", ""],
)  # fmt: skip
def test_what_is_no_mailbox_says_so(address) -> None:
    with pytest.raises(UnreachableAddress) as told:
        mailbox(address)
    assert told.value.code == "bad_address"
    assert "secret" not in str(told.value)


def test_bytes_of_a_visit_are_bounded(server) -> None:
    server.mails = {uid: mail(os.urandom(20_000).hex(), Message_ID=f"<{uid}@x>") for uid in range(1, 6)}
    found = visit(server, limits=replace(LIMITS, all_bytes=150_000))
    assert names(found) == ["mail:1@x", "mail:2@x", "mail:3@x", "too_large"]
    assert found[-1].state == MailboxState(7, 3)
