"""The doors that people of the site write at, with payloads put through them; and the pages that show what they wrote.

    names of accounts, of workspaces, of programs and of browsers, notes (Markdown) and answers, mentions, searches that
    are kept, words that are muted

Two accounts are signed in, one after the other: the one that reads everything, and one that muted words, since what is
muted would be missing from the pages of the first.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from urllib.parse import quote

from bench.xss_payloads import batches
from firsthand import app
from firsthand.model.errors import FirsthandError
from firsthand.store.database import Store

READS, MUTES = "\"><svg onload=hit('name')>", "<img src=x onerror=hit('other')>"
_KINDS = ("person", "organisation", "place", "topic", "outlet")
_LISTS = ("people", "organisations", "places", "topics", "outlets")
_ACCOUNTS, _WORKSPACES, _KEPT, _MUTED, _PROGRAMS, _NAMES = 150, 60, 50, 500, 50, 25
#: Notes are no longer than 10,000 letters.
_A_NOTE, _LONGEST = 60, 9_900


def fill(store: Store, payloads: Sequence[str]) -> None:
    """Have people write all payloads wherever they may write."""
    reads, mutes = (app.add_account(store, name, "administrator").id for name in (READS, MUTES))
    names = list(dict.fromkeys(" ".join(p.replace(":", " ").split())[:60] for p in payloads))
    for name in names[:: max(1, len(names) // _ACCOUNTS)]:
        with suppress(FirsthandError):  # a sign that cannot be seen
            app.add_account(store, name, "reader")
    for name in payloads[:: max(1, len(payloads) // _WORKSPACES)]:
        with suppress(FirsthandError):
            app.make_workspace(store, reads, name)
    shared = next(w for w in app.workspaces(store, reads) if w.current).id
    guests = [one.name for one in app.accounts(store).accounts if one.name not in (READS,)][:40]
    for guest in guests:
        app.invite_member(store, reads, shared, guest)
    _notes(store, reads, payloads, guests)
    _keep(store, reads, mutes, payloads)


def _notes(store: Store, account: str, payloads: Sequence[str], guests: Sequence[str]) -> None:
    """Write notes on stories, on a document and on a name: payloads as they are, and where Markdown would have them."""
    stories = [line.id for line in app.river(store, limit=10).stories]
    subjects = [*stories, *(m.id for m in app.story(store, stories[0]).documents[:1]), *_named(store)[:1]]
    ways = (
        "{0}",
        "[x]({0})",
        "![{0}]({0})",
        "<{0}>",
        "> {0}",
        "[{0}]: {0}\n[{0}]",
        "`{0}`",
        "    {0}",
        "# {0}",
        "* [{0}][1]",
    )
    for number, batch in enumerate(batches(payloads, _A_NOTE)):
        plain = "\n\n".join(batch)
        marked = "\n\n".join(ways[n % len(ways)].format(p) for n, p in enumerate(batch))
        told = " ".join(f"@{name}" for name in guests[number % 40 :][:5])
        on, above = subjects[number % len(subjects)], None
        for text in (plain, marked, f"{told} {batch[0]}"):
            with suppress(FirsthandError):
                above = app.write_note(store, account, on, text[:_LONGEST], parent=above).id


def _keep(store: Store, reads: str, mutes: str, payloads: Sequence[str]) -> None:
    for batch in list(batches(payloads, 12))[:_KEPT]:
        with suppress(FirsthandError):
            app.keep_search(store, reads, " ".join(batch)[:1000], batch[0])
    for word in [p for p in payloads if len(p) <= 100][:_MUTED]:
        with suppress(FirsthandError):
            app.mute(store, mutes, "word", word)
    for name in payloads[:_PROGRAMS]:
        app.add_app_password(store, reads, name)
        app.enter_as(store, reads, name)


def _named(store: Store) -> list[str]:
    return [one.id for kind in _KINDS for one in app.names(store, kind).names[:_NAMES]]


def shown(store: Store, names: int = _NAMES) -> Iterator[str]:
    """Yield the paths of the pages that show what the account that reads everything wrote, and whom the news names."""
    yield from ("/account", "/workspaces", "/mentions", "/search", "/admin/accounts", *(f"/{name}" for name in _LISTS))
    for line in app.river(store, limit=10).stories:
        yield from (f"/notes/{line.id}", f"/notes/{line.id}?newest=1")
    for kind in _KINDS:
        for one in app.names(store, kind).names[:names]:
            yield f"/{kind}/{one.id}"
            yield f"/notes/{one.id}"
            if kind not in ("topic", "outlet"):
                yield f"/{kind}/{one.id}/said"


def asked(payloads: Sequence[str]) -> Iterator[str]:
    """Yield addresses with payloads in them, of the pages that answer what is typed."""
    for number, batch in enumerate(batches(payloads, 30)):
        text = quote(" ".join(batch)[:1900], safe="")
        yield f"/search?q={text}"
        yield f"/search?order=newest&q={quote('outlet:' + ' by:'.join(batch[:9]), safe='')}"
        yield f"/{_LISTS[number % 5]}?q={text[:190]}"
