"""The pages of names: what is kept ready of them (`store.names`), put together. However common a name, a bounded read.

a name's id -> its newest stories | what it says there -> quotes, positions | who stands beside it | an outlet's parts

Names, not identities: the id is made of the name. Only names of one outlet that people said are one are taken together.
"""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from firsthand import contract as out
from firsthand import judging, present
from firsthand.model.errors import InputError, NotFound
from firsthand.model.name import KINDS
from firsthand.model.shelf import entity_id
from firsthand.model.story_voices import StoryQuote, StoryVoices
from firsthand.model.voices import Form
from firsthand.present_positions import positions_out
from firsthand.store import judgements, names, shelf, stories
from firsthand.store.transaction import Tx
from firsthand.understand.positions import positions
from firsthand.understand.reading import Words
from firsthand.understand.topics import MediaTopics

#: Names of a list; stories whose statements make the positions; quotes, positions and names beside on the first page.
LISTED, HEARD, QUOTED, HELD, NEAR = 60, 30, 8, 12, 12


def listing(tx: Tx, kind: str, prefix: str = "") -> out.NamesOut:
    """Return the names of a kind that are reported most of late, or those of which a word begins so. Raises InputError."""
    _check(kind)
    typed = " ".join(prefix.split())[:200]
    if typed:
        found = names.beginning(tx, kind, typed, LISTED)
        counts = {i: one.stories for i, one in shelf.named(tx, found).items()}
        return out.NamesOut(kind, typed, _lines(tx, [(i, counts[i]) for i in found if i in counts]))
    return out.NamesOut(kind, "", _lines(tx, names.late(tx, kind, LISTED)))


def page(tx: Tx, kind: str, name_id: str, words: Words, limit: int, after: str | None = None) -> out.NamePageOut:
    """Return the page of a name; what is not a list of stories only with the first. Raises NotFound."""
    own = _named(tx, kind, name_id)
    ids = _one_outlet(tx, own) if kind == "outlet" else [name_id]
    found, more = names.stories_of(tx, kind, ids, limit, after)
    total = sum(one.stories for one in shelf.named(tx, ids).values())
    told = out.NamePageOut(name_id, kind, own.name, total, story_lines(tx, found), more)
    if after is not None:
        return told
    return _whole(tx, told, ids, words)


def said(tx: Tx, kind: str, name_id: str, limit: int, after: str | None = None) -> out.SaidPageOut:
    """Return a page of what somebody says, story by story, newest first. Raises NotFound."""
    own = _named(tx, kind, name_id)
    found, more = names.said_by(tx, name_id, limit, after)
    return out.SaidPageOut(name_id, kind, own.name, _quotes(tx, found, name_id), more)


def story_lines(tx: Tx, ids: Sequence[str]) -> list[out.StoryLineOut]:
    """Tell stories in a line each, in the order given."""
    shown = judging.one_name(judgements.of_outlets(tx))
    kept = stories.many(tx, ids)
    return [present.story_line(kept[i], shown) for i in ids if i in kept]


def _check(kind: str) -> None:
    if kind not in KINDS:
        raise InputError(
            "unknown_kind", f"There are no pages of the kind {kind!r}.", f"Ask for one of {', '.join(KINDS)}."
        )


def _named(tx: Tx, kind: str, name_id: str) -> shelf.Named:
    found = shelf.named(tx, [name_id]).get(name_id)
    if found is None or found.kind != kind:
        raise NotFound(f"No story names anything of the kind {kind} with the id {name_id}.")
    return found


def _one_outlet(tx: Tx, own: shelf.Named) -> list[str]:
    """Return the ids of all names that people said are of one outlet."""
    shown = judging.one_name(judgements.of_outlets(tx))
    name = own.name.casefold()
    if name not in shown:
        return [own.value]
    same = {folded for folded, one in shown.items() if one == shown[name]}
    return list(dict.fromkeys([own.value, *sorted(entity_id("outlet", folded) for folded in same)]))


def _lines(tx: Tx, counted: Sequence[tuple[str, int]]) -> list[out.NameLineOut]:
    known = shelf.named(tx, [i for i, _ in counted])
    return [out.NameLineOut(i, known[i].kind, known[i].name, number) for i, number in counted if i in known]


# --- the first page ---


def _whole(tx: Tx, told: out.NamePageOut, ids: Sequence[str], words: Words) -> out.NamePageOut:
    """Put in what stands on the first page alone."""
    kind, first = told.kind, told.id
    heard, _ = names.said_by(tx, first, HEARD) if kind not in ("topic", "outlet") else ([], None)
    near = [pair for other in ("person", "organisation") for pair in names.beside(tx, kind, ids, other, NEAR)]
    near.sort(key=lambda pair: (-pair[1], pair[0]))
    wider, narrower = _topics(words.topics, first) if kind == "topic" else ([], [])
    reported = names.beside(tx, kind, ids, "outlet", NEAR) if kind != "outlet" else []
    return out.NamePageOut(
        told.id,
        kind,
        told.name,
        told.total,
        told.stories,
        told.next,
        _quotes(tx, heard, first)[:QUOTED],
        positions_out(first, positions(heard, words)[:HELD]).positions,
        _lines(tx, near[:NEAR]),
        _lines(tx, reported),
        _counted(tx, wider),
        _counted(tx, narrower),
        _outlet(tx, ids) if kind == "outlet" else None,
    )


def _counted(tx: Tx, ids: Sequence[str]) -> list[out.NameLineOut]:
    known = shelf.named(tx, ids)
    return [out.NameLineOut(i, known[i].kind, known[i].name, known[i].stories) for i in ids if i in known]


def _topics(known: MediaTopics, name_id: str) -> tuple[list[str], list[str]]:
    """Return the topic above and those below, by the ids of their names."""
    ids = {code: entity_id("topic", label) for code, label in known.labels.items()}
    codes = [code for code, i in ids.items() if i == name_id]
    above = [ids[wide] for code in codes if (wide := known.wider.get(code)) and wide in ids]
    return above, [ids[code] for code in ids if known.wider.get(code) in codes]


def _quotes(tx: Tx, heard: Iterable[StoryVoices], name_id: str) -> list[out.SaidOut]:
    """Tell what somebody says: their very words first in each story, as the story's first page has them."""
    given = list(heard)
    chosen = [(story, quote) for story in given for quote in _foremost(story)]
    lines = shelf.lines(tx, [story.story for story in given])
    missing = stories.many(tx, [story.story for story in given if story.story not in lines])
    headlines = {**{i: s.headline for i, s in missing.items()}, **{i: line.headline for i, line in lines.items()}}
    pages = names.outlets_of(tx, [quote.told[0].document for _, quote in chosen])
    return [_said(story.story, quote, headlines, pages) for story, quote in chosen if quote.told[0].document in pages]


def _foremost(story: StoryVoices) -> list[StoryQuote]:
    direct = [q for q in story.quotes if q.form is Form.DIRECT]
    return direct or [q for q in story.quotes if q.form is not Form.DIRECT][:2]


def _said(story: str, quote: StoryQuote, headlines: Mapping[str, str], pages: Mapping[str, names.Page]) -> out.SaidOut:
    first = quote.told[0]
    places = [*first.words, *([first.cue] if first.cue else [])]
    where = pages[first.document]
    return out.SaidOut(
        quote.text.rstrip(",") if quote.form is Form.DIRECT else quote.text,
        quote.form,
        "",
        story,
        headlines.get(story, ""),
        first.document,
        min(p.start for p in places),
        max(p.end for p in places),
        where.outlet,
        where.url,
        f"{where.published:%Y-%m-%d}" if where.published else None,
        quote.sources,
    )


def _outlet(tx: Tx, ids: Sequence[str]) -> out.OutletPartsOut:
    counts = names.tallies(tx, ids)
    repeated, alone = counts.get("original", 0), counts.get("independent", 0)
    copies, excerpts, rewrites = (counts.get(kind, 0) for kind in ("copy", "excerpt", "rewrite"))
    address = names.a_page_of(tx, ids[0])
    host = (urlsplit(address).hostname or "").removeprefix("www.") if address else ""
    return out.OutletPartsOut(
        repeated + alone + copies + excerpts + rewrites,
        repeated + alone,
        repeated,
        copies,
        excerpts,
        rewrites,
        counts["corrected"],
        _lines(tx, names.taken(tx, ids, NEAR)),
        _lines(tx, names.taken(tx, ids, NEAR, by=True)),
        [out.FollowedOut(i, title) for i, title in names.followed(tx, host, NEAR)] if host else [],
    )
