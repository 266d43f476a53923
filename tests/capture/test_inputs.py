"""Files, folders and standard input; what cannot be read is told as a value and the rest goes on."""

import io
import os
from pathlib import Path

import pytest

from firsthand.capture import files
from firsthand.capture.inputs import Arrival, Limits, arrivals, count
from firsthand.model.errors import InputError

SMALL = Limits(file_bytes=1000)


def read(*given: str | Path, stdin: bytes = b"") -> list[Arrival | InputError]:
    return list(arrivals([str(g) for g in given], stdin=io.BytesIO(stdin), limits=SMALL))


def error(*given: str | Path, stdin: bytes = b"") -> InputError:
    (only,) = read(*given, stdin=stdin)
    assert isinstance(only, InputError)
    assert only.next_try
    assert "\n" not in str(only)
    return only


def names(found: list[Arrival | InputError]) -> list[str]:
    return [a.place.rpartition("/")[2] if isinstance(a, Arrival) else a.code for a in found]


def test_a_file_has_an_absolute_place_and_the_media_type_of_its_name(tmp_path, monkeypatch) -> None:
    (tmp_path / "a b.HTML").write_bytes(b"<p>x")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deep").mkdir()
    expected = Arrival(b"<p>x", f"file://{tmp_path.resolve()}/a%20b.HTML", "text/html")
    assert read("a b.HTML", "deep/../a b.HTML", expected.place) == [expected] * 3


def test_a_link_is_the_file_it_leads_to(tmp_path) -> None:
    (tmp_path / "one.txt").write_text("x")
    (tmp_path / "latest").symlink_to("one.txt")
    assert names(read(tmp_path / "latest")) == ["one.txt"]


def test_every_bad_file_has_its_cause_and_the_good_ones_are_read(tmp_path) -> None:
    (tmp_path / "good").write_text("words")
    (tmp_path / "empty").write_text(" \n")
    (tmp_path / "big").write_bytes(b"x" * 1001)
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    given = ["good", "missing", "empty", "big", "pipe", "loop", "good/below", "a\0b", "n" * 300, "good"]
    codes = [
        "good",
        "no_file",
        "empty",
        "too_large",
        "special_file",
        "unreadable",
        "no_file",
        "unreadable",
        "unreadable",
    ]
    assert names(read(*(f"{tmp_path}/{name}" for name in given))) == [*codes, "good"]
    assert error("/dev/zero").code == "special_file"


def test_a_file_of_100_mb_is_refused_without_being_opened(tmp_path, monkeypatch) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(100_000_000)
    monkeypatch.setattr(files.Path, "open", lambda *_, **__: pytest.fail("opened"))
    (only,) = arrivals([str(tmp_path / "huge.txt")])
    assert isinstance(only, InputError)
    assert "larger than 20 MB" in str(only)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_says_so(tmp_path) -> None:
    (tmp_path / "secret").write_text("x")
    (tmp_path / "secret").chmod(0)
    assert error(tmp_path / "secret").code == "no_permission"


def test_a_missing_path_that_looks_like_a_site_is_answered_with_its_address() -> None:
    assert "https://www.example.com/news" in error("www.example.com/news").next_try
    assert "https" not in error("missing.txt").next_try


def test_a_name_that_is_no_text_can_be_told() -> None:
    assert str(error(os.fsdecode(b"/nowhere/caf\xe9"))).encode()


def test_a_folder_is_read_in_order_without_what_is_hidden_linked_or_no_article(tmp_path) -> None:
    for name in ("b.txt", "a.html", "z", ".hidden", "photo.JPG", "rest.zip", "sub/c.txt", "a_files/frame.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "sub/up").symlink_to(tmp_path, target_is_directory=True)
    found = read(tmp_path)
    assert names(found) == ["a.html", "b.txt", "z", "c.txt", "skipped"]
    assert "skipped 2 by their names (archives 1, images 1)" in str(found[-1])
    assert count([str(tmp_path)]) == 4


def test_one_bad_file_in_a_folder_stops_nothing(tmp_path) -> None:
    (tmp_path / "a.txt").write_text("")
    (tmp_path / "b.txt").write_text("words")
    (tmp_path / "c.txt").symlink_to("nowhere")
    assert names(read(tmp_path)) == ["empty", "b.txt", "no_file"]


def test_a_folder_with_nothing_to_read_says_so(tmp_path) -> None:
    assert names(read(tmp_path)) == ["empty_folder"]
    (tmp_path / "x.png").write_text("x")
    (only,) = read(tmp_path)
    assert "images 1" in str(only)


def test_a_very_deep_folder_is_walked(tmp_path) -> None:
    deep = tmp_path.joinpath(*["d"] * 800)
    deep.mkdir(parents=True)
    (deep / "x.txt").write_text("x")
    assert names(read(tmp_path)) == ["x.txt"]


def test_standard_input_has_a_place_of_its_own_for_each_text() -> None:
    (one,), (two,), (again,) = read("-", stdin=b"one"), read("-", stdin=b"two"), read("-", stdin=b"one")
    assert isinstance(one, Arrival)
    assert isinstance(two, Arrival)
    assert one == again
    assert one.place.startswith("stdin:")
    assert one.place != two.place


def test_standard_input_is_bounded() -> None:
    assert error("-", stdin=b"x" * 1001).code == "too_large"
    assert error("-").code == "empty"


def test_addresses_are_fetched_and_other_schemes_are_named(site, answer) -> None:
    address = site.at("/", answer(b"words"))
    (page,) = arrivals([address], allow_hosts=["127.0.0.1"])
    assert isinstance(page, Arrival)
    assert page.place == page.url == address
    assert error(address).code == "blocked_address"
    assert error("ftp://example.com/x").code == "scheme"
    assert error("HTTPS://").code == "bad_address"


def test_counting_opens_nothing(tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.txt").write_text("x")
    assert count(["-", "https://example.com/", "ftp://x", str(tmp_path / "pipe"), "missing", str(tmp_path)]) == 6
