"""The room's front door: bytes of any kind become documents, or one line that says why not.

capture | refuse what is no text | decode | HTML: flatten, choose the body, name the parts / plain text: segment,
label | assemble
"""

import re
from dataclasses import replace

from firsthand.extract.around import lines_around, lines_within
from firsthand.extract.assemble import Draft, assemble
from firsthand.extract.decode import Decoded, decode
from firsthand.extract.html.page import read_html
from firsthand.extract.outlet import lexicon_of
from firsthand.extract.plain.read import read_plain
from firsthand.model.capture import Capture
from firsthand.model.document import BlockKind, Document, Extraction, PartKind, Problem
from firsthand.model.errors import UnsupportedInput
from firsthand.model.lexicon import Lexicon
from firsthand.text.credit import contributors, credit_line
from firsthand.text.origin import origin_lines

#: Raise this when the same capture may give other documents than before; stored with them, so that a rebuild knows.
VERSION = "3"

#: The largest page in 4,855 stored news captures is 3.1 MB; ten times that is not an article.
LARGEST_INPUT = 32 * 1024 * 1024

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"RIFF", "a RIFF media file"),
    (b"BM\x00", "a bitmap image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive (or an Office document)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"OggS", "an Ogg media file"),
    (b"ID3", "an MP3 file"),
    (b"fLaC", "a FLAC file"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"wOF2", "a web font"),
    (b"wOFF", "a web font"),
    (b"\x00asm", "a WebAssembly module"),
)
#: Above this share of control characters in the first kilobytes no text file was found, below it no binary one.
_CONTROL_SHARE = 0.05
_LOOKED_AT = 4_096
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\b\x1b\x1a\x0b"))
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|article|section|div|p|h1|h2|table|span|script|main|figure|ul|a\s)[\s>/]?",
    re.I,
)
_MARKUP_TYPES = ("text/html", "application/xhtml+xml")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def extract_capture(capture: Capture, content: bytes, lexicon: Lexicon) -> Extraction:
    """Read one capture. Raises UnsupportedInput (``empty_input``, ``binary_input``, ``too_large``); all else is a
    Problem.
    """
    refuse_what_is_no_text(content)
    markup = is_markup(content, capture.media_type)
    decoded = decode(content, capture.charset, markup=markup)
    if not decoded.text.strip():
        raise UnsupportedInput("empty_input", "The input holds only blanks.", "Check that the download was complete.")
    lexicon = lexicon_of(capture, lexicon)
    reading, drafts, problems = _read(capture, decoded, markup, lexicon)
    if not drafts:
        problems = (*problems, Problem("no_article", "No article was found on this page.", "Check the address."))
    return Extraction(
        capture=capture.id,
        reading=reading,
        documents=tuple(_credited(assemble(capture, n, draft), reading, lexicon) for n, draft in enumerate(drafts)),
        problems=tuple(dict.fromkeys((*decoded.problems, *problems))),
        media_type="text/html" if markup else "text/plain",
        version=VERSION,
    )


def _credited(document: Document, reading: str, lexicon: Lexicon) -> Document:
    """Name the agency that the finished document credits, and where it says its story is from, on its own evidence and
    that of the lines around it.

    What its reader found holds where these say nothing, unless a line says that the agency only helped.
    """
    blocks = [b for b in document.blocks if b.kind is not BlockKind.DATELINE]
    paragraphs = [document.text[b.start : b.end] for b in blocks]
    opening = document.first(BlockKind.DATELINE)
    if opening and paragraphs:
        paragraphs[0] = f"{opening} {paragraphs[0]}"
    above, below = lines_around(document, reading)
    bylines = document.words_of(PartKind.BYLINE)
    found = credit_line(paragraphs, bylines, lexicon.agencies, above, below, document.url)
    helped = contributors((*paragraphs[-3:], *below), lexicon.agencies, lexicon.patterns.get("contributed", ()))
    credit = found.agency if found else document.credit
    if found is None and credit in helped:
        credit = None
    origins = origin_lines((*above, *lines_within(document, reading), *below))
    return replace(document, credit=credit, helped=tuple(name for name in helped if name != credit), origins=origins)


def _read(
    capture: Capture, decoded: Decoded, markup: bool, lexicon: Lexicon
) -> tuple[str, tuple[Draft, ...], tuple[Problem, ...]]:
    if markup:
        return read_html(capture, decoded.text, lexicon)
    drafts, problems = read_plain(capture, decoded.text, lexicon)
    return decoded.text, tuple(drafts), tuple(problems)


def refuse_what_is_no_text(content: bytes) -> None:
    """Raise UnsupportedInput, naming the cause, for what cannot hold an article."""
    if not content.strip(b" \t\r\n\x00"):
        raise UnsupportedInput("empty_input", "The input is empty.", "Check that the download was complete.")
    if len(content) > LARGEST_INPUT:
        size, most = len(content) // 1_000_000, LARGEST_INPUT // 1_000_000
        raise UnsupportedInput(
            "too_large", f"The input has {size} MB; at most {most} MB are read.", "Split it, or read an archive as one."
        )
    kind = next((name for start, name in _SIGNATURES if content.startswith(start)), None)
    if kind is None and content[4:8] == b"ftyp":
        kind = "a video or a HEIF image"
    if kind is None and _looks_binary(content):
        kind = "binary data"
    if kind is not None:
        raise UnsupportedInput(
            "binary_input", f"The input is {kind}, not text.", "Give a page (HTML) or its plain text."
        )


def _looks_binary(content: bytes) -> bool:
    if content.startswith(_WIDE):
        return False
    start = content[:_LOOKED_AT]
    controls = len(start) - len(start.translate(None, _CONTROLS))
    return controls > _CONTROL_SHARE * len(start)


def is_markup(content: bytes, media_type: str | None) -> bool:
    """Say whether to read ``content`` as HTML: by its media type, and where that says nothing useful, by its tags."""
    said = (media_type or "").split(";")[0].strip().lower()
    if said in _MARKUP_TYPES:
        return True
    start = content[: _LOOKED_AT * 4]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\x00", b"")
    tags = len(_MARKUP.findall(start))
    return tags > 0 if said not in ("text/plain", "text/markdown") else tags > 2 and start.lstrip()[:1] == b"<"
