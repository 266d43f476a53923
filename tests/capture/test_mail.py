"""Mails become pages: who, what and when in the page's head, its own words in the body, whatever a mail is made of."""

import base64
import quopri
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import pytest

import firsthand
from firsthand.capture.arrival import Arrival, Limits
from firsthand.capture.inputs import arrivals
from firsthand.capture.mail import read_mail
from firsthand.capture.mbox import read_mbox
from firsthand.model.errors import InputError
from tests.capture.archives import mail, part, several

KAESE = "Käse, sagte der Käpt’n, und schwieg über den Rest."
HTML = "<html><head><title>*|SUBJECT|*</title></head><body><p>Käse &amp; words.</p></body></html>"


def one(content: bytes) -> Arrival:
    (found,) = read_mail(content).found
    assert isinstance(found, Arrival)
    return found


def shown(content: bytes) -> str:
    return one(content).content.decode()


def test_a_text_becomes_a_page_with_the_head_of_the_mail() -> None:
    found = one(mail("First <words>.\nStill first.\n\nSecond.\n"))
    assert found.place == "mail:one@harbour.example"
    assert found.seen_at == datetime(2026, 3, 3, 5, 30, tzinfo=UTC)
    assert (found.media_type, found.charset, found.url) == ("text/html", "utf-8", None)
    assert found.content.decode() == (
        '<!doctype html><html><head><meta charset="utf-8"><title>Ferries run again</title>'
        '<meta property="og:title" content="Ferries run again"><meta name="author" content="Harbour Letter">'
        '<meta property="og:site_name" content="Harbour Letter">'
        '<meta property="article:published_time" content="2026-03-03T05:30:00+00:00"></head><body><article>\n'
        "<h1>Ferries run again</h1>\n<p>First &lt;words&gt;.\nStill first.</p>\n<p>Second.</p>\n</article></body></html>"
    )


def test_the_page_of_a_mail_goes_before_its_text_and_keeps_its_words() -> None:
    content = several(
        "alternative",
        part("text/plain; charset=utf-8", b"plain words"),
        part("text/html; charset=latin-1", HTML.encode("latin-1")),
    )
    found = shown(content)
    assert "<p>Käse &amp; words.</p>" in found
    assert "plain words" not in found
    assert "SUBJECT" not in found
    assert "<title>Ferries run again</title>" in found


@pytest.mark.parametrize("html", ["<p>x</p>", "<html><body><p>x</p>", "<HTML><HEAD lang=en><p>x</p>"])
def test_the_head_finds_its_place_in_any_page(html) -> None:
    assert shown(mail(html, "text/html")).index("<title>Ferries") < shown(mail(html, "text/html")).index("<p>x</p>")


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("base64", base64.encodebytes(KAESE.encode("cp1252"))),
        ("quoted-printable", quopri.encodestring(KAESE.encode("cp1252"))),
        ("8bit", KAESE.encode("cp1252")),
    ],
)
def test_what_is_encoded_is_decoded(encoding, body) -> None:
    content = several("mixed", part("text/plain; charset=windows-1252", body, Content_Transfer_Encoding=encoding))
    assert f"<p>{KAESE}</p>" in shown(content)


def test_the_fields_are_decoded_and_escaped() -> None:
    found = shown(
        mail(
            From="=?utf-8?b?S8OkcHQibiA8Yj4=?= <a@b.example>",
            Subject="=?iso-8859-1?q?M=E4rz?= & =?x?q?y?=",
            List_Id='"Die Post" <post.b.example>',
        )
    )
    assert '<meta name="author" content="Käpt&quot;n &lt;b&gt;">' in found
    assert "<title>März &amp; y</title>" in found
    assert '<meta property="og:site_name" content="Die Post">' in found


def test_the_extractor_finds_what_the_head_of_the_mail_said() -> None:
    text = "\n\n".join(
        f"The harbour said on Tuesday that {n} ferries would run again after the long storm of last week."
        for n in range(4, 9)
    )
    found = one(mail(text))
    document = firsthand.extract(found.content, media_type="text/html").main
    assert document is not None
    assert document.headline == "Ferries run again"
    assert document.outlet == "Harbour Letter"
    assert document.published is not None
    assert document.published.at == found.seen_at
    assert document.text.count("ferries would run again") == 5


def test_its_address_is_the_one_it_gives_of_itself_never_that_of_its_list() -> None:
    link = '<a class=x href="https://news.harbour.example/42?a=1&amp;b=2"><b>View this email</b> in your browser</a>'
    other = '<a href="https://harbour.example/ferries">Ferries in the web of islands</a>'
    assert one(mail(other + link, "text/html")).url == "https://news.harbour.example/42?a=1&b=2"
    assert one(mail(other, "text/html")).url is None
    assert one(mail(other, "text/html", List_Archive="<https://lists.harbour.example/>")).url is None
    assert one(mail(Archived_At="<https://lists.harbour.example/m/1>")).url == "https://lists.harbour.example/m/1"
    for bad in ("javascript:alert(1)", "https://user@host.example/", "http://localhost/x", "http://["):
        assert one(mail(Archived_At=f"<{bad}>")).url is None


def test_a_mail_without_id_date_or_sender_is_read_alike() -> None:
    bare = one(mail(Message_ID="", Date="soon", From="", Subject=""))
    assert bare.place.startswith("mail:")
    assert bare.place == one(mail(Message_ID="", Date="soon", From="", Subject="")).place
    assert bare.seen_at is None
    assert one(mail(Message_ID="", Subject="other")).place != bare.place
    assert one(mail(Date="Tue, 03 Mar 1926 06:30:00 +0100")).seen_at is None


def test_attachments_are_counted_and_forwarded_mails_are_read() -> None:
    inner = mail("The letter itself.", Message_ID="<two@harbour.example>", Subject="Inner")
    content = several(
        "mixed",
        part("text/plain", b"Look at this."),
        part("message/rfc822", inner),
        part("application/pdf", b"JVBERg==", Content_Transfer_Encoding="base64", Content_Disposition='attachment; filename="a.pdf"'),
        part("image/png", b"x"),
        part("text/html", b"<p>an attachment", Content_Disposition="attachment"),
    )  # fmt: skip
    mailed = read_mail(content)
    assert [a.place for a in mailed.found if isinstance(a, Arrival)] == [
        "mail:one@harbour.example",
        "mail:two@harbour.example",
    ]
    assert mailed.attachments == 3
    assert "Look at this" in shown_of(mailed.found[0])
    assert "The letter itself" not in shown_of(mailed.found[0])
    assert "an attachment" not in shown_of(mailed.found[0])


def shown_of(found: Arrival | InputError) -> str:
    assert isinstance(found, Arrival)
    return found.content.decode()


def test_mails_in_mails_come_to_an_end() -> None:
    content = mail("deepest")
    for number in range(10):
        content = several(
            "mixed",
            part("message/rfc822", content),
            part("text/plain", b"x"),
            boundary=f"b{number}",
            Message_ID=f"<{number}@x.example>",
        )
    assert len(read_mail(content).found) == 5


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Content-Type: message/rfc822\n\n" * 300 + b"x", "too_many_parts"),
        (b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(400)), "too_many_parts"),
        (b"From: a\n\n" + b"\n" * 2_000_000, "too_many_parts"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000, "too_many_parts"),
        (mail("x" * 30_000_000), "too_large"),
        (mail(""), "empty"),
        (several("mixed", part("image/png", b"x")), "empty"),
    ],
    ids=["mails", "nested", "lines", "parts", "size", "nothing", "only a picture"],
)  # fmt: skip
def test_mails_made_to_harm_are_refused_by_name(content, code) -> None:
    began = perf_counter()
    (found,) = read_mail(content, "x.eml").found
    assert isinstance(found, InputError)
    assert (found.code, found.place) == (code, "x.eml")
    assert perf_counter() - began < 3


@pytest.mark.parametrize(
    "fields",
    [
        {"From": '"' * 40_000},
        {"From": "(" * 40_000},
        {"Subject": "=?utf-8?q?a?= " * 20_000},
        {"Message_ID": "<" * 40_000},
        {"Content_Type": 'text/html; charset="no-such"'},
        {"Content_Type": "text/html; charset*=utf-8''%ff; charset*0=x"},
        {"Content_Transfer_Encoding": "base64"},
        {"Content_Type": "multipart/mixed"},
        {"Date": "Tue, 99 Mar 99999 99:99:99 +9999"},
    ],
)
def test_odd_fields_cost_nothing_and_stop_nothing(fields) -> None:
    began = perf_counter()
    (found,) = read_mail(mail("words <a href='https://x.example'>" * 50, **fields)).found
    assert isinstance(found, Arrival | InputError)
    assert perf_counter() - began < 1


def mbox(*mails: bytes) -> bytes:
    return b"".join(b"From a@b.example Tue Mar  3 06:30:00 2026\n" + one + b"\n" for one in mails)


def letters(count: int) -> list[bytes]:
    return [
        mail(
            f"Letter {n}.\n\n>From here on it is quoted.\nFrom there too.\n\nFrom now on, said he.\n",
            Message_ID=f"<{n}@x>",
        )
        for n in range(count)
    ]


def test_a_mailbox_is_read_mail_by_mail_and_goes_on_at_every_mark(tmp_path) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(mbox(*letters(5)))
    steps = list(read_mbox(path))
    assert [s.found.place for s in steps if s.found] == [f"mail:{n}@x" for n in range(5)]
    assert steps[-1].mark.offset == path.stat().st_size
    assert (
        b"\nFrom here on" in steps[2].found.content.replace(b"<p>", b"\n")
        if isinstance(steps[2].found, Arrival)
        else False
    )
    for number, step in enumerate(steps, 1):
        assert [s.found for s in read_mbox(path, start=step.mark)] == [s.found for s in steps[number:]]


def test_a_mail_too_large_costs_itself_alone_and_no_memory(tmp_path) -> None:
    first, last = letters(2)
    (tmp_path / "a.mbox").write_bytes(mbox(first, mail("x" * 70_000 + "\n" + "y\n" * 10_000), last))
    found = [s.found for s in read_mbox(tmp_path / "a.mbox", Limits(file_bytes=50_000))]
    assert [f.code if isinstance(f, InputError) else "mail" for f in found] == ["mail", "too_large", "mail"]


def names(*given: str | Path, stdin: bytes = b"") -> list[str]:
    import io

    found = arrivals([str(g) for g in given], stdin=io.BufferedReader(io.BytesIO(stdin)))  # type: ignore[arg-type]
    return [f.place.rpartition("/")[2] if isinstance(f, Arrival) else f.code for f in found]


def test_mails_are_known_by_name_and_by_their_first_bytes(tmp_path) -> None:
    (tmp_path / "a.eml").write_bytes(mail())
    (tmp_path / "b").write_bytes(b"Received: from x\n by y\n" + mail())
    (tmp_path / "c.MBOX").write_bytes(mbox(*letters(2)))
    (tmp_path / "d").write_bytes(mbox(*letters(2)))
    (tmp_path / "e.txt").write_bytes(mail())
    (tmp_path / "f").write_bytes(b"From: a desk\nSubject: ferries\n\nSome words.")
    one, two = "mail:one@harbour.example", ["mail:0@x", "mail:1@x"]
    assert names(tmp_path) == [one, one, *two, *two, "e.txt", "f"]
    assert names("-", stdin=mail()) == [one]
    assert names("-", stdin=mbox(*letters(2))) == two


def test_a_maildir_is_read_as_mails(tmp_path) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "cur" / "1.host:2,S").write_bytes(mail())
    (tmp_path / "new" / "2.host.gz").write_bytes(mail(Message_ID="<two@x>"))
    assert names(tmp_path) == ["mail:one@harbour.example", "mail:two@x"]
