"""Gate `voices`: who said what, on PolNeAR (English), on the quotation set of German Wikinews, and on the two seeds.

Rules were chosen on one half of each set's train part (``tune``); ``kept`` is all the rest, and what is held to floors.
Which half a text is in is read from its name, so that it stays there.

PolNeAR has sources, cues and contents as spans, a content often in pieces, and does not mark direct quotes. Here:

- a cue is found when ours shares a word with it, one to one;
- content is compared by words of the whole article, ours in any quote with gold's in any attribution;
- the head of a source is its last word before its first preposition, comma or relative pronoun; a source is right when
  each one's head stands in the other's span; where gold has none, any is;
- end to end: cue found, content with an intersection over union of words of at least .8, and source right;
- a direct quote is a stretch between marks that fills pieces of a content: a piece is a sentence at most. It is found
  when our words are exactly those between its marks. Of ours, those are right that stand between marks with all their
  words in one content, alone or in a mixed one.

The German set marks direct quotes with their marks, fragments too; edges are compared without marks. Indirect and
reported words are compared as words of the article, without free indirect ones on either side. A speaker is right when
it shares a word with gold's, of quotes whose words match gold's of the same kind by at least half (over union). Where one
is quoted by another ("Reuters quotes X") gold has the same words twice, once for each: either is right.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from zlib import crc32

from firsthand.model.span import Range
from firsthand.model.voices import Form, Stance
from firsthand.profiles.lexicon import load_lexicon
from firsthand.understand.found import Found
from firsthand.understand.marks import stretches
from firsthand.understand.quotes import find
from firsthand.understand.voices import voices_of
from tests.gates import metrics
from tests.gates.data import JsonRow, Run, UnknownFormat
from tests.gates.figures import Figure
from tests.gates.labels import Labelled, read_labelled
from tests.gates.pool import run_all

OWN = ("story/quotes_polnear_en.jsonl.gz", "story/quotes_wikinews_de.jsonl.gz", "seeds")

Spans = list[tuple[int, int]]
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\w+(?:[.'’\-]\w+)*\.?|[^\w\s]")
_AFTER_HEAD = frozenset("of for from at in on with to about by against who which that and between near".split())
_IOU = 0.8
_SAME = 0.5
_SEEN = datetime(2025, 6, 5, tzinfo=UTC)
#: Who declined to speak in both seeds: words of which one must be in the party's name.
_DECLINED = ("kremlin", "administration", "spokesperson", "state department")
_SOURCES = 3
#: What Russia demands in both seeds: words of which each must stand in a demand of its own or of its president.
_DEMANDED = ("pledge", "neutral", "sanctions lifted", "frozen", "Russian speakers", "four regions")
_DEMANDING = ("putin", "russia")


def measure(run: Run) -> list[Figure]:
    """Measure every file by its rows; the seeds where their folder is asked for."""
    figures: list[Figure] = []
    for path in run.files(*OWN):
        if path.is_dir():
            figures += [figure for seed in read_labelled(path)[: run.limit] for figure in seed_figures(seed)]
            continue
        rows = run.rows(path)
        if rows and "brat" in rows[0]:
            figures += _english(rows, run.workers)
        elif rows and "annotations" in rows[0]:
            figures += _german(rows, run.workers)
        elif rows:
            raise UnknownFormat(f"voices: a row with the keys {sorted(rows[0])} has no attributions")
    return figures


def half(row: JsonRow) -> str:
    """Say which part a text is in: ``tune`` for half of the train part, by its name, else ``kept``."""
    name = str(row.get("id") or row.get("documentName"))
    return "tune" if row["split"] == "train" and crc32(name.encode()) % 2 == 0 else "kept"


def _by_half(rows: list[JsonRow], counted: list[Counter[str]]) -> dict[str, Counter[str]]:
    totals: dict[str, Counter[str]] = {}
    for row, counts in zip(rows, counted, strict=True):
        totals.setdefault(half(row), Counter()).update(counts)
    return totals


def _scores(prefix: str, counts: Counter[str], name: str, pinned: bool) -> list[Figure]:
    """Turn ``NAME_right``, ``NAME_found``, ``NAME_wanted`` into three figures."""
    found, wanted = counts[f"{name}_found"], counts[f"{name}_wanted"]
    precision = counts[f"{name}_right"] / found if found else 0.0
    recall = counts[f"{name}_recalled" if f"{name}_recalled" in counts else f"{name}_right"] / wanted if wanted else 0.0
    f1 = metrics.Score(precision, recall).f1
    values = (("precision", precision, found), ("recall", recall, wanted), ("f1", f1, wanted))
    return [Figure(f"{prefix}.{name}_{what}", value, n, pinned=pinned) for what, value, n in values]


def _share(prefix: str, counts: Counter[str], name: str, pinned: bool) -> Figure:
    return Figure(
        f"{prefix}.{name}", counts[f"{name}_right"] / max(1, counts[f"{name}_n"]), counts[f"{name}_n"], pinned=pinned
    )


def words_in(text: str, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Return where the words of some spans begin."""
    return frozenset(match.start() for start, end in spans for match in _WORD.finditer(text, start, end))


def _spans_of(quote: Found) -> Spans:
    return [(c.start, c.end) for c in quote.content]


# --- PolNeAR ---


def _english(rows: list[JsonRow], workers: int) -> list[Figure]:
    figures = []
    for part, counts in sorted(_by_half(rows, run_all(english_counts, rows, workers)).items()):
        prefix, pinned = f"voices.en.{part}", part == "kept"
        for name in ("cue", "content", "end_to_end", "direct"):
            figures += _scores(prefix, counts, name, pinned)
        figures.append(_share(prefix, counts, "source", pinned))
    return figures


def english_counts(row: JsonRow) -> Counter[str]:
    """Count what is found and right in one article of PolNeAR."""
    text = row["text"]
    found = find(text, load_lexicon().voices["en"])
    gold = [a for a in attributions(row["brat"]) if a["cue"] and a["content"]]
    ours = [q for q in found if q.inside is None and q.cue is not None]
    pairs = _matched(text, ours, gold)
    counts = Counter(cue_right=len(pairs), cue_found=len(ours), cue_wanted=len(gold))
    counts.update(end_to_end_found=len(ours), end_to_end_wanted=len(gold))
    for quote, attribution in pairs:
        mine, theirs = words_in(text, _spans_of(quote)), words_in(text, attribution["content"])
        same = len(mine & theirs) >= _IOU * len(mine | theirs)
        right = _same_source(text, quote.source, attribution["source"])
        counts.update(end_to_end_right=int(same and right))
        if attribution["source"]:
            counts.update(source_n=1, source_right=int(right))
    mine = words_in(text, [s for q in found if q.inside is None for s in _spans_of(q)])
    theirs = words_in(text, [s for a in gold for s in a["content"]])
    counts.update(content_right=len(mine & theirs), content_found=len(mine), content_wanted=len(theirs))
    return counts + _direct(text, found, gold)


def attributions(brat: Mapping[str, str]) -> list[dict[str, Spans]]:
    """Read one annotator's attributions (brat standoff): source, cue and content of each, as spans in order.

    Eighteen texts were marked by five or six people, to see whether they agree; the first of them is held to, by name.
    """
    read = []
    for annotator in sorted(brat)[:1]:
        rows = [line.split("\t") for line in brat[annotator].splitlines()]
        spans = {row[0]: _brat_spans(row[1]) for row in rows if row[0].startswith("T") and len(row) > 2}
        for row in rows:
            if row[0].startswith("E") and len(row) > 1:
                parts: dict[str, Spans] = {"source": [], "cue": [], "content": []}
                for role, _, key in (p.partition(":") for p in row[1].split()):
                    name = role.rstrip("2").lower()
                    if name in parts:
                        parts[name] = sorted(parts[name] + spans.get(key, []))
                read.append(parts)
    return read


def _brat_spans(field: str) -> Spans:
    _, _, places = field.partition(" ")
    pairs = (place.split() for place in places.split(";"))
    return [(int(start), int(end)) for start, end in pairs]


def _matched(text: str, ours: list[Found], gold: list[dict[str, Spans]]) -> list[tuple[Found, dict[str, Spans]]]:
    """Pair each cue of ours with the free gold cue that it shares most words with."""
    free = {i: words_in(text, a["cue"]) or frozenset((a["cue"][0][0],)) for i, a in enumerate(gold)}
    pairs = []
    for quote in ours:
        assert quote.cue is not None
        own = words_in(text, [(quote.cue.start, quote.cue.end)]) or frozenset((quote.cue.start,))
        shared = [(len(own & cue), i) for i, cue in free.items() if own & cue]
        if shared:
            best = max(shared)[1]
            pairs.append((quote, gold[best]))
            del free[best]
    return pairs


def _same_source(text: str, ours: Range | None, gold: Spans) -> bool:
    if not gold:
        return True
    if ours is None:
        return False
    start, end = gold[0][0], gold[-1][1]
    return start <= _head(text, ours.start, ours.end) < end and ours.start <= _head(text, start, end) < ours.end


def _head(text: str, start: int, end: int) -> int:
    """Return where the head of a source begins: its last word before a preposition, comma or relative pronoun."""
    last = None
    for match in _TOKEN.finditer(text, start, end):
        is_word = match[0][0].isalnum()
        if last is not None and (not is_word or match[0].lower() in _AFTER_HEAD):
            break
        last = match.start() if is_word else last
    return start if last is None else last


def _direct(text: str, found: list[Found], gold: list[dict[str, Spans]]) -> Counter[str]:
    marked = [(s.inner.start, s.inner.end) for s in stretches(text) if s.depth == 0]
    in_marks = words_in(text, marked)
    contents = [words_in(text, a["content"]) for a in gold]
    pieces = [[words_in(text, [span]) for span in a["content"]] for a in gold]
    filled = [frozenset[int]().union(*(p for p in own if p <= in_marks)) for own in pieces]
    ours = {s for q in found if q.form is Form.DIRECT for s in _spans_of(q)}
    wanted, allowed = _inside(text, marked, filled), _inside(text, marked, contents)
    return Counter(
        direct_found=len(ours),
        direct_right=len(ours & allowed),
        direct_wanted=len(wanted),
        direct_recalled=len(wanted & ours),
    )


def _inside(text: str, marked: Spans, contents: list[frozenset[int]]) -> set[tuple[int, int]]:
    """Return what stands between marks with all its words in one content: annotators mark each sentence as a piece."""
    return {s for s in marked if (own := words_in(text, [s])) and any(own <= words for words in contents)}


# --- German Wikinews ---


def _german(rows: list[JsonRow], workers: int) -> list[Figure]:
    figures = []
    for part, counts in sorted(_by_half(rows, run_all(german_counts, rows, workers)).items()):
        prefix, pinned = f"voices.de.{part}", part == "kept"
        figures += _scores(prefix, counts, "direct", pinned) + _scores(prefix, counts, "indirect", pinned)
        figures.append(_share(prefix, counts, "speaker", pinned))
    return figures


def german_counts(row: JsonRow) -> Counter[str]:
    """Count what is found and right in one article of German Wikinews."""
    text = row["originalText"]
    found = find(text, load_lexicon().voices["de"])
    gold = row["annotations"]
    theirs = {_bare(text, s) for a in gold if a["type"] == "Direct" for s in _places(a["quote"])}
    ours = {_bare(text, s) for q in found if q.form is Form.DIRECT for s in _spans_of(q)}
    told = words_in(text, [s for a in gold if a["type"] in ("Indirect", "Reported") for s in _places(a["quote"])])
    mine = words_in(text, [s for q in found if q.form is not Form.DIRECT and not q.free for s in _spans_of(q)])
    counts = Counter(direct_right=len(ours & theirs), direct_found=len(ours), direct_wanted=len(theirs))
    counts.update(indirect_right=len(mine & told), indirect_found=len(mine), indirect_wanted=len(told))
    for quote in found:
        right = _speaker_right(text, quote, gold)
        if right is not None:
            counts.update(speaker_n=1, speaker_right=int(right))
    return counts


def _places(field: JsonRow) -> Spans:
    return [(s["charBegin"], s["charEnd"]) for s in field["spans"]]


def _bare(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Take what is no letter or figure from both ends."""
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _speaker_right(text: str, quote: Found, gold: list[JsonRow]) -> bool | None:
    """Say whether the speaker of a quote is gold's; None where no quote of gold's matches, or it has no speaker."""
    own = words_in(text, _spans_of(quote))
    best, same, speakers = _SAME, frozenset[int](), list[tuple[int, int]]()
    for annotation in gold:
        if (annotation["type"] == "Direct") == (quote.form is Form.DIRECT):
            theirs = words_in(text, _places(annotation["quote"]))
            shared = len(own & theirs) / max(1, len(own | theirs))
            if shared >= best:
                speakers = [*(speakers if theirs == same else ()), *_places(annotation["speaker"])]
                best, same = shared, theirs
    if not speakers:
        return None
    source = [(quote.source.start, quote.source.end)] if quote.source else []
    return bool(words_in(text, source) & words_in(text, speakers))


# --- the seeds ---


def seed_figures(labelled: Labelled) -> list[Figure]:
    """Say of a seed whether all who declined and all six demands are found, and whether unnamed sources are three people."""
    import firsthand

    main = firsthand.extract(labelled.content, media_type="text/plain", seen_at=_SEEN).main
    if main is None:
        return []
    voices = voices_of(main, load_lexicon().voices)
    parties = [c.party.name.lower() for c in voices.claims if c.stance is Stance.DECLINES and c.party]
    declined = sum(any(who in party for party in parties) for who in _DECLINED)
    demands = [
        main.text[c.proposition.start : c.proposition.end]
        for c in voices.claims
        if c.stance is Stance.DEMANDS and c.party and c.proposition and c.party.name.lower().endswith(_DEMANDING)
    ]
    demanded = sum(any(what in demand for demand in demands) for what in _DEMANDED)
    name = f"voices.seeds.{labelled.name.split('_')[0]}"
    return [
        Figure(f"{name}.demands", demanded / len(_DEMANDED), len(_DEMANDED), margin=0.0),
        Figure(f"{name}.declined", declined / max(len(_DECLINED), len(parties)), len(_DECLINED), margin=0.0),
        Figure(f"{name}.anonymous", float(voices.anonymous == _SOURCES), 1, margin=0.0),
    ]
