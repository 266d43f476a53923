"""Gate `feeds`: 106 real feeds of 2026, and feedparser's own tests through the fallback.

Of the real feeds: read at all; as many entries as elements that open in the bytes, outside of CDATA sections and comments;
no caption as content or summary (captions are found in the bytes, not by our reader); and, of the ids, links, titles, dates
and texts that feedparser finds in them, how many we find too, an id and a link equal to the letter.

``identity``: each feed fetched without its first third, then whole, with something done to all its entries (`MOVED`) before
the second fetch, or before both. An entry is lost when it is taken for another, doubled when it is known and called new;
``kept`` and ``single`` are the shares that are not.

Of feedparser's tests: the share whose own expectation holds of what our fallback gets from feedparser. Left out are the
tests of its sanitiser and of its fetching, which are off here. ``entries`` is our own reader on them: as many entries as feedparser finds.
"""

import datetime
import html
import re
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Any

from firsthand.capture.feeds import read_feed
from firsthand.capture.feeds.fallback import parsed
from firsthand.capture.feeds.identity import Face, face_of, match
from firsthand.model.errors import InputError
from firsthand.model.feed import Entry, Feed
from tests.gates.data import Run
from tests.gates.figures import Figure, Row

OWN = ("extract/feeds_real.tar.xz", "extract/feeds_feedparser_tests.tar.xz")

_HIDDEN = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->", re.DOTALL)
_OPENS = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_CAPTION = re.compile(rb"<media:(description|title|text)\b[^>]*>(.*?)</media:\1>", re.DOTALL)
_EXPECT = re.compile(r"Description:\s*(.*?)\s*Expect:\s*(.*)\s*-->")
_HEADER = re.compile(r"^Header:\s+([^:]+):(.*)$", re.MULTILINE)
_BOMS = ((b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe\0\0", "utf-32"), (b"\xfe\xff", "utf-16"), (b"\xff\xfe", "utf-16"))
_BARE = ((b"\0\0\0<", "utf-32-be"), (b"<\0\0\0", "utf-32-le"), (b"\0<\0?", "utf-16-be"), (b"<\0?\0", "utf-16-le"))
_OFF = ("/sanitize/", "/http/")
_FIELDS = ("id", "link", "title", "date", "text")


def measure(run: Run) -> list[Figure]:
    """Measure each archive by what lies in it."""
    figures: list[Figure] = []
    for path in run.files(*OWN):
        files = list(contents(path))
        tests = [(name, content) for name, content in files if "/tests/" in name]
        if tests:
            figures += _of_tests(tests[: run.limit])
        else:
            figures += _of_feeds(files[: run.limit]) + _of_identity(files[: run.limit])
    return figures


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Give every file of an archive, by name."""
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is not None:
                yield member.name, file.read()


def read(content: bytes) -> Feed | None:
    """Read a feed; None where it is refused."""
    try:
        return read_feed(content)
    except InputError:
        return None


# --- real feeds ---


def _of_feeds(files: list[tuple[str, bytes]]) -> list[Figure]:
    read_rows, counted, captioned, counts = [], [], [], Counter[str]()
    for name, content in files:
        feed = read(content)
        entries = feed.entries if feed else ()
        opened = len(_OPENS.findall(_HIDDEN.sub(b"", content)))
        read_rows.append(Row(float(feed is not None), name))
        counted.append(Row(float(len(entries) == opened), name, f"{len(entries)} of {opened}"))
        captions = {_level(match[2].decode("utf-8", "replace")) for match in _CAPTION.finditer(content)} - {""}
        wrong = sum(_level(entry.content) in captions or _level(entry.summary) in captions for entry in entries)
        captioned.append(Row(1 - wrong / max(1, len(entries)), name, f"{wrong} captions"))
        counts += _compared(entries, parsed(content).entries, captions)
    shares = [_share("read", read_rows), _share("counts", counted), _share("no_caption", captioned)]
    wanted = [
        Figure(f"feeds.real.{field}", counts[f"{field}_right"] / max(1, counts[f"{field}_n"]), counts[f"{field}_n"])
        for field in _FIELDS
    ]
    return shares + wanted


def _share(name: str, rows: list[Row]) -> Figure:
    value = sum(row.score for row in rows) / max(1, len(rows))
    return Figure(f"feeds.real.{name}", value, len(rows), margin=0, rows=tuple(rows))


def _level(text: str) -> str:
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(html.unescape(text))).split())


def _compared(ours: tuple[Entry, ...], theirs: list[Any], captions: set[str]) -> Counter[str]:
    """Count what feedparser found in each entry, and whether we did."""
    counts: Counter[str] = Counter()
    if len(ours) != len(theirs):
        return counts
    for entry, other in zip(ours, theirs, strict=True):
        right = {
            "id": (other.get("id"), entry.id == other.get("id")),
            "link": (other.get("link"), entry.link == other.get("link")),
            "title": (other.get("title"), bool(entry.title)),
            "date": (
                other.get("published_parsed") or other.get("updated_parsed"),
                bool(entry.published or entry.updated),
            ),
            "text": (other.get("content") or other.get("summary"), bool(entry.body)),
        }
        for field, (found, same) in right.items():
            if found and not (field == "text" and _level(other.get("summary", "")) in captions):
                counts.update({f"{field}_n": 1, f"{field}_right": int(same)})
    return counts


# --- what a source may do to its entries ---

_HOST = re.compile(r"^https?://[^/]+")
#: Behaviour -> what it does to an entry that stands in this place of the feed.
MOVED: dict[str, Callable[[Face, int], Face]] = {
    "nothing": lambda face, _: face,
    "ids go": lambda face, _: replace(face, id=""),
    "ids are new each time": lambda face, at: replace(face, id=f"{next(_FRESH)} {at}"),
    "ids are one": lambda face, _: replace(face, id="x"),
    "ids change case": lambda face, _: replace(face, id=face.id.swapcase()),
    "dates move": lambda face, _: replace(
        face, published=face.published and face.published + datetime.timedelta(hours=1)
    ),
    "dates go": lambda face, _: replace(face, published=None),
    "links go": lambda face, _: replace(face, link=""),
    "trackers come": lambda face, _: replace(face, link=_tracked(face.link)),
    "http, not https": lambda face, _: replace(face, id=_plain(face.id), link=_plain(face.link)),
    "another host": lambda face, _: replace(face, id=_moved(face.id), link=_moved(face.link)),
    "titles go on": lambda face, _: replace(face, title=f"{face.title} (updated)"),
    "titles and texts are others": lambda face, at: replace(face, title=f"Heading {at} rewritten", digest=str(at)),
}
_FRESH = count()


def _tracked(link: str) -> str:
    return link if not link or "#" in link else f"{link}{'&' if '?' in link else '?'}utm_source=rss"


def _plain(address: str) -> str:
    return re.sub(r"^https://(?:www\.)?", "http://www.", address)


def _moved(address: str) -> str:
    return _HOST.sub("https://moved.example", address)


def _of_identity(files: list[tuple[str, bytes]]) -> list[Figure]:
    lost, doubled, rows = 0, 0, 0
    for _, content in files:
        feed = read(content)
        faces = [face_of(entry, str(at)) for at, entry in enumerate(feed.entries if feed else ())]
        for move in MOVED.values():
            for before in (faces, [move(face, at) for at, face in enumerate(faces)]):
                wrong = _fetched_twice(
                    before[max(1, len(faces) // 3) :], [move(face, at) for at, face in enumerate(faces)], faces
                )
                lost, doubled, rows = lost + wrong[0], doubled + wrong[1], rows + len(faces)
    return [
        Figure("feeds.identity.kept", 1 - lost / max(1, rows), rows, margin=0.0002),
        Figure("feeds.identity.single", 1 - doubled / max(1, rows), rows, margin=0.0002),
    ]


def _fetched_twice(first: list[Face], second: list[Face], as_given: list[Face]) -> tuple[int, int]:
    """Count the lost and the doubled. Entries that are alike to the letter are one, whichever of them is meant."""
    known = match([], first).new
    found = match(known, second)
    told = [replace(face, key="") for face in as_given]
    lost = sum(told[int(pair.known.key)] != told[int(pair.entry.key)] for pair in found.same)
    keys = {face.key for face in known}
    return lost, sum(face.key in keys for face in found.new)


# --- feedparser's own tests ---


def _of_tests(files: list[tuple[str, bytes]]) -> list[Figure]:
    held, same = [], []
    for name, content in files:
        expected = _EXPECT.search(_text(content))
        if expected is None or not name.endswith(".xml") or any(folder in name for folder in _OFF):
            continue
        result = parsed(content, _headers(name, content))
        held.append(Row(float(_holds(expected[2], result)), name, expected[2]))
        if "/wellformed/" in name:
            ours = read(content)
            same.append(Row(float(ours is not None and len(ours.entries) == len(result.entries)), name))
    return [
        Figure("feeds.feedparser_tests.fallback", _mean(held), len(held), rows=tuple(held)),
        Figure("feeds.feedparser_tests.entries", _mean(same), len(same), rows=tuple(same)),
    ]


def _mean(rows: list[Row]) -> float:
    return sum(row.score for row in rows) / max(1, len(rows))


def _holds(expression: str, result: Any) -> bool:
    """Say whether an expectation holds; it is an expression over the fields of the result, as feedparser's tests have it."""
    import feedparser  # type: ignore[import-untyped]

    try:
        return bool(eval(expression, {"feedparser": feedparser, "datetime": datetime}, result))
    except Exception:
        return False


def _text(content: bytes) -> str:
    for mark, name in (*_BOMS, *_BARE):
        if content.startswith(mark):
            return content.decode(name, "ignore")
    return content.decode("utf-8", "ignore")


def _headers(name: str, content: bytes) -> dict[str, str]:
    """Give the headers that the test's own server would have sent; a test that is read from its file has none."""
    path = PurePosixPath(name)
    given = {key.lower(): value.strip() for key, value in _HEADER.findall(_text(content))}
    if not (given or path.name.startswith("http_") or path.parent.name == "http"):
        return {}
    place = name[name.index("/tests/") + 1 :]
    return {"content-type": "text/xml", "content-location": f"http://127.0.0.1:8097/{place}", **given}
