"""Gate `names`: names of people, organisations and places, against texts in which people marked every one.

CoNLL-2003 (English news; train and testa are here, nothing is trained on either): the rules were chosen on every other
document of `eng.train`; `testa` was kept out. A name is right when both ends and the kind are those marked. MISC (nations,
events, works) is none of our kinds: such marks are left out, and a name of ours there counts as wrong. WikiNEuRal is
measured in nine languages, on its first sentences, ten a document, as it has no documents. The seeds: their events have
the dates that their labels and issue 6 name, and Kyiv is a place. Where spaCy's model is installed, the rules are also
measured with its voice among theirs (`with_spacy`), and it alone (`spacy_alone`, shown only).
"""

import io
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

import zstandard

from firsthand.backends import spacy_model, tagger
from firsthand.backends.weights import package_folder
from firsthand.model.span import Range
from firsthand.model.voices import PartyKind
from firsthand.profiles.lexicon import load_lexicon
from firsthand.profiles.names import load_names
from firsthand.understand.events import events_in, times_in
from firsthand.understand.names import Name, Tag, find_names, mentions_in
from tests.gates.data import SHARED, Run
from tests.gates.figures import Figure, Row

OWN = ("story/ner_conll2003_n3_wikineural.tar.zst",)
_KINDS = {"PER": PartyKind.PERSON, "ORG": PartyKind.ORGANISATION, "LOC": PartyKind.PLACE}
_WIKINEURAL = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "ru")
_SENTENCES, _TOGETHER = 4000, 10
#: Marks that stand close to the word before them, and those close to the one after.
_CLOSE = frozenset(". , ; : ! ? ) ] % ' 's n't 'll 're 've 'd 'm".split())
_OPEN = frozenset("( [ $".split())


class Marked(NamedTuple):
    """``text[start:end]`` is a name of this kind, as people marked it."""

    start: int
    end: int
    kind: PartyKind


class Text(NamedTuple):
    """A document, a sentence a line."""

    name: str
    text: str
    marked: list[Marked]


def measure(run: Run) -> list[Figure]:
    """Read every text of both sets."""
    (path,) = run.files(*OWN)
    packed = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(path.read_bytes())).read()
    figures: list[Figure] = []
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        train = list(conll(archive, "train"))[: run.limit and 2 * run.limit]
        figures += figures_of("conll.tuned", "en", train[::2])
        figures += figures_of("conll.train_kept", "en", train[1::2])
        figures += figures_of("conll.testa", "en", testa := list(conll(archive, "testa"))[: run.limit])
        if package_folder("spacy"):
            figures += _of_spacy({"tuned": train[::2], "train_kept": train[1::2], "testa": testa})
        for language in _WIKINEURAL:
            figures += figures_of(f"wikineural.{language}", language, list(wikineural(archive, language))[: run.limit])
    return figures + (_seeds() if SEEDS.exists() and not run.data else [])


def _of_spacy(parts: dict[str, list[Text]]) -> list[Figure]:
    """Score the rules with spaCy's voice among theirs, and it alone."""
    joined = tagger.load_tagger("spacy", load_names).tag
    figures = [f for part, texts in parts.items() for f in figures_of(f"with_spacy.{part}", "en", texts, joined)]
    alone = figures_of("spacy_alone.testa", "en", parts["testa"], _spacy_alone)
    figures += [replace(figure, pinned=False) for figure in alone]
    return [replace(figure, needs=spacy_model.PACKAGE) for figure in figures]


def _spacy_alone(text: str, _language: str, blocks: Sequence[Range]) -> list[Name]:
    return [Name(h.start, h.end, h.kind) for h in tagger.heard(text, blocks) if h.kind]


#: Facts of the two seed captures (issue 6), not settings.
_SEED_DATES = frozenset("1949 1989 1990 1991 1999 2008 2014 2019 2021 2022-02 2023 2024 2024-06".split())
_SEEN = datetime(2025, 6, 5, tzinfo=UTC)
SEEDS = SHARED / "seeds"


def _seeds() -> list[Figure]:
    """Score the two seed captures: the dates of their events, and what Kyiv is."""
    import firsthand

    words, times = load_names("en"), load_lexicon().times["en"]
    dates, kyiv = [], []
    for path in sorted(SEEDS.glob("*.txt")):
        main = firsthand.extract(path.read_bytes(), media_type="text/plain", seen_at=_SEEN).main
        assert main is not None, path
        mentions = mentions_in(main, words)
        found = {str(event.moment) for event in events_in(main, mentions, times_in(main, times), times, words)}
        dates.append(Row(len(found & _SEED_DATES) / len(_SEED_DATES), path.stem, str(sorted(_SEED_DATES - found))))
        kyiv += [m.kind is PartyKind.PLACE for m in mentions if main.text[m.span.start : m.span.end] == "Kyiv"]
    return [
        Figure("names.seeds.events", sum(r.score for r in dates) / len(dates), len(dates), 0.0, rows=tuple(dates)),
        Figure("names.seeds.kyiv", sum(kyiv) / len(kyiv), len(kyiv), 0.0),
    ]


def figures_of(name: str, language: str, texts: Iterable[Text], tag: Tag | None = None) -> list[Figure]:
    """Score some texts: F1 of spans with their kinds, of spans alone, and of each kind. ``tag``: other than the rules."""
    words = load_names(language)
    ours: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    right: Counter[str] = Counter()
    spans = 0
    rows = []
    for one in texts:
        found = {
            (n.start, n.end, n.kind) for n in (tag(one.text, language, ()) if tag else find_names(one.text, words))
        }
        marked = set(one.marked)
        spans += len({n[:2] for n in found} & {m[:2] for m in marked})
        for counter, some in ((ours, found), (wanted, marked), (right, found & marked)):
            counter.update(kind.value for *_, kind in some)
        rows.append(_row(one, found, marked))
    all_ours, all_wanted, all_right = sum(ours.values()), sum(wanted.values()), sum(right.values())
    figures = [
        Figure(f"names.{name}.typed_f1", _f1(all_right, all_ours, all_wanted), all_wanted, rows=tuple(rows)),
        Figure(f"names.{name}.span_f1", _f1(spans, all_ours, all_wanted), all_wanted),
    ]
    kinds = [Figure(f"names.{name}.{k}", _f1(right[k], ours[k], wanted[k]), wanted[k], pinned=False) for k in wanted]
    return figures + sorted(kinds, key=lambda figure: figure.name)


def _row(one: Text, found: set[tuple[int, int, PartyKind]], marked: set[Marked]) -> Row:
    def told(some: Iterable[tuple[int, int, PartyKind]]) -> str:
        return ", ".join(f"{one.text[start:end]}/{kind.value[:3]}" for start, end, kind in sorted(some))

    note = f"ours alone: {told(found - marked)} | theirs alone: {told(marked - found)}"
    return Row(_f1(len(found & marked), len(found), len(marked)), one.name, note)


def _f1(right: int, ours: int, wanted: int) -> float:
    return 2 * right / (ours + wanted) if ours + wanted else 1.0


# --- the sets ---


def conll(archive: tarfile.TarFile, part: str) -> Iterator[Text]:
    """Read the documents of a part of CoNLL-2003."""
    for number, document in enumerate(_read(archive, f"conll2003/dataset/eng.{part}").split("-DOCSTART-")):
        blocks = [block.strip().split("\n") for block in document.split("\n\n")]
        marked = [[(f[0], f[-1]) for line in b if len(f := line.split()) == 4 and f[0] != "-X-"] for b in blocks]
        if text := [b for b in marked if b]:
            yield laid(f"{part}-{number}", text)


def wikineural(archive: tarfile.TarFile, language: str) -> Iterator[Text]:
    """Read the first sentences of a language, some together as if they were a document."""
    blocks = _read(archive, f"wikineural_test/data/wikineural/{language}/val.conllu").split("\n\n")[:_SENTENCES]
    for first in range(0, len(blocks), _TOGETHER):
        some = [
            [(f[1], f[2]) for line in b.split("\n") if len(f := line.split("\t")) == 3]
            for b in blocks[first : first + _TOGETHER]
        ]
        yield laid(f"{language}-{first}", some)


def laid(name: str, blocks: Iterable[list[tuple[str, str]]]) -> Text:
    """Lay words and their tags (I-PER, B-LOC, O) out as a text, marks close to words as in print."""
    text, marked = "", []
    for block in blocks:
        before, open_mark = "O", True
        for word, tag in block:
            text += "" if open_mark or word in _CLOSE else " "
            kind, goes_on = _KINDS.get(tag[2:]), tag[2:] == before[2:] and not tag.startswith("B-")
            if kind and goes_on and marked:
                marked[-1] = Marked(marked[-1].start, len(text) + len(word), kind)
            elif kind:
                marked.append(Marked(len(text), len(text) + len(word), kind))
            text += word
            before, open_mark = tag, word in _OPEN
        text += "\n"
    return Text(name, text, marked)


def _read(archive: tarfile.TarFile, name: str) -> str:
    handle = archive.extractfile(next(m for m in archive.getnames() if m.endswith(name)))
    assert handle is not None, name
    return handle.read().decode("utf-8")
