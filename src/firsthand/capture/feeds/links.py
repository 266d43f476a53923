"""When two addresses are one page: scheme, ``www.``, trackers, order of the query and an end slash do not count.

The list of trackers is our own and short: a key that is wrongly dropped makes two articles one (``id``, ``p``, ``ref``
alone name articles somewhere), one that is wrongly kept leaves the other signs to decide. A fragment stays, because
live blogs name their posts so, unless it is a tracker too (``#xtor=RSS-1``).
"""

from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlsplit

_TRACKERS = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mc_cid mc_eid _ga _gl cmpid cmp ncid ocid "
    "xtor icid maca partner smid ftag wt_mc wt.mc_id wt_zmc traffic_source taid guccounter spm sh_kit "
    "jsessionid phpsessid sessionid sid mkt_tok oly_enc_id oly_anon_id vero_id s_cid ns_mchannel ns_source ns_campaign "
    "ns_linkname ns_fee cid_source feedtype".split()
)
_PREFIXES = ("utm_", "at_", "pk_", "mtm_", "hsa_", "itm_", "stm_")
_FROM_FEED = frozenset(("rss", "feed", "atom", "rss1.0", "rss2.0", "rssfeed", "rss-feed"))
_SIDES = ("www.", "m.", "mobile.", "amp.")


def is_tracker(key: str, value: str) -> bool:
    """Say whether a part of a query only tells where a reader came from."""
    key = key.lower()
    return key in _TRACKERS or key.startswith(_PREFIXES) or value.lower() in _FROM_FEED


@lru_cache(maxsize=8192)
def page_key(address: str) -> tuple[str, str]:
    """Return (host, place on it) such that two addresses of one page have the same; empty ones for no address.

    >>> page_key("http://www.a.example/x/?b=2&a=1&utm_source=rss") == page_key("https://a.example/x?a=1&b=2")
    True
    """
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return "", address.strip()
    if parts.scheme.lower() not in ("http", "https") or not host:
        return "", address.strip()
    for side in _SIDES:
        if host.startswith(side) and host.count(".") > 1:
            host = host[len(side) :]
            break
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    path = quote(unquote(parts.path.partition(";")[0]), safe="/~:@!$&'()*+,=-._").rstrip("/")
    for index in ("/index.html", "/index.php", "/index.htm"):
        path = path.removesuffix(index)
    asked = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not is_tracker(k, v))
    query = "&".join(f"{quote(k)}={quote(v)}" for k, v in asked)
    fragment = parts.fragment
    if all(is_tracker(k, v) for k, v in parse_qsl(fragment, keep_blank_values=True)):
        fragment = ""
    return host, path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
