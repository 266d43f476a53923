"""When two addresses are one page: scheme, ``www.``, trackers, order of the query and an end slash do not count.

The list of trackers is our own and short: a key that is wrongly dropped makes two articles one (``id``, ``p``, ``ref``
alone name articles somewhere; courlan drops ``u``, ``q``, ``t``, ``tag``, ``title`` and ``source``, note 025), one that is
wrongly kept leaves the other signs to decide. A fragment stays, because live blogs name their posts so, unless it is a
tracker too (``#xtor=RSS-1``). `capture.canonical` goes by the same list.
"""

from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlsplit

_TRACKERS = frozenset(
    # whose advertisement, mail or share it was
    "fbclid gclid dclid gbraid wbraid gad_source gad_campaignid srsltid msclkid yclid twclid ttclid igshid igsh mibextid "
    "li_fat_id epik rdt_cid s_kwcid ef_id wickedid dicbo mc_cid mc_eid mkt_tok oly_enc_id oly_anon_id vero_id _bhlid "
    "ml_subscriber ml_subscriber_hash ck_subscriber_id _hsenc _hsmi __hstc __hssc __hsfp hsctatracking __s "
    "_branch_match_id _branch_referrer __twitter_impression ref_src ref_url soc_src soc_trk guccounter guce_referrer "
    "guce_referrer_sig trk trkcampaign wprov ito tpcc emc smid smtyp ftcamp dgcid dmcid "
    # which campaign, of the makers of statistics
    "_ga _gl cmpid cmp ncid ocid xtor icid maca partner ftag wt_mc wt.mc_id wt_zmc traffic_source taid spm sh_kit s_cid "
    "ns_mchannel ns_source ns_campaign ns_linkname ns_fee cid_source feedtype sara_icid "
    # which visit
    "jsessionid phpsessid sessionid".split()
)
_PREFIXES = (
    "utm_", "at_", "pk_", "mtm_", "hsa_", "itm_", "stm_", "dm_source", "dm_medium", "dm_campaign",
    "int_source", "int_medium", "int_campaign", "int_placement", "ga_source", "ga_medium", "ga_campaign", "gm_utm_",
)  # fmt: skip
_FROM_FEED = frozenset(("rss", "feed", "atom", "rss1.0", "rss2.0", "rssfeed", "rss-feed"))
#: ``sid`` is a visit where it is long, and an article where it is a number (PHP-Nuke's ``article&sid=1234``).
_VISIT = 12
#: Names of hosts that show the same pages another way.
SIDES = ("www.", "m.", "mobile.", "amp.")


def is_tracker(key: str, value: str) -> bool:
    """Say whether a part of a query only tells where a reader came from."""
    key = key.lower().removeprefix("amp;").removeprefix("#038;")  # written with a reference, read without
    if key == "sid":
        return len(value) >= _VISIT
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
    for side in SIDES:
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
