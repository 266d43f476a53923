"""What the site is made of: its routes, its files and its templates."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2 import Template as JinjaTemplate
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig

from firsthand.web import pieces, words
from firsthand.web.account import ACCOUNT
from firsthand.web.accounts import ACCOUNTS
from firsthand.web.agents import browser
from firsthand.web.asked import may
from firsthand.web.entities import entity_page
from firsthand.web.files import FILES, asset
from firsthand.web.following import FOLLOWING
from firsthand.web.handing_in import HANDING_IN, hand_in
from firsthand.web.installed import installed
from firsthand.web.judging import JUDGING
from firsthand.web.links import under
from firsthand.web.login import LOGIN
from firsthand.web.naming import NAMING
from firsthand.web.noting import NOTING
from firsthand.web.operating import OPERATING
from firsthand.web.pages import PAGES
from firsthand.web.pictures import PICTURES, Pictures
from firsthand.web.provider import PROVIDER
from firsthand.web.river import RIVER
from firsthand.web.search_ways import address
from firsthand.web.searching import SEARCHING
from firsthand.web.sheets import joined, sheet
from firsthand.web.shelf import link
from firsthand.web.story_pages import STORY_PAGES

#: Pieces of pages that a process keeps: 2,000 lines of the river are some 3 MB.
_PIECES = 2048
_YEAR = 365 * 24 * 3600


def site(base: str, upload_bytes: int) -> Router:
    """Return every route of the site. Only those marked ``public`` are open to somebody who is not signed in.

    ``base`` is the path before ours, ``upload_bytes`` how large a request may be that hands a file in.
    """
    files = create_static_files_router(
        path="/static",
        directories=[FILES],
        opt={"public": True},
        cache_control=CacheControlHeader(public=True, max_age=_YEAR, immutable=True),
    )
    uploads = Router("/", route_handlers=[hand_in], request_max_body_size=upload_bytes)
    doors = [*LOGIN, *PROVIDER, *ACCOUNT, *ACCOUNTS]
    reading = [*RIVER, *PAGES, *STORY_PAGES, *SEARCHING, *JUDGING, *NAMING, *NOTING, *PICTURES]
    looking_after = [*FOLLOWING, *HANDING_IN, uploads, *OPERATING]
    handlers: list[Any] = [*reading, *looking_after, *doors, *installed(base), joined, files]
    return Router("/", route_handlers=handlers, include_in_schema=False)


def templates(base: str, pictures: Pictures) -> TemplateConfig[JinjaTemplateEngine]:
    """Return the template engine: everything is escaped, a missing name is an error; ``base`` is the path before ours.

    ``pictures`` makes the addresses of pictures.
    """
    environment = _Environment(
        loader=PackageLoader("firsthand.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # or the file of every template is looked at for every page
    )
    for name in (
        "when",
        "told",
        "brief",
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
    environment.filters["browser"] = browser
    environment.globals.update(
        base=base,
        asset=under(base, asset),
        sheet=under(base, sheet),
        may=may,
        ways=under(base, partial(link, "all")),
        ago=words.ago,
        hours=words.hours,
        named=words.named,
        spell=words.spell,
        count=words.count,
        ordinal=words.ordinal,
        passage=under(base, words.passage),
        image=under(base, pictures.link),
        entity_page=entity_page,
        search_for=address,
        pieces=pieces,
        kept=_keeping(environment),
    )
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment))


class _Template(JinjaTemplate):
    """A template without globals of its own: Jinja need not look for them each time that one imports another."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class _Environment(Environment):
    """Makes such templates."""

    template_class = _Template


def _keeping(environment: Environment) -> Callable[..., str]:
    """Return what writes the ``piece`` of a template, and keeps it: for those that say the same to every reader.

    Such a template is given all that it depends on, but for what is global.
    """

    @lru_cache(maxsize=_PIECES)
    def kept(template: str, *given: Any) -> str:
        module: Any = environment.get_template(template).module
        return module.piece(*given)  # type: ignore[no-any-return]

    return kept
