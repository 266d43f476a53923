"""Feeds a second on one core, ours beside feedparser and fastfeedparser, in one run over the real feeds.

    python -m bench.feeds [--data ../shared/data] [--seconds 5]

News feeds are those of news outlets (`NEWS`, by title); the others are mostly blogs with whole articles in them, and
films. Each reader reads the same bytes from memory, in turns, so that a busy machine is busy for all. feedparser is asked
as we ask it in the fallback, its sanitiser off. Each reader's own mistakes are counted beside (`mistakes`).
"""

import argparse
import io
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from firsthand.capture.feeds import read_feed
from tests.gates.feeds import contents

HERE = Path(__file__).parent.parent
NEWS = (
    "World - CBSNews.com",
    "Deutsche Welle",
    "BBC News",
    "Japan Today",
    "Al Jazeera",
    "The Christian Science Monitor",
    "World",
    "Tech – TIME",
    "AllAfrica News",
    "Al-Monitor",
    "NPR Topics",
    "404 Media",
    "Dawn - World",
    "Foreign Policy",
    "ABC News",
)
Reader = Callable[[bytes], Any]


def readers() -> dict[str, Reader]:
    """Give the readers that are installed."""
    import feedparser  # type: ignore[import-untyped]

    found: dict[str, Reader] = {
        "ours": read_feed,
        "feedparser": lambda content: feedparser.parse(io.BytesIO(content), sanitize_html=False),
    }
    try:
        import fastfeedparser
    except ImportError:
        print("fastfeedparser is not installed")
    else:
        found["fastfeedparser"] = fastfeedparser.parse
    return found


def rates(feeds: list[bytes], named: dict[str, Reader], seconds: float) -> dict[str, float]:
    """Return feeds a second of CPU time for each reader: rounds over all feeds, the readers in turns."""
    spent, read = dict.fromkeys(named, 0.0), dict.fromkeys(named, 0)
    ends = time.monotonic() + seconds * len(named)
    while time.monotonic() < ends or not all(read.values()):
        for name, reader in named.items():
            if spent[name] > seconds:
                continue
            started = time.process_time()
            for content in feeds:
                reader(content)
            spent[name] += time.process_time() - started
            read[name] += len(feeds)
        if all(s > seconds for s in spent.values()):
            break
    return {name: read[name] / spent[name] for name in named}


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, default=HERE.parent / "shared/data")
    asked.add_argument("--seconds", type=float, default=5)
    given = asked.parse_args()
    warnings.simplefilter("ignore")
    feeds = [content for _, content in contents(given.data / "extract/feeds_real.tar.xz")]
    news = [content for content in feeds if _is_news(read_feed(content).title)]
    named = readers()
    for title, chosen in (("news", news), ("all", feeds)):
        size = sum(map(len, chosen)) / len(chosen) / 1000
        print(f"{title}: {len(chosen)} feeds of {size:.0f} kB")
        measured = rates(chosen, named, given.seconds)
        for name, rate in measured.items():
            print(f"  {name:15} {rate:8.0f} feeds/s a core   {rate / measured['ours']:6.2f} of ours")


def _is_news(title: str) -> bool:
    return any(title == name or (len(name) > 5 and title.startswith(name)) for name in NEWS)


if __name__ == "__main__":
    main()
