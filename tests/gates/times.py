"""Gate `times`: times in running text against TempEval-2, whose people marked every one with its value.

Measured are those expressions that name a day, a month or a year (durations, seasons, "now" are none of ours): how many
are found, how many of the found have the right value, and how many of ours stand where people marked a time at all.
``value_f1`` is of our times and those marked ones (right: the places overlap and the value is that marked); ``all_f1``
is against all that is marked, with durations, seasons and "now", and told only. No rule was changed for AQUAINT.
"""

import io
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

import zstandard

from firsthand.profiles.lexicon import load_lexicon
from firsthand.text.times import Time, find_times
from tests.gates.data import Run
from tests.gates.figures import Figure, Row

OWN = ("story/timeml_aquaint_tempeval2.tar.zst",)
#: Language -> the folder, and the file of the days of the texts.
_SETS = {"en": ("english", "dct.txt"), "es": ("spanish", "dct.tab")}
_POINT = re.compile(r"\d{4}(-\d\d){0,2}")


class Marked(NamedTuple):
    """An expression that people marked: ``said`` is its value, ``value`` too, but empty where that is no day, month or year."""

    start: int
    end: int
    value: str
    said: str = ""


class Text(NamedTuple):
    """A text of the set, its words joined by blanks."""

    name: str
    today: date
    text: str
    marked: list[Marked]


def measure(run: Run) -> list[Figure]:
    """Read every text of both languages."""
    (path,) = run.files(*OWN)
    packed = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(path.read_bytes())).read()
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        figures = [f for code in _SETS for f in _figures(code, code, list(_texts(archive, code))[: run.limit])]
        return figures + _figures("aquaint", "en", list(_aquaint(archive))[: run.limit])


def _figures(name: str, language: str, texts: list[Text]) -> list[Figure]:
    found = right = wanted = ours = placed = all_right = all_wanted = 0
    rows = []
    for one in texts:
        times = find_times(one.text, one.today, load_lexicon().times[language])
        ours += len(times)
        placed += sum(any(t.start < m.end and m.start < t.end for m in one.marked) for t in times)
        all_wanted += len(one.marked)
        all_right += sum(bool(m.said) and _at(times, m) == m.said for m in one.marked)
        for marked in (m for m in one.marked if m.value):
            said = _at(times, marked)
            wanted, found = wanted + 1, found + bool(said)
            right += said == marked.value
            note = f"{one.text[marked.start : marked.end]!r} is {marked.value}, read as {said or 'nothing'}"
            rows.append(Row(float(said == marked.value), one.name, note))
    return [
        Figure(f"times.{name}.found", found / wanted, wanted, rows=tuple(rows)),
        Figure(f"times.{name}.value", right / found, found),
        Figure(f"times.{name}.precision", placed / ours, ours),
        Figure(f"times.{name}.value_f1", 2 * right / (ours + wanted), wanted),
        Figure(f"times.{name}.all_f1", 2 * all_right / (ours + all_wanted), all_wanted, pinned=False),
    ]


def _at(times: list[Time], marked: Marked) -> str:
    return next((str(t.moment) for t in times if t.start < marked.end and marked.start < t.end), "")


def _point(value: str) -> str:
    return value if _POINT.fullmatch(value) else ""


# --- the files of AQUAINT: running text with <TIMEX3 ... value="..."> in it ---

_BLANKS = re.compile(r"\s+")  # lines are broken anywhere
_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_NAMED = re.compile(r"(?<=[A-Z])(19[89]\d|20\d\d)(0[1-9]|1[0-2])([0-3]\d)")


def _aquaint(archive: tarfile.TarFile) -> Iterator[Text]:
    """Read AQUAINT TimeML; the day of a text is the one in its name."""
    for name in sorted(n for n in archive.getnames() if n.endswith(".tml")):
        day = _NAMED.search(name)
        handle = archive.extractfile(name)
        assert handle is not None, name
        if day:
            yield _marked_text(
                name.rpartition("/")[2], date(*map(int, day.groups())), handle.read().decode("utf-8", "replace")
            )


def _marked_text(name: str, today: date, source: str) -> Text:
    text, at, marked = "", 0, []
    opened: tuple[int, str] | None = None
    for tag in _TAG.finditer(source):
        text += _BLANKS.sub(" ", source[at : tag.start()])
        at = tag.end()
        if tag[2] != "TIMEX3":
            continue
        if tag[1] and opened:
            value = opened[1][:10]
            marked.append(Marked(opened[0], len(text), _point(value), value))
            opened = None
        elif not tag[1]:
            said = re.search(r'\bvalue="([^"]*)"', tag[3])
            opened = (len(text), said[1] if said else "")
    return Text(name, today, text + _BLANKS.sub(" ", source[at:]), marked)


# --- the tables of TempEval-2: document, sentence, word, ... ---


def _texts(archive: tarfile.TarFile, language: str) -> Iterator[Text]:
    folder, days = _SETS[language]
    today = {row[0]: date.fromisoformat(row[1].strip()) for row in _table(archive, folder, days)}
    words: dict[str, list[tuple[tuple[str, str], str]]] = defaultdict(list)
    for name, sentence, place, *word in _table(archive, folder, "base-segmentation.tab"):
        words[name].append(((sentence, place), word[0] if word else ""))
    marks: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for name, sentence, place, _, mark, *_ in _table(archive, folder, "timex-extents.tab"):
        marks[name][mark].append((sentence, place))
    values: dict[tuple[str, str], str] = {}
    for name, _, _, _, mark, _, key, value in _table(archive, folder, "timex-attributes.tab"):
        if key in ("value", "val"):
            values[name, mark] = value
    for name in sorted(words.keys() & today.keys()):
        yield _text(name, today[name], words[name], marks[name], values)


def _text(
    name: str,
    today: date,
    words: list[tuple[tuple[str, str], str]],
    marks: Mapping[str, list[tuple[str, str]]],
    values: Mapping[tuple[str, str], str],
) -> Text:
    places: dict[tuple[str, str], tuple[int, int]] = {}
    laid, sentence = "", ""
    for place, word in words:
        laid += "\n" if laid and place[0] != sentence else ""
        sentence = place[0]
        places[place] = (len(laid), len(laid) + len(word))
        laid += word + " "
    marked = []
    for mark, at in marks.items():
        spans = [places[p] for p in at if p in places]
        value = values.get((name, mark), "")[:10]
        if spans:
            marked.append(Marked(spans[0][0], spans[-1][1], _point(value), value))
    return Text(name, today, laid, marked)


def _table(archive: tarfile.TarFile, folder: str, name: str) -> Iterator[list[str]]:
    handle = archive.extractfile(f"timeml/tempeval-training-2/{folder}/data/{name}")
    assert handle is not None, name
    for line in handle.read().decode("utf-8", "replace").splitlines():
        if line.strip():
            yield line.split("\t")
