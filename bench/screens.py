"""The screens of the site, in one place: what judges look at, what is drawn, what the quick checks open.

A screen is a path, or the first link of another screen that fits a pattern: so ids need not be known. One that is not
there (yet, or for this reader) is told as that, and left out.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

#: The story of the demo archive that has most to show: sources, copies, voices, a thread.
STORY = "Zemrin suspends fisheries pact"


@dataclass(frozen=True, slots=True)
class Screen:
    """``path``, or where that is empty the first link on ``of`` whose address fits ``link`` and whose words have ``words``."""

    name: str
    path: str = ""
    of: str = ""
    link: str = ""
    words: str = ""


SCREENS = (
    Screen("river", "/"),
    Screen("river-headlines", "/?density=headlines"),
    Screen("river-summary", "/?density=summary"),
    Screen("river-top", "/?order=top"),
    Screen("river-unread", "/?unread=1"),
    Screen("river-saved", "/?saved=1"),
    Screen("muted", "/muted"),
    Screen("story", of="river", link=r"/story/\w+$", words=STORY),
    Screen("story-compare", of="story", link=r"/story/\w+/compare$"),
    Screen("compare", of="story", link=r"/compare/\w+/\w+$"),
    Screen("voices", of="story", link=r"/story/\w+/voices$"),
    Screen("voices-by-time", of="voices", link=r"/voices\?.*time"),
    Screen("voices-by-stance", of="voices", link=r"/voices\?.*stance"),
    Screen("timeline", of="story", link=r"/story/\w+/timeline$"),
    Screen("evidence", of="story", link=r"/story/\w+/evidence$"),
    Screen("document", of="story", link=r"/document/\w+$"),
    Screen("document-marked", of="story", link=r"/document/\w+\?from="),
    Screen("capture", of="document", link=r"/capture/\w+$"),
    Screen("threads", "/threads"),
    Screen("thread", of="threads", link=r"/thread/\w+$"),
    Screen("search", "/search"),
    Screen("search-found", "/search?q=fisheries+pact"),
    Screen("search-none", "/search?q=zzzzqqqq"),
    Screen("person", of="voices", link=r"/person/\w+$"),
    Screen("organisation", of="story", link=r"/organisation/\w+$"),
    Screen("place", of="story", link=r"/place/\w+$"),
    Screen("topic", of="story", link=r"/topic/\w+$"),
    Screen("outlet", of="story", link=r"/outlet/\w+$"),
    Screen("said", of="person", link=r"/person/\w+/said$"),
    Screen("speaker", of="voices", link=r"/speaker/\w+$"),
    Screen("people", "/people"),
    Screen("organisations", "/organisations"),
    Screen("places", "/places"),
    Screen("topics", "/topics"),
    Screen("outlets", "/outlets"),
    Screen("workspaces", "/workspaces"),
    Screen("sources", "/sources"),
    Screen("source", of="sources", link=r"/sources/src_\w+$"),
    Screen("packs", "/sources/packs"),
    Screen("reading", "/reading"),
    Screen("about", "/about"),
    Screen("api", "/api"),
    Screen("account", "/account"),
    Screen("accounts", "/admin/accounts"),
    Screen("admin", "/admin"),
    Screen("admin-checks", "/admin/checks"),
    Screen("admin-settings", "/admin/settings"),
    Screen("document-beside", of="document", link=r"/document/\w+\?.*capture=1"),
    Screen("why", of="story-compare", link=r"/why\?"),
    Screen("offline", "/offline"),
    Screen("nowhere", "/nowhere"),
)
#: Those that a quick check opens: one of every kind of page that most people see.
MAIN = (
    "river",
    "story",
    "compare",
    "voices",
    "document",
    "capture",
    "threads",
    "sources",
    "about",
    "search-found",
    "account",
)
_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def found(fetch: Callable[[str], tuple[int, str]], names: tuple[str, ...] = ()) -> tuple[dict[str, str], list[str]]:
    """Return the paths of the screens by name, and the names of those that are not there. ``fetch`` gives status and text."""
    paths: dict[str, str] = {}
    pages: dict[str, str] = {}
    absent: list[str] = []
    for screen in SCREENS:
        path = screen.path or _link(pages.get(screen.of, ""), screen)
        status, text = fetch(path) if path else (404, "")
        if status == 200 or (screen.name == "nowhere" and status == 404):
            paths[screen.name], pages[screen.name] = path, text
        else:
            absent.append(screen.name)
    wanted = names or tuple(paths)
    return {name: path for name, path in paths.items() if name in wanted}, [
        n for n in absent if not names or n in names
    ]


def _link(text: str, screen: Screen) -> str:
    for address, words in _LINK.findall(text):
        parts = urlsplit(unescape(address))
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if not parts.netloc and re.search(screen.link, path) and screen.words in unescape(_TAG.sub("", words)):
            return path
    return ""
