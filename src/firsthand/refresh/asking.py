"""Ask for sources and pages: the side of the cycle that touches the network. What goes wrong is a value."""

import logging
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from firsthand.capture import answers, websub
from firsthand.capture.answers import Validators
from firsthand.capture.arrival import DEFAULT_LIMITS, Arrival, Limits
from firsthand.capture.discover import Found
from firsthand.capture.http import FEEDS, PAGES, Answer, ask, user_agent
from firsthand.capture.imap import NOTHING_SEEN, MailboxLimits, MailboxState, read_mailbox
from firsthand.capture.inputs import Archive, steps
from firsthand.capture.opml import Subscriptions
from firsthand.capture.watching import NEVER_LOOKED, FolderState, look
from firsthand.model.errors import InputError, UnsupportedInput
from firsthand.model.feed import Entry, Feed
from firsthand.model.ids import content_hash
from firsthand.model.source import Followed, Planned, Robots, SourceKind, is_for_passwords
from firsthand.refresh.came import Came, Failure, Visited, failure_of
from firsthand.refresh.policy import Clock, Courtesy
from firsthand.refresh.readers import FeedBytes, PageBytes, Read, Readers
from firsthand.settings import Following
from firsthand.store.hosts import Known
from firsthand.store.records import decode, encode

log = logging.getLogger(__name__)

#: What one visit of a mailbox, and an archive in a watched folder, may hold in memory; what is left is read the next time.
_MAILBOX, _ARCHIVE_BYTES = MailboxLimits(mails=200, all_bytes=64_000_000), 200_000_000
#: Of an index of sitemaps so many are read: the others have what is older.
_NEWEST_MAPS = 2
#: What can be wrong with one mail; all else is wrong with the mailbox.
_OF_ONE_MAIL = frozenset(("empty", "too_large", "too_deep", "no_text"))


class Asking:
    """Everything that is asked for, by the settings; many threads share one."""

    def __init__(self, chosen: Following, readers: Readers, limits: Limits = DEFAULT_LIMITS) -> None:
        self._chosen = chosen
        self._readers = readers
        self._limits = limits
        self.rules = chosen.rules
        self._agent = user_agent(chosen.contact)
        self.courtesy = Courtesy(chosen.per_host, self._agent, chosen.allow_hosts)
        self.has_room, self.peace = self.courtesy.has_room, self.courtesy.peace
        self.reserve, self.release = self.courtesy.reserve, self.courtesy.release

    def know(self, hosts: Mapping[str, Known]) -> None:
        """Take over what is known of hosts."""
        self.courtesy.know(hosts)

    # Sources. -----------------------------------------------------------------------------------------------------

    def source(self, followed: Followed, now: Clock) -> Came:
        """Ask for a source."""
        began = time.monotonic()
        try:
            came = _KINDS[followed.source.kind](self, followed, now)
        except InputError as error:
            came = Came(now(), failure=failure_of(error))
        return replace(came, seconds=time.monotonic() - began)

    def address(self, address: str, now: Clock, *, mind_robots: bool = False) -> tuple[Came, Answer | None]:
        """Ask for an address that may be a feed; where it is none, the failure says so, and the answer is there to look at."""
        try:
            answer = self._ask(address, Validators(), mind_robots=mind_robots)
        except InputError as error:
            return Came(now(), failure=failure_of(error)), None
        return self._read(answer, now), answer

    def feed(self, followed: Followed, now: Clock) -> Came:
        """Ask for a feed, if it has changed."""
        stands, chosen = followed.standing, followed.source.choices
        known = Validators(stands.etag, stands.last_modified)
        answer = self._ask(followed.source.address, known, mind_robots=chosen.robots is Robots.ALL)
        if answer.status == 304 or content_hash(answer.content) == stands.digest:
            return _unchanged(answer, now(), stands.digest)
        return self._read(answer, now)

    def _ask(self, address: str, known: Validators, *, mind_robots: bool, accept: str = FEEDS) -> Answer:
        return ask(
            address,
            known=known,
            accept=accept,
            limits=self._limits,
            allow_hosts=self._chosen.allow_hosts,
            agent=self._agent,
            manners=self.courtesy.policy(mind_robots=mind_robots),
        )

    def _read(self, answer: Answer, now: Clock) -> Came:
        """Read what came as a feed, in a process that can be killed."""
        read = self._readers.read(FeedBytes(answer.content, answer.url, answer.charset, answer.media_type))
        if isinstance(read, Failure):
            failed = Failure(read.code, f"{answer.url}: {read.cause}", read.next_try, answer.status)
            return Came(now(), bytes=answer.sent_bytes, status=answer.status, failure=failed)
        if read.feed.sitemaps and not read.feed.entries:
            came = _came(answer, self._with_newest(read.feed), now())
            return replace(came, etag="", last_modified="", digest="")  # it may stay as it is while its maps change
        return replace(_came(answer, read, now()), nonce=self._nonce())

    def _with_newest(self, index: Feed) -> Read:
        """Add what the newest maps of an index of sitemaps list; one that cannot be had is left for the next time."""
        entries: list[Entry] = []
        for address in index.sitemaps[:_NEWEST_MAPS]:
            try:
                answer = self._ask(address, Validators(), mind_robots=False)
            except InputError as error:
                log.info("a map of %s: %s", index.link, error)
                continue
            read = self._readers.read(FeedBytes(answer.content, answer.url, answer.charset, answer.media_type))
            entries += read.feed.entries if isinstance(read, Read) else ()
        return Read(replace(index, entries=tuple(entries)), ())

    def _nonce(self) -> str:
        """Make a secret, where pushes can reach us."""
        return secrets.token_urlsafe(64) if self._chosen.public_address else ""

    def subscribe(self, followed: Followed) -> None:
        """Ask a hub to push; it answers by asking us back. One that refuses is asked again another day."""
        push = followed.standing.push
        if push is None:
            return
        callback = f"{self._chosen.public_address.rstrip('/')}/push/{followed.source.id}/{push.token}"
        try:
            websub.subscribe(
                push.hub,
                push.topic,
                callback,
                push.secret,
                allow_hosts=self._chosen.allow_hosts,
                agent=self._agent,
                manners=self.courtesy.policy(mind_robots=False),
            )
        except InputError as error:
            log.info("the hub of %s: %s", followed.source.address, error)

    def pushed(self, content: bytes, head: Mapping[str, str], url: str, now: Clock) -> Came:
        """Read what a hub pushed, as if it had been asked for."""
        media_type, charset = answers.kind(head)
        return replace(self.handed_over(FeedBytes(content, url, charset, media_type), now), pushed=True)

    def handed_over(self, came: FeedBytes, now: Clock) -> Came:
        """Read a feed that was handed over."""
        read = self._readers.read(came)
        if isinstance(read, Failure):
            return Came(now(), bytes=len(came.content), failure=read)
        return Came(now(), bytes=len(came.content), feed=read.feed, told=read.told)

    def outlines(self, content: bytes) -> Subscriptions | Failure:
        """Read a list of feeds (OPML)."""
        return self._readers.outlines(content)

    def discovered(self, answer: Answer) -> Found | Failure:
        """Say what a page offers to follow."""
        return self._readers.discover(PageBytes(answer.content, answer.url, answer.charset, answer.media_type))

    def folder(self, followed: Followed, now: Clock) -> Came:
        """Look what is new in a folder."""
        place = followed.standing.place
        known = decode(FolderState, place) if place else NEVER_LOOKED
        seen = look(Path(followed.source.address), known, time.time_ns())
        found = [one for some in map(_opened, seen.found) for one in some]
        if not seen.state.files and found and all(isinstance(one, InputError) for one in found):
            raise next(one for one in found if isinstance(one, InputError))
        return _arrived(found, encode(seen.state), now(), more=seen.more)

    def mailbox(self, followed: Followed, now: Clock) -> Came:
        """Read what is new in a mailbox."""
        name, place = followed.source.choices.password_env, followed.standing.place
        password = os.environ.get(name, "") if is_for_passwords(name) else ""
        if not password:
            raise InputError(
                "login",
                f"the environment variable {name or '(none is named)'} holds no password.",
                "Set it, and start Firsthand again.",
            )
        state = decode(MailboxState, place) if place else NOTHING_SEEN
        found: list[Arrival | InputError] = []
        for fetched in read_mailbox(followed.source.address, password, state, _MAILBOX, self._chosen.allow_hosts):
            state = fetched.state
            if fetched.found is not None:
                found.append(fetched.found)
        if len(found) == 1 and isinstance(found[0], InputError) and found[0].code not in _OF_ONE_MAIL:
            raise found[0]
        return _arrived(found, encode(state), now())

    # Pages. -------------------------------------------------------------------------------------------------------

    def page(self, planned: Planned, followed: Followed | None, before: str, now: Clock) -> Visited:
        """Visit a page."""
        page = planned.page
        mind = followed is None or followed.source.choices.robots is not Robots.NONE
        known = Validators(page.etag, page.last_modified) if page.capture else Validators()
        try:
            answer = self._ask(page.address, known, mind_robots=mind, accept=PAGES)
        except InputError as error:
            return Visited(now(), failure=failure_of(error))
        return self._looked(answer, page.digest, before, now())

    def _looked(self, answer: Answer, digest: str, before: str, at: datetime) -> Visited:
        etag, modified = answer.validators.etag, answer.validators.last_modified
        new = content_hash(answer.content)
        if answer.status == 304 or new == digest:
            return Visited(at, unchanged=True, etag=etag, last_modified=modified)
        if not answer.content.strip():
            return Visited(at, failure=Failure("empty", f"{answer.url}: the page is empty.", status=answer.status))
        looked = self._readers.look(PageBytes(answer.content, answer.url, answer.charset, answer.media_type, before))
        if isinstance(looked, Failure):
            return Visited(at, failure=looked)
        arrival = Arrival(answer.content, answer.url, answer.media_type, answer.charset, answer.url)
        return Visited(
            at,
            same=looked.same,
            arrival=arrival,
            address=looked.address,
            syndicated_from=looked.syndicated_from,
            etag=etag,
            last_modified=modified,
            digest=new,
        )


_KINDS: Mapping[SourceKind, Callable[[Asking, Followed, Clock], Came]] = {
    SourceKind.FEED: Asking.feed,
    SourceKind.FOLDER: Asking.folder,
    SourceKind.MAILBOX: Asking.mailbox,
}


def _came(answer: Answer, read: Read, at: datetime) -> Came:
    feed = read.feed
    offered = websub.discover(answer.links, feed.hubs, feed.self_link, answer.url)
    return Came(
        at,
        bytes=answer.sent_bytes,
        status=answer.status,
        moved_to=answer.moved_to,
        etag=answer.validators.etag,
        last_modified=answer.validators.last_modified,
        digest=content_hash(answer.content),
        fresh_seconds=answer.fresh_seconds,
        feed=feed,
        told=read.told,
        hub=offered.hubs[0] if offered else "",
        topic=offered.topic if offered else "",
    )


def _unchanged(answer: Answer, at: datetime, digest: str) -> Came:
    """Nothing has changed, by the server's word or by the bytes."""
    return Came(
        at,
        bytes=answer.sent_bytes,
        status=answer.status,
        unchanged=True,
        moved_to=answer.moved_to,
        etag=answer.validators.etag,
        last_modified=answer.validators.last_modified,
        digest=digest,
        fresh_seconds=answer.fresh_seconds,
    )


def _opened(found: Arrival | InputError | Archive) -> Iterator[Arrival | InputError]:
    """Yield what a file holds; of an archive so much as one reading may hold in memory."""
    if not isinstance(found, Archive):
        yield found
        return
    size = 0
    for step in steps(found):
        if isinstance(step.found, Arrival):
            size += len(step.found.content)
        if size > _ARCHIVE_BYTES:
            yield UnsupportedInput(
                "too_large",
                f"{found.path} holds more than is read from a watched folder.",
                f"firsthand read {found.path}",
            )
            return
        if isinstance(step.found, Arrival | InputError):
            yield step.found


def _arrived(found: Iterable[Arrival | InputError], state: str, at: datetime, *, more: bool = False) -> Came:
    """What a folder or a mailbox gave; what of it could not be read is told, and stops nothing."""
    some = list(found)
    return Came(
        at,
        arrivals=tuple(one for one in some if isinstance(one, Arrival)),
        problems=tuple(failure_of(one) for one in some if isinstance(one, InputError)),
        unchanged=not some,
        place=state,
        more=more,
    )
