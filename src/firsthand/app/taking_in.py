"""Reading in: pages, archives and texts become documents and the stories they are part of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import BinaryIO

from firsthand import contract as out
from firsthand import intake, present, telling, voicing
from firsthand.app.at_work import Progress, Store, chosen_context, context, drain
from firsthand.capture.archive import demo_arrivals, demo_count
from firsthand.capture.inputs import Arrival, arrivals, count
from firsthand.capture.inputs import have_archives as inputs_have_archives
from firsthand.model.capture import make_capture
from firsthand.model.document import Document
from firsthand.model.errors import InputError
from firsthand.store import captures, documents, stories, work
from firsthand.store.transaction import Tx


def read(
    store: Store,
    inputs: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    seen_at: datetime | None = None,
    allow_hosts: Sequence[str] = (),
    progress: Progress | None = None,
) -> out.ReadOut:
    """Read files, folders, addresses or standard input, and return the stories they are part of.

    One bad input is a problem in the answer and stops nothing. ``seen_at`` is when the captures were seen (now).
    """
    found = arrivals(inputs, stdin=stdin, allow_hosts=allow_hosts)
    kept, problems = _take_in(store, found, count(inputs), seen_at or datetime.now(UTC), progress)
    return _told(store, kept, problems)


def have_archives(inputs: Sequence[str], stdin: BinaryIO | None = None) -> bool:
    """Say whether there is an archive (WARC, mbox) among the inputs: then `read_archives` is for them."""
    return inputs_have_archives(inputs, stdin)


def read_archives(
    store: Store,
    inputs: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    seen_at: datetime | None = None,
    allow_hosts: Sequence[str] = (),
    again: bool = False,
    watch: intake.Watch | None = None,
) -> out.ArchivesOut:
    """Read archives, and what is given with them, however large they are; go on where one was left; return a summary.

    ``again``: read anew what was read to its end. ``watch`` is told how far it is.
    """
    return intake.read_at_volume(
        store,
        inputs,
        chosen_context(store),
        stdin=stdin,
        seen_at=seen_at,
        allow_hosts=allow_hosts,
        again=again,
        watch=watch,
    )


def voices(
    store: Store,
    inputs: Sequence[str],
    *,
    seen_at: datetime | None = None,
    allow_hosts: Sequence[str] = (),
    progress: Progress | None = None,
) -> out.VoicesReadOut:
    """Say what documents say: of what `read` takes, and of documents and stories of the store, named by their ids.

    Raises NotFound for an unknown id.
    """
    ids = [given for given in inputs if _ID.fullmatch(given)]
    paths = [given for given in inputs if given not in ids]
    kept: dict[str, bool] = {}
    problems: list[out.ProblemOut] = []
    if paths:
        found = arrivals(paths, allow_hosts=allow_hosts)
        kept, problems = _take_in(store, found, count(paths), seen_at or datetime.now(UTC), progress)
    with store.read() as tx:
        asked = voicing.documents_of(tx, ids)
        known = {d.id for d in asked}
        pages = [d for d in _documents(tx, kept, problems)[0] if d.id not in known]
        return voicing.told(tx, [*asked, *pages], problems, context().words)


def read_content(store: Store, content: bytes, *, url: str | None = None, media_type: str | None = None) -> out.ReadOut:
    """Read one page or text that was handed over as bytes."""
    arrival = Arrival(content, url or f"paste:{make_capture(content, '', _EPOCH).id}", media_type, None, url)
    return read_arrival(store, arrival)


def read_arrival(store: Store, arrival: Arrival) -> out.ReadOut:
    """Read one page or text that has arrived."""
    return _told(store, *_take_in(store, [arrival], 1, datetime.now(UTC), None))


def load_demo(store: Store, progress: Progress | None = None) -> int:
    """Read the sample archive; return how many of its captures were new."""
    kept, _ = _take_in(store, demo_arrivals(), demo_count(), datetime.now(UTC), progress)
    return sum(kept.values())


#: The ids of a document and of a story.
_ID = re.compile(r"(?:doc|sto)_[a-z2-7]{16}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _take_in(
    store: Store, some: Iterable[Arrival | InputError], total: int, now: datetime, progress: Progress | None
) -> tuple[dict[str, bool], list[out.ProblemOut]]:
    """Save what comes in and work it through; return whether each capture was new, by its id, and what could not be read."""
    kept: dict[str, bool] = {}
    problems: list[out.ProblemOut] = []
    batch: list[Arrival] = []
    for done, arrival in enumerate(some, 1):
        if isinstance(arrival, InputError):
            problems.append(intake.problem(arrival, arrival.place))
        else:
            batch.append(arrival)
        if len(batch) >= intake.BATCH:
            kept |= _keep(store, batch, now, problems)
            batch = []
        if progress:
            progress("capture", done, total)
    kept |= _keep(store, batch, now, problems)
    drain(store, progress, len(kept))
    return kept, problems


def _keep(store: Store, batch: list[Arrival], now: datetime, problems: list[out.ProblemOut]) -> dict[str, bool]:
    """Save captures and make them due, in one transaction; return whether each was new."""
    with store.write() as tx:
        kept, refused = intake.keep(tx, batch, now)
    problems.extend(intake.problem(error, place) for error, place in refused)
    return kept


def _told(store: Store, kept: Mapping[str, bool], problems: list[out.ProblemOut]) -> out.ReadOut:
    with store.read() as tx:
        found, told = _documents(tx, kept, problems)
        listed = [
            telling.page(tx, story_id, context().words, context().background).story
            for story_id in sorted(set(stories.where(tx, [d.id for d in found]).values()))
        ]
    listed.sort(key=lambda s: (s.last or "", s.id), reverse=True)
    return out.ReadOut(listed, found, told, problems)


def _documents(
    tx: Tx, kept: Mapping[str, bool], problems: list[out.ProblemOut]
) -> tuple[list[out.DocumentOut], list[out.CaptureOut]]:
    """Return the documents found in captures with what they say, and the captures; what was odd is added to ``problems``."""
    known = captures.many(tx, kept)
    found: list[Document] = []
    told: list[out.CaptureOut] = []
    given_up = {q.item: q.error for q in work.quarantined(tx) if q.stage == "extract"}
    failing = work.failing(tx, "extract")
    for capture_id, new in kept.items():
        extraction = documents.extraction_of(tx, capture_id)
        told.append(present.capture_out(known[capture_id], extraction, new=new))
        place = known[capture_id].place
        if extraction:
            found.extend(extraction.documents)
            problems.extend(out.ProblemOut(p.code, p.detail, p.next_try, place) for p in extraction.problems)
        elif capture_id in given_up:
            problems.append(out.ProblemOut("quarantined", given_up[capture_id], "See firsthand doctor.", place))
        elif capture_id in failing:
            problems.append(out.ProblemOut("failed", failing[capture_id], "It will be tried again.", place))
    return voicing.told_of(tx, {d.id: d for d in found}), told
