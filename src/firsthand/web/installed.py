"""The site as an app: its manifest, its icons, its service worker, and the page that stands in where there is no network.

All of it is open to everybody: browsers ask for manifests and icons without a cookie, and nothing here is anybody's own.
"""

import json
from typing import Any

from litestar import MediaType, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Template

from firsthand.web.files import FILES, asset, mark
from firsthand.web.icon import SIZES, icon
from firsthand.web.sheets import sheet

_PUBLIC = {"public": True}
_DAY = {"cache-control": "public, max-age=86400"}
#: What the offline page and every kept page are shown with.
_SHELL = ("keys.js", "forms.js", "offline.js", "icon.svg")


def installed(base: str) -> list[Any]:
    """Return the routes, which name addresses below ``base``."""

    @get("/manifest.webmanifest", opt=_PUBLIC, sync_to_thread=False)
    def manifest() -> Response[str]:
        """Say how the site is installed."""
        return Response(json.dumps(_manifest(base)), media_type="application/manifest+json", headers=_DAY)

    @get("/sw.js", opt=_PUBLIC, sync_to_thread=False)
    def worker() -> Response[str]:
        """Give the service worker: a new one as soon as any of our files has changed."""
        shell = [f"{base}/offline", f"{base}{sheet()}", *(f"{base}{asset(name)}" for name in _SHELL)]
        names = {"MARK": mark(), "BASE": base, "SHELL": shell}
        head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in names.items())
        return Response(head + (FILES / "sw.js").read_text(), media_type="text/javascript; charset=utf-8")

    @get("/icon/{size:int}", opt=_PUBLIC, sync_to_thread=False)
    def drawn(size: FromPath[int]) -> Response[bytes]:
        """Draw the icon."""
        if size not in SIZES:
            raise NotFoundException
        return Response(icon(size), media_type="image/png", headers=_DAY)

    return [manifest, worker, drawn, offline]


@get("/offline", opt=_PUBLIC, sync_to_thread=False)
def offline() -> Template:
    """Show what stands in for a page that was not kept."""
    return Template("offline.html", media_type=MediaType.HTML)


def _manifest(base: str) -> dict[str, Any]:
    pictures = [
        {"src": f"{base}/icon/{size}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in SIZES[1:]
        for purpose in ("any", "maskable")
    ]
    return {
        "id": f"{base}/",
        "name": "Firsthand",
        "short_name": "Firsthand",
        "description": "Who said it first, who copied it, and how many independent sources stand behind it.",
        "lang": "en",
        "start_url": f"{base}/",
        "scope": f"{base}/",
        "display": "standalone",
        "background_color": "#fcfbf8",
        "theme_color": "#fcfbf8",
        "icons": [{"src": f"{base}{asset('icon.svg')}", "sizes": "any", "type": "image/svg+xml"}, *pictures],
    }
