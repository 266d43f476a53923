"""Bytes become text, whatever was declared."""

import pytest

from firsthand.extract.decode import decode

GREETING = "Ölpreise fallen – „Märkte“ atmen auf. Žižkov zůstává klidný."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_unicode_is_read_without_a_word_of_help(encoding: str) -> None:
    content = ("\ufeff" + GREETING).encode("utf-16-be") if encoding == "utf-16-be" else GREETING.encode(encoding)
    assert decode(content).text == GREETING


def test_a_declared_encoding_is_used() -> None:
    content = '<meta charset="windows-1250">Žižkov zůstává klidný, říká starosta.'.encode("cp1250")
    decoded = decode(content)
    assert "Žižkov zůstává" in decoded.text
    assert decoded.problems == ()


def test_the_transport_goes_before_the_page() -> None:
    content = '<meta charset="iso-8859-1">Привет, мир'.encode("cp1251")
    assert "Привет, мир" in decode(content, "windows-1251").text


def test_utf8_declared_as_latin1_is_repaired_and_reported() -> None:
    decoded = decode(b'<meta charset="iso-8859-1">' + GREETING.encode())
    assert GREETING in decoded.text
    assert [problem.code for problem in decoded.problems] == ["wrong_encoding"]


def test_latin1_declared_as_utf8_is_repaired_and_reported() -> None:
    words = "Die Ministerin erklärte, für die Prüfung der Anträge seien künftig drei Behörden zuständig. " * 8
    decoded = decode(b'<meta charset="utf-8">' + words.encode("cp1252"))
    assert "erklärte, für die Prüfung der Anträge seien künftig" in decoded.text
    assert [problem.code for problem in decoded.problems] == ["wrong_encoding"]


def test_a_few_broken_bytes_do_not_spoil_a_utf8_page() -> None:
    decoded = decode(GREETING.encode() * 20 + b"\xff\xfe tail " + GREETING.encode())
    assert decoded.text.startswith(GREETING)
    assert [problem.code for problem in decoded.problems] == ["wrong_encoding"]


def test_a_character_cut_off_at_the_end_is_no_reason_to_guess() -> None:
    assert decode(GREETING.encode() + "ö".encode()[:1]).text == GREETING


def test_a_declaration_of_nonsense_is_ignored() -> None:
    assert decode(GREETING.encode(), "klingon-8").text == GREETING


def test_a_chinese_page_declared_gb2312_is_read_as_its_superset() -> None:
    content = '<meta charset="gb2312">国务院总理朱镕基'.encode("gb18030")
    assert "朱镕基" in decode(content).text
