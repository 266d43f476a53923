"""Bytes become text: a byte-order mark, then a declaration that fits, then detection. A declaration that does not fit
is a problem.

Order (as browsers do it, except that we check): byte-order mark | valid UTF-8 | the transport's charset | the page's
<meta>
or XML declaration | charset-normalizer on a sample. UTF-8 goes before declarations because text that is valid UTF-8
and not pure ASCII is by chance something else about once in 10^5 pages, while declarations are wrong about once in
10^2.
"""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from firsthand.model.document import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: The HTML standard looks for <meta charset> in the first 1,024 bytes; pages in the wild put it later.
_DECLARED_WITHIN = 8_192
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
#: charset-normalizer's time grows with its input and its answer does not change after the first tens of kilobytes.
_SAMPLE = 40_000
#: What the web standard means by these names: the Windows superset.
_SUPERSETS = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "iso8859-11": "cp874", "tis-620": "cp874",
    "big5": "big5hkscs",
}  # fmt: skip
#: A truncated download may cut the last character; at most this many bytes may be missing.
_LONGEST_CHARACTER = 4
#: Bytes that the Windows tables leave undefined; a page with a few of them is still that page.
_FEW_BROKEN = 0.002


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding that gave it, who named the encoding, and what was odd."""

    text: str
    encoding: str
    named_by: str
    problems: tuple[Problem, ...] = ()


def decode(content: bytes, charset: str | None = None, *, markup: bool = True) -> Decoded:
    """Decode ``content``. ``charset`` is what the transport said; ``markup``: look for one in the page too."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return Decoded(content[len(mark) :].decode(name, "replace"), name, "byte-order mark")
    declared = [(who, name) for who, name in _declarations(content, charset, markup) if name]
    text = _strictly(content, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", "valid", _disagreements(content, declared, "utf-8"))
    for who, name in declared:
        text = _tolerantly(content, name)
        if text is not None:
            return Decoded(text, name, who, _disagreements(content, declared, name))
    if declared and declared[0][1] == "utf-8" and _is_nearly_utf8(content):
        text = content.decode("utf-8", "replace")
        return Decoded(text, "utf-8", declared[0][0], (_broken(text),))
    return _detected(content, declared)


def _declarations(content: bytes, charset: str | None, markup: bool) -> list[tuple[str, str | None]]:
    found = [("transport", _codec(charset))] if charset else []
    if markup:
        match = _DECLARED.search(content[:_DECLARED_WITHIN])
        if match:
            found.append(("page", _codec(match[1].decode("ascii"))))
    return found


def _codec(name: str | None) -> str | None:
    try:
        canonical = codecs.lookup((name or "").strip("\"' ")).name
        "".encode(canonical)
    except (LookupError, ValueError):
        return None
    return _SUPERSETS.get(canonical, canonical)


def _strictly(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        if error.start < len(content) - _LONGEST_CHARACTER or error.start == 0:
            return None
        return content[: error.start].decode(name)
    except (LookupError, ValueError):
        return None


def _tolerantly(content: bytes, name: str) -> str | None:
    if name == "utf-8":
        return None
    text = _strictly(content, name)
    if text is None:
        text = content.decode(name, "replace")
        if text.count("\ufffd") > _FEW_BROKEN * len(text):
            return None
    controls = sum(1 for c in text[:_SAMPLE] if "\x80" <= c <= "\x9f" or (c < " " and c not in "\t\n\r\f\x1a"))
    return None if controls > _FEW_BROKEN * min(len(text), _SAMPLE) else text


def _is_nearly_utf8(content: bytes) -> bool:
    text = content.decode("utf-8", "replace")
    foreign = sum(1 for c in text if c >= "\x80")
    return text.count("\ufffd") * 10 < foreign


def _detected(content: bytes, declared: list[tuple[str, str]]) -> Decoded:
    if _is_nearly_utf8(content):
        text = content.decode("utf-8", "replace")
        return Decoded(text, "utf-8", "detected", (_broken(text),))
    best = from_bytes(_sample(content)).best()
    name = _codec(best.encoding) if best else None
    name = name or "cp1252"
    return Decoded(content.decode(name, "replace"), name, "detected", _disagreements(content, declared, name))


def _sample(content: bytes) -> bytes:
    """Return the stretch of the page that tells most: from the first byte that is not ASCII on."""
    match = re.search(rb"[\x80-\xff]", content)
    start = max(0, (match.start() if match else 0) - 200)
    return content[start : start + _SAMPLE]


def _disagreements(content: bytes, declared: list[tuple[str, str]], used: str) -> tuple[Problem, ...]:
    wrong = [f"{who} said {name}" for who, name in declared if name != used]
    if not wrong or content.isascii():
        return ()
    return (Problem("wrong_encoding", f"Read as {used} although the {' and the '.join(wrong)}."),)


def _broken(text: str) -> Problem:
    return Problem(
        "wrong_encoding", f"Read as utf-8 with {text.count(chr(0xFFFD))} broken characters.", "Fetch the page again."
    )
