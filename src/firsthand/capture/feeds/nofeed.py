"""What bytes are that are no feed, told so that a person knows what to try next. One code, ``not-a-feed``; the cause names it.

A page that asks for proof of being human is told from a page by marks that stand on such pages only, and by having hardly
any text: an article may well load the same vendor's script.
"""

import re
from html import unescape

from firsthand.capture.walls import MARKS
from firsthand.model.errors import InputError

_GIVE = "Give the address of the feed, or of the page to look for one on."
_BROWSER = "Open it in a browser; if it opens there, try again later."
#: A page with more text than this is no wall.
_FEW_WORDS = 1_200
_LOOKED_AT = 200_000
_MARKS = ((b"cf-browser-verification", "Cloudflare"), (b"awsWafCookieDomainList", "AWS WAF"), *MARKS)
_TITLES = re.compile(
    r"just a moment|attention required|pardon our interruption|are you (?:a )?(?:human|robot)|checking your browser|"
    r"security check|verify(?:ing)? (?:that )?you are (?:a )?human|one more step|ddos.guard|"
    r"request unsuccessful|bot verification",
    re.IGNORECASE,
)
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_HIDDEN = re.compile(rb"<(script|style|noscript|svg)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(rb"<[^<>]{0,5000}>")
_MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a film"),
    (b"PK\x03\x04", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"\x00\x00\x00\x18ftyp", "a film"),
    (b"\x00\x00\x00\x20ftyp", "a film"),
    (b"WARC/", "a web archive (WARC)"),
)
_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]{0,40}:)?([A-Za-z][\w.-]{0,40})")
_ASIDE = re.compile(rb"<!--.*?-->|<\?.*?\?>|<![A-Za-z][^<>\[]*>", re.DOTALL)
_PAGE_ROOTS = frozenset(
    b"html head body title meta div script link p h1 main section article style span table center noscript a".split()
)
_OTHER_ROOTS = {
    b"opml": ("a list of feeds (OPML)", "Import it as a list of feeds."),
    b"svg": ("a picture (SVG)", _GIVE),
    b"error": ("an error message of the server", "Check the address; try again later."),
    b"opensearchdescription": ("the description of a search", _GIVE),
    b"rsd": ("the description of a blog's editor (RSD)", _GIVE),
}


def no_feed(content: bytes, media_type: str | None = None) -> InputError:
    """Say what bytes are that no reader took for a feed."""
    head = content[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return _error(f"This is {kind}, not a feed.")
    if head[:1] in (b"{", b"["):
        return _error("This is JSON, but no feed.")
    if vendor := wall_of(content):
        return _error(f"This is a challenge page, not a feed: {vendor} asks for proof of being human.", _BROWSER)
    if is_html(head):
        return _error("This is a web page without entries of its own, not a feed.")
    head = _ASIDE.sub(b"", head).lstrip()
    root = _ROOT.match(head)
    if root is not None:
        kind, again = _OTHER_ROOTS.get(root[1].lower(), (f"XML ({root[1].decode()}), but no feed", _GIVE))
        return _error(f"This is {kind}{'' if 'no feed' in kind else ', not a feed'}.", again)
    if b"\x00" in content[:1000]:
        return _error(f"These are bytes of another kind{f' ({media_type})' if media_type else ''}, not a feed.")
    return _error("This is plain text, not a feed.")


def wall_of(content: bytes) -> str:
    """Name who asks for proof of being human; empty where the page is a page."""
    page = content[:_LOOKED_AT]
    if len(page) == _LOOKED_AT or not is_html(page):
        return ""
    text = b" ".join(_TAG.sub(b" ", _HIDDEN.sub(b" ", page)).split())
    if len(text) > _FEW_WORDS:
        return ""
    title = _TITLE.search(page)
    vendor = next((vendor for mark, vendor in _MARKS if mark in page), "")
    named = vendor[:1].upper() + vendor[1:]
    told = title is not None and _TITLES.search(unescape(title[1].decode("utf-8", "replace")))
    return named or ("its server" if told else "")


def is_html(content: bytes) -> bool:
    """Say whether the first element is one of a web page."""
    head = _ASIDE.sub(b"", content[:20_000].lstrip(b"\xef\xbb\xbf \t\r\n\x00")).lstrip()
    root = _ROOT.match(head)
    return root is not None and root[1].lower() in _PAGE_ROOTS


def _error(cause: str, again: str = _GIVE) -> InputError:
    return InputError("not-a-feed", cause, again)
