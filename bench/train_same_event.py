"""Train what says whether two pages tell one event (`profiles/data/same_event.json`), on sets whose licence allows it.

    python -m bench.train_same_event [--data ../shared/data] [--write]

Both answers, from the tuning halves (`bench.stories.half`), of pairs that would be compared in the store: Giveme5W1H
(Apache-2.0; once more with titles alone), ECB+ (CC-BY-3.0), Wikinews (CC-BY-4.0; with and without its dates, and with
every second paragraph of each language), the Telegram contest (Apache-2.0).

Sets of whole events do not say what an ordinary day is like, where pages that have little to do with each other appear
within hours. So there are pairs that are never one event, told to be of one day: pages on US politics of 2018 (Apache-2.0)
that are three weeks apart, whole, short, and headlines alone; strangers, from different affairs, that share one key; and
the pairs of ECB+ and Wikinews that are two events. Without them one in five of the first kind would become one story.

Nor do the sets hold what fills a wire: two companies with results, two towns with a fire. So reports of one event are also
retold, one of each pair with most of its names and numbers exchanged for others: what then tells the same of others is
another event. Without them three times as many pairs of wire items, weeks apart, would become one story (`bench.strangers`).

Prints F1 on the tuning halves by cross-validation over events for several `CAUTION`. Needs scikit-learn and
`firsthand[embed]`; the program needs neither.
"""

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from bench.stories import affair, half
from firsthand.backends.embedder import Embedder, load_embedder, meaning_of
from firsthand.model.document import Document
from firsthand.profiles.background import load_background
from firsthand.thread.cluster import JOIN_AT_LEAST, cluster
from firsthand.thread.features import Background, Features, features, index_terms, term
from firsthand.thread.judge import COLUMNS, WORD_COLUMNS, row
from firsthand.thread.score import AFFINITY_FLOOR, SHARED_TERMS_AT_LEAST
from firsthand.thread.signals import Signals, compare
from tests.gates.clusters import Task, read_tasks
from tests.gates.data import Run, read_rows
from tests.gates.documents import document_from_fields
from tests.gates.metrics import bcubed, yes_no

OUT = Path(__file__).parent.parent / "src/firsthand/profiles/data/same_event.json"
#: How much a set weighs. BASIL states no licence: it is told, and weighs nothing.
SETS = {
    "giveme5w1h": 1.0, "giveme5w1h_titles": 1.0, "ecbplus": 1.5, "wikinews_undated": 0.7, "wikinews": 1.0,
    "wikinews_parted": 0.5, "tgcontest": 0.5, "basil": 0.0,
}  # fmt: skip
#: The two kinds of trees: their columns, and what Wikinews with every second paragraph weighs. Words alone cannot tell
#: reports in two languages from strangers: they joined up to 2 % of the latter with it, and .4 % without.
KINDS = {"meaning": (COLUMNS, 0.5), "words": (WORD_COLUMNS, 0.0)}
#: What the pairs weigh that are never one event: each kind of far pages, strangers, two events of a set.
FAR_WEIGHT, STRANGE_WEIGHT, TWO_EVENTS_WEIGHT = 0.5, 1.0, 0.3
TWO_EVENTS = ("ecbplus", "wikinews_undated")
CAUTIONS = (-0.75, -0.5, -0.25, 0.0, 0.25)
FOLDS = 3
#: Pages on US politics that are compared, and the days that surely part two events.
FAR_PAGES, FAR_DAYS = 800, 21
#: Those pages are read whole, with their first words only, and with nothing but the headline.
FAR_WORDS = {"far": 10_000, "far_short": 40, "far_titles": 0}
#: Pairs of strangers, and the sets they are drawn from.
STRANGERS, STRANGE_SETS = 8000, ("giveme5w1h", "ecbplus", "wikinews_undated")
#: Pairs of a set that are retold, at most, the sets, and the share of names and numbers that stay.
RETOLD, RETOLD_SETS, STAYS = 3000, ("giveme5w1h", "ecbplus", "wikinews"), 0.25
#: What retold pairs weigh. Two times as many trees, half without them, are steadier than trees of either alone, which differ
#: by a story or two with the order of their rows.
RETOLD_WEIGHTS = (0.0, 0.2)
#: One in three retold pairs is read whole, one in three to here, one in three to there, in words.
RETOLD_WORDS = (10_000, 90, 40)
_WORD = re.compile(r"[^\W_]+(?:[’'.,][^\W_]+)*")
Floats = NDArray[np.float64]


class Pairs(NamedTuple):
    """The pairs of one set: their pages, signals, answers, the folds of both events, and what the set weighs."""

    task: Task
    ends: list[tuple[str, str]]
    signals: list[Signals]
    same: NDArray[np.bool_]
    folds: NDArray[np.int64]
    weight: float

    def rows(self, width: int) -> Floats:
        """Give the first columns of each pair."""
        return np.array([row(s)[:width] for s in self.signals], np.float64)

    def weights(self) -> Floats:
        """Let the pairs of one event weigh as much as the others."""
        parts = np.where(self.same, self.same.sum(), (~self.same).sum())
        return np.asarray(self.weight * 0.5 / np.maximum(parts, 1), np.float64)


class Reader(NamedTuple):
    """What pages are read with."""

    embedder: Embedder
    background: Background

    def read(self, page: Document) -> Features:
        """Say what a page is about, and what it means."""
        return features(page, self.background, meaning_of(page, self.embedder))


def main() -> None:
    """Train both kinds of trees, say what cross-validation makes of them, and write them."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, default=Path(__file__).parent.parent.parent / "shared/data")
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    embedder = load_embedder()
    assert embedder is not None, "pip install 'firsthand[embed]'"
    tasks = {task.name: task for task in read_tasks(Run())}
    tasks["wikinews_parted"] = parted(tasks["wikinews"])
    source = given.data / "story/multi_outlet_us_politics.jsonl.gz"
    far_pages = {name: read_far(source, words) for name, words in FAR_WORDS.items()}
    middle = middle_of([page for page, _ in far_pages["far"]] + list(tasks["giveme5w1h"].documents.values()), embedder)
    made: dict[str, Any] = {"middle": middle}
    reader = Reader(embedder, replace(load_background(), middle=tuple(middle)))
    sets = [pairs_of(tasks[name], weight, reader) for name, weight in SETS.items()]
    far = [pairs_far(name, pages, reader) for name, pages in far_pages.items()]
    far.append(strangers([tasks[name] for name in STRANGE_SETS], reader))
    far += [told_near(one) for one in sets if one.task.name in TWO_EVENTS]
    far += [retold(one, reader) for one in sets if one.task.name in RETOLD_SETS]
    for kind, (columns, weight) in KINDS.items():
        weighed = [s._replace(weight=weight) if s.task.name == "wikinews_parted" else s for s in sets]
        known = [*(s for s in weighed if s.weight), *far]
        tell(kind, sets, known, columns)
        made[kind] = flat(fit(known, columns), columns)
    if given.write:
        OUT.write_text(json.dumps(made, separators=(",", ":")), "utf-8")


# --- pairs ---


def pairs_of(task: Task, weight: float, reader: Reader) -> Pairs:
    """Compare the pages of the tuning half of a set, where they could be compared in the store."""
    kept = {name: page for name, page in task.documents.items() if half(task.name, task.gold[name], name)}
    known = {name: reader.read(page) for name, page in kept.items()}
    ends = [(a, b) for a, b in near(known) if not task.apart or a.partition(".")[0] == b.partition(".")[0]]
    same = np.array([task.gold[a] == task.gold[b] for a, b in ends], bool)
    folds = np.array([[fold(affair(task.name, task.gold[name], name)) for name in pair] for pair in ends])
    chosen = Task(task.name, kept, {name: task.gold[name] for name in kept}, task.apart)
    return Pairs(chosen, ends, [compare(known[a], known[b]) for a, b in ends], same, folds, weight)


def near(known: Mapping[str, Features], shared: int = SHARED_TERMS_AT_LEAST) -> Iterator[tuple[str, str]]:
    """Yield the pairs that would be compared in the store."""
    names = sorted(known)
    keys = {name: set(index_terms(known[name])) for name in names}
    for at, a in enumerate(names):
        yield from ((a, b) for b in names[at + 1 :] if len(keys[a] & keys[b]) >= shared)


def read_far(path: Path, words: int, start: int = 0) -> list[tuple[Document, date]]:
    """Read the first words of pages on US politics from ``start`` on, with their day."""
    good = (r for r in read_rows(path) if r["date"] and r["title"] and len(r["content_original"]) > 600)
    found = []
    for r in sorted(good, key=lambda r: str(r["ID"]))[start : start + FAR_PAGES]:
        text = " ".join(r["content_original"].split()[:words])
        page = document_from_fields(r["title"], text, r["url"], r["source"], r["date"][:10], key=r["ID"])
        found.append((page, date.fromisoformat(r["date"][:10])))
    return found


def pairs_far(name: str, pages: list[tuple[Document, date]], reader: Reader) -> Pairs:
    """Compare pages that are weeks apart, as if they were not, or as if one of them did not say when it is of."""
    known = {p.id: reader.read(p) for p, _ in pages}
    days = {p.id: day for p, day in pages}
    ends = [(a, b) for a, b in near(known) if abs(days[a] - days[b]).days >= FAR_DAYS]
    signals = [replace(compare(known[a], known[b]), gap=_near(a + b)) for a, b in ends]
    task = Task(name, {p.id: p for p, _ in pages}, {})
    return Pairs(task, ends, signals, np.zeros(len(ends), bool), np.full((len(ends), 2), -1), FAR_WEIGHT)


def strangers(tasks: Iterable[Task], reader: Reader) -> Pairs:
    """Compare pages of the tuning halves that tell of different affairs, as if they were of one day; half are cut short.

    They share but one key: so the trees learn what pages have in common that have nothing to do with each other.
    """
    known, affairs = {}, {}
    for task in tasks:
        for name, page in task.documents.items():
            if half(task.name, task.gold[name], name) and _drawn(name, 4) % 2:
                known[f"{task.name} {name}"] = reader.read(_shortened(page) if _drawn(name, 5) % 2 else page)
                affairs[f"{task.name} {name}"] = affair(task.name, task.gold[name], name)
    ends = [(a, b) for a, b in near(known, 1) if affairs[a] != affairs[b]]
    ends = sorted(ends, key=lambda pair: blake2b("".join(pair).encode()).digest())[:STRANGERS]
    signals = [replace(compare(known[a], known[b]), gap=_near(a + b)) for a, b in ends]
    none = np.zeros(len(ends), bool)
    return Pairs(Task("strangers", {}, {}), ends, signals, none, np.full((len(ends), 2), -1), STRANGE_WEIGHT)


def told_near(one: Pairs) -> Pairs:
    """Keep the pairs that are two events, as if they were of one day or the next."""
    kept = [i for i, same in enumerate(one.same) if not same]
    gaps = {i: timedelta(days=_drawn("".join(one.ends[i]), 2) % 3) for i in kept}
    signals = [replace(one.signals[i], gap=gaps[i]) for i in kept]
    ends = [one.ends[i] for i in kept]
    return Pairs(one.task, ends, signals, one.same[kept], one.folds[kept], TWO_EVENTS_WEIGHT)


def retold(one: Pairs, reader: Reader) -> Pairs:
    """Compare one page of each pair that is one event with the other as it would be told of other people and places."""
    chosen = [pair for pair, same in zip(one.ends, one.same, strict=True) if same]
    chosen = sorted(chosen, key=lambda pair: blake2b("".join(pair).encode()).digest())[:RETOLD]
    pages = one.task.documents
    pool = sorted({word for page in pages.values() for word in names_in(page, reader)})
    ends, signals, folds = [], [], []
    fold_of = dict(zip(one.ends, one.folds.tolist(), strict=True))
    for a, b in chosen:
        words = RETOLD_WORDS[_drawn(a + b, 4) % 3]
        first, second = _cut(pages[a], words), _cut(of_others(pages[b], pool, reader), words)
        ends.append((a, b))
        signals.append(replace(compare(reader.read(first), reader.read(second)), gap=_near(a + b)))
        folds.append(fold_of[a, b])
    none = np.zeros(len(ends), bool)
    task = Task(f"{one.task.name}_retold", {}, {})
    return Pairs(task, ends, signals, none, np.array(folds).reshape(-1, 2), 0.0)


def names_in(page: Document, reader: Reader) -> set[str]:
    """Return the names of a page, as they stand there."""
    names = features(page, reader.background).names
    return {w for w in _WORD.findall(f"{page.headline} {page.text}") if w[0].isupper() and term(w) in names}


def of_others(page: Document, pool: list[str], reader: Reader) -> Document:
    """Exchange most of the names and numbers of a page, each for the same one throughout."""
    names = features(page, reader.background).names

    def other(found: re.Match[str]) -> str:
        word = found.group()
        chance = _drawn(page.id + term(word), 8) / 256
        if chance < STAYS:
            return word
        if word[0].isdigit():
            return "".join(
                str(_drawn(page.id + word, 9 + n % 40) % 9 + 1) if c.isdigit() else c for n, c in enumerate(word)
            )
        if term(word) not in names:
            return word
        return pool[int.from_bytes(blake2b((page.id + term(word)).encode()).digest()[20:28]) % len(pool)]

    return document_from_fields(_WORD.sub(other, page.headline), _WORD.sub(other, page.text), key=f"{page.id} retold")


def _cut(page: Document, words: int) -> Document:
    cut = document_from_fields(page.headline, " ".join(page.text.split()[:words]), key=f"{page.id} {words}")
    return replace(cut, published=page.published, seen=page.seen)


def parted(task: Task) -> Task:
    """Leave each page every second paragraph, the odd or the even ones: translations become reports that differ."""
    pages = {name: _every_second(page, _drawn(name, 7) % 2) for name, page in task.documents.items()}
    return task._replace(name=f"{task.name}_parted", documents=pages)


def _every_second(page: Document, first: int) -> Document:
    text = "\n\n".join(page.text.split("\n\n")[first::2])
    return replace(page, id=f"{page.id}_parted", text=text, blocks=())


def _shortened(page: Document) -> Document:
    text = " ".join(page.text.split()[:40])
    return document_from_fields("" if _drawn(page.id, 6) % 2 else page.headline, text, key=page.id)


def _near(pair: str) -> timedelta | None:
    """Draw a gap: none to two days, or unknown."""
    days = _drawn(pair, 2) % 4
    return timedelta(days=days) if days < 3 else None


def fold(event: str) -> int:
    """Say in which fold an event is left out."""
    return _drawn(event, 1) % FOLDS


def _drawn(text: str, place: int) -> int:
    return blake2b(text.encode()).digest()[place]


def middle_of(pages: list[Document], embedder: Embedder) -> list[int]:
    """Average headline and lead vectors, each of length 1000, and add the two."""
    total = np.zeros(1)
    for page in pages:
        meaning = meaning_of(page, embedder)
        for raw in (meaning.headline, meaning.lead):
            vector = np.frombuffer(raw, np.int8).astype(np.float64)
            total = total + vector * 1000 / np.linalg.norm(vector)
    return [int(x) for x in np.rint(total / len(pages))]


# --- trees ---


def fit(
    known: list[Pairs], columns: Mapping[str, int], without: int | None = None
) -> list[HistGradientBoostingClassifier]:
    """Fit trees to all pairs that touch no event of the fold ``without``, once for each of `RETOLD_WEIGHTS`.

    120 trees of 6 leaves, with half of the columns at each split, were as good by cross-validation as 250, and better
    than 80, and than all columns at each split.
    """
    return [_fit(list(_weighed(known, weight)), columns, without) for weight in RETOLD_WEIGHTS]


def _weighed(known: Iterable[Pairs], weight: float) -> Iterator[Pairs]:
    for one in known:
        if not one.task.name.endswith("_retold"):
            yield one
        elif weight:
            yield one._replace(weight=weight)


def _fit(known: list[Pairs], columns: Mapping[str, int], without: int | None) -> HistGradientBoostingClassifier:
    kept = [np.ones(len(p.ends), bool) if without is None else (p.folds != without).all(axis=1) for p in known]
    rows = np.concatenate([p.rows(len(columns))[k] for p, k in zip(known, kept, strict=True)])
    same = np.concatenate([p.same[k] for p, k in zip(known, kept, strict=True)])
    weights = np.concatenate([p.weights()[k] for p, k in zip(known, kept, strict=True)])
    model = HistGradientBoostingClassifier(
        max_iter=120, max_leaf_nodes=6, learning_rate=0.12, l2_regularization=1, min_samples_leaf=40, max_features=0.5,
        monotonic_cst=list(columns.values()), early_stopping=False, random_state=0,
    )  # fmt: skip
    return model.fit(rows, same, sample_weight=weights / weights.mean())


def tell(kind: str, sets: list[Pairs], known: list[Pairs], columns: Mapping[str, int]) -> None:
    """Print what trees that have not seen an event make of it."""
    models = [fit(known, columns, without) for without in range(FOLDS)]
    for caution in CAUTIONS:
        line = []
        for one in sets:
            rows, odds = one.rows(len(columns)), np.zeros(len(one.ends))
            for without, some in enumerate(models):
                here = one.folds[:, 0] == without
                if here.any():
                    odds[here] = sum(model.decision_function(rows[here]) for model in some) / len(some)
            score = judged(one, 1 / (1 + np.exp(caution - odds)))
            line.append(f"{one.task.name} {score.precision:.3f} {score.recall:.3f} {score.f1:.3f}")
        print(kind, caution, *line, sep=" | ")


def judged(one: Pairs, values: Floats) -> Any:
    """Group by these probabilities."""
    if one.task.apart:
        return yes_no(zip((values >= JOIN_AT_LEAST).tolist(), one.same.tolist(), strict=True))
    edges = [(a, b, float(v)) for (a, b), v in zip(one.ends, values, strict=True) if v >= AFFINITY_FLOOR]
    groups = cluster(one.task.documents, edges)
    return bcubed({name: str(at) for at, group in enumerate(groups) for name in group}, one.task.gold)


def flat(models: list[HistGradientBoostingClassifier], columns: Mapping[str, int]) -> dict[str, Any]:
    """Write the trees as flat columns, as `model.lexicon.Trees` wants them; six digits of a value.

    Each of several models has its part of the say.
    """
    out: dict[str, Any] = {name: [] for name in ("roots", "feature", "threshold", "left", "right", "value")}
    depth = 0
    for (predictor,) in (one for model in models for one in model._predictors):
        nodes, start = predictor.nodes, len(out["feature"])
        out["roots"].append(start)
        for at, node in enumerate(nodes):
            leaf = bool(node["is_leaf"])
            out["feature"].append(0 if leaf else int(node["feature_idx"]))
            out["threshold"].append(0.0 if leaf else round(float(node["num_threshold"]), 6))
            out["left"].append(start + (at if leaf else int(node["left"])))
            out["right"].append(start + (at if leaf else int(node["right"])))
            out["value"].append(round(float(node["value"]) / len(models), 6) if leaf else 0.0)
        depth = max(depth, int(nodes["depth"].max()))
    baselines = [float(np.ravel(model._baseline_prediction)[0]) for model in models]
    return {"columns": list(columns), **out, "baseline": round(sum(baselines) / len(models), 6), "depth": depth}


if __name__ == "__main__":
    main()
