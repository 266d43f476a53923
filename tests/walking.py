"""Walking the site as a reader does: from page to page by its links, some of each kind."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from litestar.testing import TestClient

_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
_ID = re.compile(r"[a-z]+_[a-z2-7]{16}")


def kind_of(address: str) -> str:
    """Say what kind of page an address leads to: without ids and values, only with the names of what is asked.

    >>> kind_of("/story/sto_aaaaaaaaaaaaaaaa?from=1&to=2")
    '/story/ID?from&to'
    """
    path, query = urlsplit(address).path, parse_qs(urlsplit(address).query)
    return _ID.sub("ID", path) + (f"?{'&'.join(sorted(query))}" if query else "")


def walk(client: TestClient[Any], start: str, each: int) -> Iterator[tuple[str, str, Any, list[str]]]:
    """Open pages from ``start`` on, at most so many of each kind: yield address, where it was found, answer and links."""
    wanted, opened = [(start, "start")], {start}
    kinds: Counter[str] = Counter()
    while wanted:
        path, source = wanted.pop(0)
        answer = client.get(path)
        links = [urljoin(path, href.replace("&amp;", "&")) for href in _LINK.findall(answer.text)]
        yield path, source, answer, links
        for address in dict.fromkeys(urldefrag(link)[0] for link in links if not urlsplit(link).scheme):
            if address not in opened and kinds[kind_of(address)] < each:
                kinds[kind_of(address)] += 1
                opened.add(address)
                wanted.append((address, path))
