"""Add anything: what a person names becomes a source that is followed, or is read once.

    named -> a pack of feeds | a mailbox | a folder | a file | standard input | an address
    address -> a feed: followed
            -> a page that offers feeds: the first that works is followed, the others are offered
            -> an article: read once, and its site's feeds are offered
            -> neither: the cause and the next try

A feed that was fetched to look at it is kept as the first reading of its source: nobody is asked twice.
"""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from firsthand import contract as out
from firsthand.capture.arrival import DEFAULT_LIMITS, Arrival
from firsthand.capture.discover import Found, Offer, OfferKind, is_front
from firsthand.capture.files import kind_of, read_file, too_large
from firsthand.capture.http import Answer, shown, spell
from firsthand.capture.imap import mailbox
from firsthand.capture.opml import Subscription
from firsthand.capture.packs import pack_of, packs
from firsthand.choices import put_over
from firsthand.model.errors import FirsthandError, InputError, UnsupportedInput
from firsthand.model.ids import content_hash
from firsthand.model.source import (
    LONGEST_ADDRESS,
    PASSWORD_ENV,
    Choices,
    Followed,
    Source,
    SourceKind,
    levelled_tags,
    source_id,
)
from firsthand.refresh.asking import Asking
from firsthand.refresh.came import Came, Failure
from firsthand.refresh.deciding import host_of
from firsthand.refresh.keeping import keep_sources
from firsthand.refresh.readers import FeedBytes
from firsthand.signs import Progress
from firsthand.steps.shelves import retagged
from firsthand.store import sources
from firsthand.store.database import Store, Tx

_PACK = re.compile(r"pack:([a-z]{2,3})", re.IGNORECASE)
#: A name with a dot and nothing that only paths have: ``example.com``, ``example.com/news``.
_BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:/\S*)?")
#: What a name ends with that is a file's, if it is not there; none of these is the end of a host's name.
_FILES = frozenset(".txt .html .htm .xml .opml .rss .json .eml .mbox .warc .gz .zst .csv .pdf".split())
_MAILBOXES = ("imap", "imaps")
#: ``feed:https://...`` and ``feed://...``, as browsers and readers hand them over.
_FEED_SCHEME = re.compile(r"(?:feed|rss):(?:(//)|(?=https?://))", re.IGNORECASE)
#: Feeds that a page names are tried so far down the list, and addresses that sites often have, so many.
_TRIED, _GUESSED = 3, 6
#: An OPML file begins so, within its first bytes.
_OUTLINES = re.compile(rb"<opml[\s>]", re.IGNORECASE)
_HEAD = 4096

#: Reads pages once, as `app.read_content` does; reads an archive once, as `app.read_archives` does.
Read = Callable[[Arrival], out.ReadOut]
ReadArchive = Callable[[str], out.ArchivesOut]
Added = out.AddedOut


@dataclass(frozen=True)
class Adding:
    """What adding needs. ``chosen`` holds for every source that is new by it.

    ``from_afar``: who asks is not at this machine, and may name addresses and packs alone; no file, folder or mailbox.
    """

    store: Store
    asking: Asking
    read: Read
    read_archive: ReadArchive
    now: Callable[[], datetime]
    chosen: Choices = field(default_factory=Choices)
    stdin: BinaryIO | None = None
    from_afar: bool = False
    progress: Progress | None = None

    def add(self, inputs: Sequence[str]) -> out.AddOut:
        """Add things in their order; what cannot be added is told, and stops nothing."""
        added: list[Added] = []
        problems: list[out.ProblemOut] = []
        for done, text in enumerate(inputs):
            if self.progress:
                self.progress("add", done, len(inputs))
            try:
                for one in self._one(text.strip()):
                    if isinstance(one, Added):
                        added.append(one)
                    else:
                        problems.append(one)
            except InputError as error:
                problems.append(self._problem(error, text))
        return out.AddOut(added, problems)

    def _problem(self, error: InputError, place: str) -> out.ProblemOut:
        told = _problem(error, place)
        if self.from_afar and error.code == "blocked_address":
            return replace(told, next_try="If it is yours, name it in firsthand.toml: following.allow_hosts")
        return told

    def content(self, content: bytes, name: str, *, lists_only: bool = False) -> out.AddOut:
        """Add what a file holds that was handed over as bytes; ``lists_only``: nothing but a list of feeds."""
        try:
            if lists_only and not _OUTLINES.search(content[:_HEAD]):
                raise InputError(
                    "not-opml", f"{name} is no list of feeds (OPML).", "Export it from your reader as OPML."
                )
            some = list(self._content(Arrival(content, f"upload:{name}"), name))
        except InputError as error:
            return out.AddOut([], [_problem(error, name)])
        return out.AddOut(
            [one for one in some if isinstance(one, Added)], [one for one in some if isinstance(one, out.ProblemOut)]
        )

    def _one(self, text: str) -> Iterator[Added | out.ProblemOut]:
        text = _FEED_SCHEME.sub(_plain_scheme, text)
        scheme = text.partition("://")[0].lower() if "://" in text else ""
        if pack := _PACK.fullmatch(text):
            yield from self._pack(pack[1])
        elif self.from_afar and scheme not in ("http", "https"):
            yield from self._address(_named_from_afar(text))
        elif scheme in _MAILBOXES:
            yield self._mailbox(text)
        elif scheme in ("http", "https"):
            yield from self._address(spell(text))
        elif text == "-":
            yield from self._content(self._piped(), "standard input")
        elif scheme not in ("", "file"):
            raise UnsupportedInput(
                "scheme", f"{shown(text)}: {scheme} addresses are not read.", "Give an http(s) address."
            )
        else:
            yield from self._path(text)

    # Files. -------------------------------------------------------------------------------------------------------

    def _path(self, text: str) -> Iterator[Added | out.ProblemOut]:
        path = Path(text.removeprefix("file://")).expanduser()
        if path.is_dir():
            yield self._followed(Source("", SourceKind.FOLDER, str(path.resolve()), self.now(), path.name), None)
        elif not path.exists() and _BARE.fullmatch(text) and path.suffix.lower() not in _FILES:
            yield from self._address(spell(f"https://{text}"))
        elif (kind := kind_of(path)) != "page":
            yield from self._archive(path, "archive" if kind == "warc" else "mail")
        else:
            yield from self._content(read_file(path, DEFAULT_LIMITS), str(path))

    def _piped(self) -> Arrival:
        """Read standard input."""
        content = (self.stdin or sys.stdin.buffer).read(DEFAULT_LIMITS.file_bytes + 1)
        if len(content) > DEFAULT_LIMITS.file_bytes:
            raise too_large("Standard input", DEFAULT_LIMITS)
        return Arrival(content, f"stdin:{content_hash(content)[:16]}")

    def _content(self, arrival: Arrival, name: str) -> Iterator[Added | out.ProblemOut]:
        """A list of feeds, a feed, or a page."""
        if _OUTLINES.search(arrival.content[:_HEAD]):
            read = self.asking.outlines(arrival.content)
            if isinstance(read, Failure):
                raise InputError(read.code, read.cause, read.next_try)
            yield from self._subscriptions(read.items, name)
            for left in read.left_out:
                yield out.ProblemOut("left_out", left, "", name)
            for other in read.included:
                yield out.ProblemOut("included", f"{name} points at another list, {other}.", "Add that one too.", name)
            return
        came = self.asking.handed_over(
            FeedBytes(arrival.content, arrival.url or "", arrival.charset, arrival.media_type), self.now
        )
        if came.feed is not None and came.feed.entries:
            yield self._feed_in_a_file(came, name)
        else:
            yield from self._once(arrival, name)

    def _feed_in_a_file(self, came: Came, name: str) -> Added:
        """A feed that was saved: its own address is followed, and what the file has is its first reading."""
        feed = came.feed
        address = feed.self_link if feed else ""
        if feed is None or urlsplit(address).scheme not in ("http", "https"):
            raise InputError(
                "no_address",
                f"{name} is a feed, and does not say where it is from.",
                "Give the feed's address instead.",
            )
        return self._followed(Source("", SourceKind.FEED, spell(address), self.now(), feed.title, feed.link), came)

    def _once(self, arrival: Arrival, place: str) -> Iterator[Added | out.ProblemOut]:
        """Read a page once. Where its metadata disagrees with itself there is nothing to be done, and it is not told."""
        read = self.read(arrival)
        wrong = [p for p in read.problems if not p.is_idle]
        yield from wrong if read.documents else wrong[:1]
        count = len(read.documents)
        for document in read.documents[:1]:
            said = f"{count} articles were read." if count > 1 else "It was read."
            new = any(capture.new for capture in read.captures)
            yield Added("page", "read" if new else "known", document.id, document.headline, place, said, [])

    def _archive(self, path: Path, what: str) -> Iterator[Added | out.ProblemOut]:
        """Read an archive once, however large it is."""
        read = self.read_archive(str(path))
        for cause in read.problems:
            if not cause.example.is_idle:
                times = f" ({cause.count} times)" if cause.count > 1 else ""
                yield replace(cause.example, detail=f"{cause.example.detail}{times}")
        known = all(archive.state == "read_before" for archive in read.archives)
        if read.documents or known:
            said = "It was read before." if known else f"{read.documents} articles were read."
            yield Added(what, "known" if known else "read", "", path.name, str(path), said, [])

    def _pack(self, language: str) -> Iterator[Added | out.ProblemOut]:
        """Follow the feeds of a starter pack, tagged with its name."""
        pack = pack_of(language)
        if pack is None:
            there = ", ".join(sorted(pack.language for pack in packs()))
            raise InputError("no_pack", f"There is no starter pack {language!r}.", f"There are: {there}.")
        feeds = [Subscription(feed.feed, feed.title, feed.site, (pack.name,)) for feed in pack.feeds]
        yield from self._subscriptions(feeds, f"pack:{pack.language}")

    # Sources. -----------------------------------------------------------------------------------------------------

    def _mailbox(self, text: str) -> Added:
        """A mailbox is followed from now on; the password stays in the environment."""
        try:
            mailbox(text)
        except InputError as error:
            error.place = shown(text)  # it may hold a password
            raise
        if not self.chosen.password_env:
            raise InputError(
                "login",
                f"{shown(text)}: which environment variable holds the password?",
                f"Name it: --password-env {PASSWORD_ENV}. The password itself is never stored.",
            )
        source = Source("", SourceKind.MAILBOX, text, self.now(), text.partition("://")[2])
        return self._followed(source, None)

    def _subscriptions(self, feeds: Sequence[Subscription], name: str) -> Iterator[Added | out.ProblemOut]:
        """Follow a whole list, in one transaction; what is followed already gets the folders that it is in here."""
        made: list[Added | out.ProblemOut] = []
        with self.store.write() as tx:
            for feed in feeds:
                try:
                    made.append(self._subscribe(tx, feed))
                except FirsthandError as error:
                    code = error.code if isinstance(error, InputError) else "bad_choice"
                    made.append(out.ProblemOut(code, error.cause, error.next_try, f"{name}: {feed.address}"))
        yield from made

    def _subscribe(self, tx: Tx, feed: Subscription) -> Added:
        address, now = _fit(spell(feed.address)), self.now()
        known = sources.at_address(tx, address)
        if known is not None:
            return self._known(tx, known, feed.folders)
        source = Source(
            source_id(SourceKind.FEED, address),
            SourceKind.FEED,
            address,
            now,
            feed.title,
            feed.site,
            settings_of(feed, self.chosen),
        )
        new = sources.add(tx, source, host_of(address), None if source.choices.paused else now)
        return Added("source", "new" if new else "known", source.id, source.name, address, "It is followed.", [])

    def _known(self, tx: Tx, known: Followed, folders: Sequence[str]) -> Added:
        known = sources.held(tx, [known.source.id]).get(known.source.id, known)
        tags = levelled_tags((*known.source.choices.tags, *folders, *self.chosen.tags))
        if tags != known.source.choices.tags:
            source = replace(known.source, choices=replace(known.source.choices, tags=tags))
            sources.choose(tx, source, known.due)
            retagged(tx, source.id)
        return Added(
            "source", "known", known.source.id, known.source.name, known.source.address, "It is followed already.", []
        )

    def _followed(self, about: Source, came: Came | None, offers: Sequence[Offer] = ()) -> Added:
        """Follow one source; what came of looking at it is its first reading."""
        source = replace(about, id=source_id(about.kind, _fit(about.address)), choices=self.chosen)
        with self.store.write() as tx:
            known = sources.at_address(tx, source.address)
            if known is not None:
                return replace(self._known(tx, known, ()), offers=_offers(offers))
            new = sources.add(tx, source, host_of(source.address), self.now())
            if came is not None and came.failure is None and new:
                # its hub is asked when it is read next: by then this is written down, and nobody waits for it
                keep_sources(tx, {source.id: replace(came, nonce="")}, self.asking.rules)
            followed = sources.get(tx, source.id)
        count = len(came.feed.entries) if came and came.feed else 0
        said = f"{count} entries are listed." if came and came.feed else "It is followed."
        return Added(
            "source", "new" if new else "known", source.id, followed.source.name, source.address, said, _offers(offers)
        )

    # Addresses. ---------------------------------------------------------------------------------------------------

    def _address(self, address: str) -> Iterator[Added | out.ProblemOut]:
        with self.store.read() as tx:
            known = sources.at_address(tx, address)
        if known is not None:
            with self.store.write() as tx:
                yield self._known(tx, known, ())
            return
        came, answer = self.asking.address(address, self.now)
        if answer is None or (came.failure is None and came.feed is None):
            failure = came.failure or Failure("empty", f"{address}: nothing came.")
            raise InputError(failure.code, failure.cause, failure.next_try)
        if came.feed is not None and not _is_page_of_entries(came):
            yield self._followed(_source(came.moved_to or address, came, self.now()), came)
            return
        yield from self._page(address, answer, came)

    def _page(self, address: str, answer: Answer, came: Came) -> Iterator[Added | out.ProblemOut]:
        """A page: what it offers to follow, or what it says."""
        found = self.asking.discovered(answer)
        if isinstance(found, Failure):
            raise InputError(found.code, found.cause, found.next_try)
        if found.is_article and not is_front(answer.url):
            yield from self._article(answer, found)
            return
        followed = self._first_that_works(found, answer)
        if followed is not None:
            yield followed
        elif came.feed is not None:
            yield self._followed(_source(address, came, self.now()), came)
        elif (guessed := self._guessed(found)) is not None:
            yield guessed
        else:
            yield from self._once(_arrival(answer), address)
            yield out.ProblemOut(
                "no_feed",
                f"{address} names no feed, and none was found where sites often have one.",
                "Its page was read once. If you know of a feed, give its address.",
                address,
            )

    def _article(self, answer: Answer, found: Found) -> Iterator[Added | out.ProblemOut]:
        for one in self._once(_arrival(answer), answer.url):
            yield replace(one, offers=_offers(found.feeds)) if isinstance(one, Added) else one

    def _first_that_works(self, found: Found, answer: Answer, *, deeper: bool = False) -> Added | None:
        """Follow the first feed of a page that can be read; what is offered may be a page that lists feeds."""
        for at, offer in enumerate(found.feeds[:_TRIED]):
            came, there = self.asking.address(offer.address, self.now)
            if there is not None and came.feed is None and not deeper:
                listed = self.asking.discovered(there)
                if isinstance(listed, Found) and (followed := self._first_that_works(listed, answer, deeper=True)):
                    return followed
            if came.feed is not None and not _is_page_of_entries(came):
                others = [*found.feeds[:at], *found.feeds[at + 1 :]]
                source = replace(_source(came.moved_to or offer.address, came, self.now()), site=answer.url)
                return self._followed(source, came, others)
        return None

    def _guessed(self, found: Found) -> Added | None:
        """Follow what stands where sites often have a feed or a sitemap of news, as far as robots.txt lets us look."""
        for address in (*found.guesses[:_GUESSED], *found.sitemap_guesses[:_GUESSED]):
            came, _ = self.asking.address(address, self.now, mind_robots=True)
            if came.feed is not None and came.feed.entries and not _is_page_of_entries(came):
                return self._followed(_source(came.moved_to or address, came, self.now()), came)
        return None


def _fit(address: str) -> str:
    """Return an address that is not too long. Raises InputError."""
    if len(address.encode()) > LONGEST_ADDRESS:
        raise InputError("bad_address", f"{address[:80]}…: longer than an address may be.", "Check its spelling.")
    return address


def settings_of(feed: Subscription, over: Choices) -> Choices:
    """Read the choices that an OPML file of ours holds. Raises InputError for one that does not exist."""
    said = dict(feed.settings)
    chosen = out.SourceChoices(
        title=said.get("title") or None,
        tags=[*feed.folders, *over.tags],
        full_text=said.get("full-text"),
        interval_minutes=_minutes(said["interval-minutes"], feed) if said.get("interval-minutes") else None,
        paused=said.get("paused") == "true" or None,
        rules=said["rules"].split("\n") if said.get("rules") else None,
        retention=said.get("retention"),
        robots=said.get("robots"),
    )
    return put_over(over, chosen)


def _minutes(text: str, feed: Subscription) -> int:
    """Read an interval; in a list one that is left to the program is not written, and 0 is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text)):
        raise InputError("bad_choice", f"A setting of {feed.address} cannot be read: an interval of {text[:20]!r}.")
    return int(text)


def _plain_scheme(match: re.Match[str]) -> str:
    return "https://" if match[1] else ""


def _named_from_afar(text: str) -> str:
    """Return the address that somebody elsewhere names, who may name nothing of this machine. Raises InputError."""
    if _BARE.fullmatch(text):
        return spell(f"https://{text}")
    raise InputError(
        "not_from_here",
        f"{shown(text)[:200]!r} is no web address.",
        "Write it as https://example.com. Files, folders and mailboxes are added with firsthand add, or upload a file.",
    )


def _source(address: str, came: Came, now: datetime) -> Source:
    feed = came.feed
    return Source("", SourceKind.FEED, spell(address), now, feed.title if feed else "", feed.link if feed else "")


def _is_page_of_entries(came: Came) -> bool:
    """Say whether what was read is a page that marks up its entries: a feed that it names is better."""
    return came.feed is not None and came.feed.kind == "hfeed"


def _arrival(answer: Answer) -> Arrival:
    return Arrival(answer.content, answer.url, answer.media_type, answer.charset, answer.url)


def _offers(offers: Sequence[Offer]) -> list[out.OfferOut]:
    return [out.OfferOut(o.address, o.title, o.kind.value) for o in offers if o.kind is not OfferKind.COMMENTS]


def _problem(error: InputError, place: str) -> out.ProblemOut:
    return out.ProblemOut(error.code, error.cause, error.next_try, shown(error.place or place))
