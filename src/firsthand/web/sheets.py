"""The style sheet of a page: what every page has and what its kind needs, sent as one file.

A phone far away waits a round trip for each file that a page cannot be drawn without. So a page names one sheet,
``/sheet/site+river.css?v=…``, whose address changes with its content and which may be kept for ever.
"""

from functools import cache, lru_cache

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from firsthand.web.files import FILES, asset

_SITE = "site"
_END = ".css"
_FOR_EVER = {"cache-control": f"public, max-age={365 * 24 * 3600}, immutable"}


@cache
def sheet(*kinds: str) -> str:
    """Return the address of the style sheet of a page that needs what these ``kinds`` of pages need."""
    names = (_SITE, *kinds)
    versions = "".join(asset(name + _END).rpartition("=")[2] for name in names)
    return f"/sheet/{'+'.join(names)}{_END}?v={versions}"


@get("/sheet/{sheets:str}", opt={"public": True}, sync_to_thread=False)
def joined(sheets: FromPath[str]) -> Response[str]:
    """Give the sheets that the address names, one after the other."""
    kinds = tuple(sheets.removesuffix(_END).split("+"))
    known = {path.stem for path in FILES.glob(f"*{_END}")}
    if not sheets.endswith(_END) or not known.issuperset(kinds) or len(set(kinds)) < len(kinds):
        raise NotFoundException
    return Response(_text(kinds), media_type="text/css; charset=utf-8", headers=_FOR_EVER)


@lru_cache(maxsize=64)
def _text(kinds: tuple[str, ...]) -> str:
    return "".join((FILES / f"{kind}{_END}").read_text(encoding="utf-8") for kind in kinds)
