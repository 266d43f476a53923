"""Which address a page is known by.

    address -> what a redirector holds -> the outlet's own page for an AMP one -> without trackers      clean
    page    -> its canonical address, where that is of the same site and names this page; else the final one    known_by

Only what is certain is done: an address that stays too long makes two of one page, which is mended later by the text; one
that was cut too short makes one of two.
"""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, quote, unquote, unquote_plus, urlsplit, urlunsplit

from firsthand.capture.discover import Found, is_front
from firsthand.capture.feeds.links import SIDES, is_tracker, page_key
from firsthand.extract.html.terms import is_of_another
from firsthand.model.ids import derive

#: Host (also of what stands below it), path, key: redirectors whose target stands in the query.
_REDIRECTORS = (
    ("l.facebook.com", "/l.php", "u"),
    ("lm.facebook.com", "/l.php", "u"),
    ("l.instagram.com", "/", "u"),
    ("l.messenger.com", "/l.php", "u"),
    ("l.threads.net", "/", "u"),
    ("news.google.com", "/news/url", "url"),
    ("t.umblr.com", "/redirect", "z"),
    ("out.reddit.com", "/", "url"),
    ("youtube.com", "/redirect", "q"),
    ("vk.com", "/away.php", "to"),
    ("steamcommunity.com", "/linkfilter", "url"),
    ("bing.com", "/news/apiclick.aspx", "url"),
    ("duckduckgo.com", "/l/", "uddg"),
    ("slack-redir.net", "/link", "url"),
    ("linkedin.com", "/redir/redirect", "url"),
    ("linkedin.com", "/safety/go", "url"),
    ("disq.us", "/url", "url"),
    ("medium.com", "/r/", "url"),
    ("exit.sc", "/", "url"),
    ("safelinks.protection.outlook.com", "/", "url"),
    ("go.skimresources.com", "/", "url"),
    ("go.redirectingat.com", "/", "url"),
    ("awin1.com", "/cread.php", "ued"),
    ("anon.to", "/", ""),
    ("href.li", "/", ""),
)
_GOOGLE = re.compile(r"(?:www\.)?google\.(?:[a-z]{2,3}|com?\.[a-z]{2})\Z")
_AMP_VIEWER = re.compile(r"/amp/(s/)?([^/]+\.[^/]+/.*)")
_AMP_CACHE = re.compile(r"/(?:[cvr]|wp)/(s/)?([^/]+\.[^/]+/.*)")
_WRAPPED = re.compile(r"/v3/__(https?:/{1,2}[^*]+?)__;")
_AMP_VALUES = frozenset(("amp", "amp-type", "amphtml"))
_DISQUS_MARK = re.compile(r":[\w-]{20,}\Z")
#: Addresses taken out of html without reading its references.
_REFERENCE = re.compile(r"&(?:amp|#0?38|#x26);", re.IGNORECASE)
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
#: Fragments that name a place every page has, or nothing.
_NO_FRAGMENT = re.compile(
    r"(?:top|main|content|comments?|respond|disqus_thread|more-\d+|kommentare|commentaires|comentarios|article|story|share|print|omrss|"
    r"comment-\d+|lnk\w*|anchor|body|header|:~:.*|amp_tf=.*|aoh=.*)?\Z",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_PAGED = re.compile(r"/(?:amp|print|all|seite-?\d+|page[-/]?\d+|\d{1,3}|single|full|comments?)/?\Z", re.IGNORECASE)
_NAMES_PAGE = re.compile(r"(?:id|p|story|article|artikel|art|news|nid|aid|sid|docid|item|post|pid)\Z", re.IGNORECASE)
#: Hosts on which every name is another site.
_HOMES_OF_MANY = frozenset(
    "blogspot wordpress substack medium tumblr github gitlab ghost wixsite typepad livejournal over-blog weebly "
    "squarespace beehiiv hatenablog jimdo blogger".split()
)
_MOST_WRAPPINGS = 4


@dataclass(frozen=True, slots=True)
class Known:
    """The address that a page is known by, why, and the page of another site that it says it is a copy of (or empty)."""

    address: str
    reason: str
    syndicated_from: str = ""


def clean(address: str) -> str:
    """Return the address of a page without what does not name it; what is no address of the web stays as it is.

    >>> clean("https://www.google.com/url?q=https%3A%2F%2Fa.example%2Fx%3Futm_source%3Dn%26id%3D7")
    'https://a.example/x?id=7'
    >>> clean("https://www.google.com/amp/s/a.example/2025/storm-closes-harbour/amp/#top")
    'https://a.example/2025/storm-closes-harbour/'
    """
    address = _REFERENCE.sub("&", address.strip())
    for _ in range(_MOST_WRAPPINGS):
        inner = _unwrapped(address)
        if not inner:
            break
        address = inner
    parts = _split(address)
    if parts is None:
        return address
    fragment = "" if _says_nothing(parts.fragment) else parts.fragment
    path = _own_path(_SESSION.sub("", parts.path)) or "/"
    return urlunsplit((parts.scheme.lower(), _host(parts), _spelt(path), _spelt(_query(parts)), fragment))


def known_by(final_url: str, page: Found) -> Known:
    """Say by which address a page is known that was fetched from ``final_url``, the last of its redirects."""
    final = clean(final_url)
    given = clean(page.canonical)
    parts, at = _split(given), _split(final)
    if parts is None or at is None or not _is_public(parts):
        return Known(final, "it gives no other")
    if _is_elsewhere(given, final):
        if is_front(given):
            return Known(final, "the one it gives is a front page of another site")
        return Known(final, "the one it gives is of another site", given)
    if is_front(given) and not is_front(final):
        return Known(final, "the one it gives is the front page")
    if not is_front(given) and _is_wider(parts, at):
        return Known(final, "the one it gives names more than this page")
    if at.scheme == "https" and parts.scheme == "http" and _site(given) == _site(final):
        parts = parts._replace(scheme="https")
    return Known(urlunsplit(parts), "it says so" if urlunsplit(parts) != final else "it says the same")


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def _spelt(text: str) -> str:
    """Return a part of an address with its letters outside of ASCII as they are sent; the rest to the letter."""
    return text if text.isascii() else quote(text, safe="!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", errors="replace")


def _host(parts: SplitResult) -> str:
    """Return the host in small letters, without the usual port and without a name and password."""
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme.lower()]
    return host if parts.port in (None, usual) else f"{host}:{parts.port}"


def _unwrapped(address: str) -> str:
    """Return the address inside a redirector's or an AMP viewer's; empty where there is none."""
    parts = _split(address)
    if parts is None:
        return ""
    host = parts.hostname or ""
    path = parts.path or "/"
    if match := _viewed(host, path):
        scheme = "https" if match[1] else "http"
        return f"{scheme}://{match[2]}{f'?{parts.query}' if parts.query else ''}"
    if _is(host, "urldefense.com") and (match := _WRAPPED.match(path)):
        return _target(re.sub(r"^(https?:)/+", r"\1//", match[1] + (f"?{parts.query}" if parts.query else "")))
    if _GOOGLE.match(host) and path == "/url":
        return next((found for key in ("q", "url") if (found := _target(_asked(parts, key)))), "")
    for known, at, key in _REDIRECTORS:
        if _is(host, known) and (path.startswith(at) if len(at) > 1 else path == at):
            return _target(_DISQUS_MARK.sub("", _asked(parts, key)) if known == "disq.us" else _asked(parts, key))
    return ""


def _viewed(host: str, path: str) -> re.Match[str] | None:
    """Match the outlet's address in that of a page shown by a search engine or an AMP cache."""
    if _GOOGLE.match(host) or _is(host, "bing.com"):
        return _AMP_VIEWER.match(path)
    return _AMP_CACHE.match(path) if _is(host, "cdn.ampproject.org") or _is(host, "bing-amp.com") else None


def _is(host: str, known: str) -> bool:
    return host == known or host.endswith(f".{known}")


def _asked(parts: SplitResult, key: str) -> str:
    if not key:
        return unquote(parts.query)
    return next((value for name, value in parse_qsl(parts.query) if name == key), "")


def _target(address: str) -> str:
    return address if _split(address) is not None else ""


def _query(parts: SplitResult) -> str:
    """Return the query without trackers, the rest to the letter and in its order."""
    return "&".join(part for part in parts.query.split("&") if part and not _is_no_name(part))


def _is_no_name(part: str) -> bool:
    key, _, value = (unquote_plus(text) for text in part.partition("="))
    folded = key.lower().removeprefix("amp;")
    if folded == "amp":
        return value.lower() in ("", "1", "true")
    if folded in ("outputtype", "output", "_amp", "type") and value.lower() in _AMP_VALUES:
        return True
    return is_tracker(key, value)


def _own_path(path: str) -> str:
    """Return the path of the outlet's own page for that of its AMP page, where nothing else can be meant."""
    if path.endswith(".amp.html"):
        return path.removesuffix(".amp.html") + ".html"
    before, mark, last = path.rstrip("/").rpartition("/")
    if mark and last == "amp" and _is_telling(before.rpartition("/")[2]):
        return before + ("/" if path.endswith("/") else "")
    return path


def _says_nothing(fragment: str) -> bool:
    if fragment.startswith(("!", "/")):  # a page of its own, made by a script
        return False
    pairs = parse_qsl(fragment, keep_blank_values=True)
    return bool(_NO_FRAGMENT.match(fragment)) or ("=" in fragment and all(is_tracker(k, v) for k, v in pairs))


def _is_public(parts: SplitResult) -> bool:
    """Say whether a host can be a site's: pages made on a developer's machine name that one."""
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost", ".internal", ".test"))
    return False


def _is_elsewhere(address: str, url: str) -> bool:
    one, other = (_site(a) for a in (address, url))
    if {*one.split("."), *other.split(".")} & _HOMES_OF_MANY:
        return one != other and one not in url
    return not _is(one, other) and not _is(other, one) and is_of_another(address, url)


def _site(address: str) -> str:
    """Return a host without the name of a way to show it."""
    host = urlsplit(address).hostname or ""
    return next((host[len(side) :] for side in SIDES if host.startswith(side) and host.count(".") > 1), host)


def _is_wider(given: SplitResult, final: SplitResult) -> bool:
    """Say whether an address names a section, or a script without the page that was asked of it."""
    asked = [k for k, v in parse_qsl(final.query) if _NAMES_PAGE.match(k) and any(c.isdigit() for c in v)]
    if asked and given.path.rstrip("/") == final.path.rstrip("/"):
        return not any(k in asked for k, _ in parse_qsl(given.query))
    if _is_specific(given):
        return False
    if final.path.rstrip("/").startswith(given.path.rstrip("/") + "/"):
        return not _PAGED.fullmatch(final.path.rstrip("/")[len(given.path.rstrip("/")) :])
    return _is_specific(final)


def _is_specific(parts: SplitResult) -> bool:
    """Say whether an address names one page: by a headline, a number, or what is asked of a script."""
    if any(any(c.isdigit() for c in value) for _, value in parse_qsl(parts.query)):
        return True
    return _is_telling(parts.path.rstrip("/").rpartition("/")[2])


def _is_telling(slug: str) -> bool:
    slug = unquote(slug)
    digits = sum(c.isdigit() for c in slug)
    east = sum(c >= "\u2e80" for c in slug)
    return digits >= 4 + (digits == len(slug)) or len(_WORD.findall(slug)) >= 3 or east >= 4


def page_id(address: str) -> str:
    """Return the id of the page at an address: trackers, scheme and ``www.`` do not count."""
    return derive("pag", *page_key(clean(address)))
