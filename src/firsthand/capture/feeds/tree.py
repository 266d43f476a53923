"""Bytes become an XML tree, within bounds: no entity is ever expanded, nothing is loaded, depth and size are libxml2's.

A document type is cut off before anything reads it: what it declared stays as it is written (``&x;``), so there is no
bomb to go off and no file to fetch. Names that HTML knows (``&eacute;``) are read, because feeds use them undeclared.
"""

import re
from html.entities import html5

from lxml import etree

from firsthand.model.errors import InputError, UnsupportedInput

#: The same as what one page may weigh (`Limits.page_bytes`).
MOST_BYTES = 15_000_000
_HEAD = 400
#: More ampersands than this in one piece are left to libxml2: reading them takes memory, 100 bytes each.
_NAMES_AT_MOST = 400_000
_DECLARED = re.compile(rb"""\A<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_OPENS = (b"<!DOCTYPE", b"<!doctype")
_QUOTED_OR_END = re.compile(rb"""["'\[\]>]|<!--""")
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_OWN = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
_BARE = re.compile(rb"&(?!#?\w{1,32};)")
_TAG = re.compile(rb"<[A-Za-z][^<>]{0,2000}>")
_UNQUOTED = re.compile(rb"""(\s[A-Za-z][\w:.-]*)=([^\s<>"'=]+)(?=[\s>])""")
_DECLARATION = re.compile(rb"<\?xml[^<>]{0,200}>", re.IGNORECASE)
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
#: Both halves of a letter written as two, or a letter by its number.
_NUMBERED = re.compile(
    rb"&#[xX]([dD][89abAB][0-9a-fA-F]{2});&#[xX]([dD][c-fC-F][0-9a-fA-F]{2});|&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,10}));"
)
#: How a document in wide characters begins, the longest marks first.
_BEGINNINGS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
#: What libxml2 calls a document that wants more than it may have.
_TOO_MUCH = (
    "Excessive depth",
    "Maximum entity amplification",
    "xmlSAX2Characters: huge",
    "Buffer size limit",
    "Huge input",
)

Element = etree._Element


def prepared(content: bytes, charset: str | None) -> bytes:
    """Return the document without white space before it and without its document type; UTF-8 where that was needed."""
    if len(content) > MOST_BYTES:
        raise UnsupportedInput("feed-size", f"The feed has {len(content)} bytes; {MOST_BYTES} are read.")
    content = _in_bytes_of_ascii(content, charset).lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if not content:
        raise UnsupportedInput("empty", "The feed is empty.", "Try again later.")
    return _without_type(content)


def strict(content: bytes) -> Element:
    """Read a well-formed document; raises `etree.XMLSyntaxError`, or InputError where it is too deep."""
    return _read(content, recover=False)


def repaired(content: bytes) -> Element | None:
    """Read what can be read of an ill-formed document; None where that is nothing."""
    content = _DECLARATION.sub(b"", content) if not _DECLARED.match(content[:_HEAD]) else content
    try:
        return _read(_TAG.sub(_quoted, named(content)), recover=True)
    except etree.XMLSyntaxError:
        return None


def named(content: bytes) -> bytes:
    """Return the document with the names that HTML knows read, and ampersands that begin nothing escaped."""
    if 0 < content.count(b"&#") <= _NAMES_AT_MOST:
        content = _NUMBERED.sub(_numbered, content)
    return _NO_XML.sub(b"", _known_names(content))


def _numbered(match: re.Match[bytes]) -> bytes:
    """Write a reference to a letter that XML cannot hold as one to an unknown letter; two halves make theirs."""
    if match[1]:
        high, low = (int(half, 16) & 0x3FF for half in match.group(1, 2))
        return b"&#%d;" % (0x10000 + (high << 10 | low))
    number = int(match[3], 16) if match[3] else int(match[4])
    fits = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0xFFFF < number < 0x110000
    return match[0] if fits else b"&#xFFFD;"


def _quoted(tag: re.Match[bytes]) -> bytes:
    return _UNQUOTED.sub(rb'\1="\2"', tag[0]) if b"=" in tag[0] else tag[0]


def _read(content: bytes, *, recover: bool) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        strip_cdata=True,
    )
    try:
        root: Element | None = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if any(words in str(error) for words in _TOO_MUCH):
            raise UnsupportedInput("feed-depth", "The feed is nested too deeply, or made to harm.") from error
        raise
    if root is None:
        raise etree.XMLSyntaxError("nothing in it", 0, 0, 0)
    return root


def _in_bytes_of_ascii(content: bytes, charset: str | None) -> bytes:
    """Bring UTF-16 and UTF-32 to UTF-8, and what its header names and its declaration does not; else leave it."""
    for mark, name in _BEGINNINGS:
        if content.startswith(mark):
            return _recoded(content, name)
    declared = _DECLARED.match(content.lstrip()[:_HEAD])
    if declared is None:
        return _recoded(content, charset) if charset and not _is_utf8(content) else content
    if declared[1].lower().startswith((b"utf-16", b"utf-32", b"ucs")) or not _known(declared[1].decode()):
        # its bytes are those of ASCII, so it is none of these
        return _recoded(content, "utf-8" if _is_utf8(content) else charset or "cp1252")
    return content


def _known(name: str) -> bool:
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _recoded(content: bytes, name: str) -> bytes:
    try:
        text = content.decode(name, "replace")
    except (LookupError, ValueError):
        text = content.decode("utf-8", "replace")
    encoded = text.encode("utf-8", "replace").lstrip(b"\xef\xbb\xbf \t\r\n")
    declared = _DECLARED.match(encoded[:_HEAD])
    return encoded[: declared.start(1)] + b"utf-8" + encoded[declared.end(1) :] if declared else encoded


def _without_type(content: bytes) -> bytes:
    """Cut the document type off; it can only stand before the first element."""
    opens = min((at for at in map(content.find, _OPENS) if at >= 0), default=-1)
    if opens < 0 or _after_an_element(content[:opens]):
        return content
    at, inside = opens + len(_OPENS[0]), 0
    while match := _QUOTED_OR_END.search(content, at):
        mark, at = match[0], match.end()
        if mark == b"[":
            inside += 1
        elif mark == b"]":
            inside -= 1
        elif mark == b">":
            if inside <= 0:
                return content[:opens] + content[at:]
        else:
            at = content.find(b"-->" if mark == b"<!--" else mark, at) + 1
            if at == 0:
                break
    raise InputError("feed-ill-formed", "The feed's document type does not end.")


def _after_an_element(before: bytes) -> bool:
    """Say whether an element stands in what comes before (an HTML page inside a CDATA section has a type too)."""
    at = 0
    while (at := before.find(b"<", at)) >= 0:
        if before.startswith(b"<!--", at):
            at = before.find(b"-->", at)
            if at < 0:
                return True
        elif before[at + 1 : at + 2] not in (b"?", b"!"):
            return True
        at += 1
    return False


def _known_names(content: bytes) -> bytes:
    """Read the names that HTML knows, outside of CDATA sections; names nobody knows are escaped and stay to be seen."""
    pieces, at = [], 0
    while (opens := content.find(b"<![CDATA[", at)) >= 0:
        ends = content.find(b"]]>", opens)
        if ends < 0:
            break
        pieces += [_names(content[at:opens]), content[opens : ends + 3]]
        at = ends + 3
    pieces.append(_names(content[at:]))
    return b"".join(pieces)


def _names(piece: bytes) -> bytes:
    many = piece.count(b"&")
    return _NAMED.sub(_name, _BARE.sub(b"&amp;", piece)) if 0 < many <= _NAMES_AT_MOST else piece


def _name(match: re.Match[bytes]) -> bytes:
    if match[1] in _OWN:
        return match[0]
    known = html5.get(f"{match[1].decode()};")
    return "".join(f"&#{ord(c)};" for c in known).encode() if known else b"&amp;" + match[1] + b";"
