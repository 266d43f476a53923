"""What the site is made of: its routes, its files and its templates."""

from functools import cache, partial
from hashlib import blake2b
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig

from firsthand.web import words
from firsthand.web.account import ACCOUNT
from firsthand.web.accounts import ACCOUNTS
from firsthand.web.asked import may
from firsthand.web.following import FOLLOWING
from firsthand.web.judging import JUDGING
from firsthand.web.login import LOGIN
from firsthand.web.naming import NAMING
from firsthand.web.noting import NOTING
from firsthand.web.pages import PAGES
from firsthand.web.river import RIVER
from firsthand.web.shelf import link

_STATIC = Path(__file__).parent / "static"
_YEAR = 365 * 24 * 3600


def site() -> Router:
    """Return every route of the site. Only those marked ``public`` are open to somebody who is not signed in."""
    files = create_static_files_router(
        path="/static",
        directories=[_STATIC],
        opt={"public": True},
        cache_control=CacheControlHeader(public=True, max_age=_YEAR, immutable=True),
    )
    return Router(
        "/",
        route_handlers=[*RIVER, *PAGES, *FOLLOWING, *JUDGING, *NOTING, *NAMING, *LOGIN, *ACCOUNT, *ACCOUNTS, files],
        include_in_schema=False,
    )


def templates(base: str = "") -> TemplateConfig[JinjaTemplateEngine]:
    """Return the template engine: everything is escaped, a missing name is an error; ``base`` is the path before ours."""
    environment = Environment(
        loader=PackageLoader("firsthand.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in (
        "when",
        "told",
        "day",
        "percent",
        "label",
        "outward",
        "host",
        "tongue",
        "bare",
        "behind",
        "few",
        "size",
    ):
        environment.filters[name] = getattr(words, name)
    environment.globals.update(
        base=base,
        asset=asset,
        may=may,
        ways=partial(link, "all"),
        ago=words.ago,
        hours=words.hours,
        named=words.named,
        spell=words.spell,
        count=words.count,
        ordinal=words.ordinal,
        passage=words.passage,
        name_page=words.name_page,
    )
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment))


@cache
def asset(name: str) -> str:
    """Return the address of one of our files; it changes with the content, so that it may be kept for ever."""
    mark = blake2b((_STATIC / name).read_bytes(), digest_size=4).hexdigest()
    return f"/static/{name}?v={mark}"
