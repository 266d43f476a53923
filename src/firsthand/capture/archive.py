"""The sample archive that ships with the program: pages we wrote, with the addresses and times they pretend to."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from firsthand.capture.arrival import Arrival

_ARCHIVE = "firsthand.demo"


def demo_arrivals() -> Iterator[Arrival]:
    """Yield every page of the archive, in the order of its index (``demo/index.toml``)."""
    folder = files(_ARCHIVE)
    for page in _pages():
        content = folder.joinpath("pages", page["file"]).read_bytes()
        yield Arrival(content, page["url"], page.get("media_type"), page.get("charset"), page["url"], page["seen_at"])


def demo_count() -> int:
    """Count the pages of the archive."""
    return len(_pages())


def _pages() -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = tomllib.loads(files(_ARCHIVE).joinpath("index.toml").read_text("utf-8"))["page"]
    return pages
