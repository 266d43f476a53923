"""Why an address gave no page, in a stable code, a sentence and the next try: from the answer, or from the failure.

A wall ("prove that you are human") is told from a plain refusal, because the next try differs: a wall is no fault of
the address. Only marks that no ordinary page carries count; a page that merely loads a vendor's script is a page.
"""

import ssl
import zlib
from collections.abc import Mapping
from datetime import datetime
from http.client import HTTPException
from itertools import chain

from urllib3.exceptions import DecodeError, HTTPError, SSLError
from urllib3.exceptions import TimeoutError as SlowError

from firsthand.capture.answers import retry_seconds
from firsthand.capture.walls import MARKS
from firsthand.model.errors import UnreachableAddress

_SAVE = "Open it in a browser, save the page, and read the saved file."
_LATER = "Try again later."


#: Headers that give a wall away: a name, a part of its value, and whose it is.
_HEADERS = (("cf-mitigated", "challenge", "Cloudflare"), ("x-amzn-waf-action", "", "AWS WAF"))
#: Statuses with which walls are served. A wall that answers 200 is known by its header only.
_WALL_STATUSES = frozenset({202, 401, 403, 405, 429, 503})

_STATUSES = {
    401: ("forbidden", "asks for a login", _SAVE),
    402: ("forbidden", "asks for payment", _SAVE),
    403: ("forbidden", "refuses to show this page", _SAVE),
    404: ("not_found", "has no page there", "Check the spelling of the address."),
    406: ("forbidden", "refuses this kind of reader", _SAVE),
    408: ("timeout", "gave up waiting", _LATER),
    410: ("gone", "says that the page was removed for good", "Look for it in a web archive."),
    429: ("rate_limited", "asks to be read less often", _LATER),
    451: ("forbidden", "withholds the page for legal reasons", "Look for it in a web archive."),
}


def wall(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """Name the vendor of a challenge page; None when the answer is something else."""
    by_header = (vendor for name, part, vendor in _HEADERS if name in headers and part in headers[name].lower())
    by_mark = (vendor for mark, vendor in MARKS if status in _WALL_STATUSES and mark in body)
    return next(chain(by_header, by_mark), None)


def of_answer(status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> UnreachableAddress | None:
    """Say why an answer is no page, and when to come back where it says so; None when it is one."""
    vendor = wall(status, headers, body)
    if not vendor and 200 <= status < 300:
        return None
    retry = retry_seconds(headers, now) if vendor or status >= 400 else None
    code, text, again = _refusal(status, vendor)
    if retry and not vendor:
        again = f"Try again in {retry:.0f} seconds."
    return UnreachableAddress(code, text, again, status=status, retry_seconds=retry)


def _refusal(status: int, vendor: str | None) -> tuple[str, str, str]:
    if vendor:
        return "challenge", f"{vendor} asks for proof of being human.", _SAVE
    if status >= 500:
        return "server_error", f"the server has a fault of its own (HTTP {status}).", _LATER
    code, text, again = _STATUSES.get(status, ("http_status", "answers something other than a page", _SAVE))
    return code, f"the server {text} (HTTP {status}).", again


def of_failure(failure: Exception, total_seconds: float, *, out_of_time: bool) -> UnreachableAddress:
    """Say what went wrong on the way. ``out_of_time``: the watchdog hung up, whatever that looks like from here."""
    if out_of_time or isinstance(failure, SlowError | TimeoutError):
        return UnreachableAddress("timeout", f"no complete page within {total_seconds:g} seconds.", _LATER)
    if isinstance(failure, SSLError | ssl.SSLError | ssl.CertificateError):
        reason = getattr(failure, "verify_message", "") or getattr(failure, "reason", "") or failure
        return UnreachableAddress("tls", f"no safe connection ({reason}).", "Check the address and the clock.")
    if isinstance(failure, DecodeError | zlib.error):
        return UnreachableAddress("bad_encoding", "the packed page cannot be unpacked.", _SAVE)
    if isinstance(failure, HTTPException | HTTPError | ConnectionError):
        return UnreachableAddress("broken", "the connection broke before the page was complete.", _LATER)
    return UnreachableAddress("unreachable", f"{failure or type(failure).__name__}.", _LATER)
