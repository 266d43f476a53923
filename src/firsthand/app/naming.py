"""Whom and what the news names: people, organisations, places, topics, outlets; and stories near a story."""

from firsthand import contract as out
from firsthand import naming, relating
from firsthand.app.at_work import Store, context

#: Stories on one page of a name; stories whose quotes are on one page.
STORIES, SAID = 20, 20


def names(store: Store, kind: str, prefix: str = "") -> out.NamesOut:
    """Return the names of a kind (person, organisation, place, topic, outlet) that are reported most of late.

    With a ``prefix`` those of which a word begins so. Raises InputError for another kind.
    """
    with store.read() as tx:
        return naming.listing(tx, kind, prefix)


def name(store: Store, kind: str, name_id: str, after: str | None = None) -> out.NamePageOut:
    """Return the page of a name; ``after`` is the key that the page before gave. Raises NotFound."""
    with store.read() as tx:
        return naming.page(tx, kind, name_id, context().words, STORIES, after)


def said_by(store: Store, kind: str, name_id: str, after: str | None = None) -> out.SaidPageOut:
    """Return a page of what somebody says, newest story first. Raises NotFound."""
    with store.read() as tx:
        return naming.said(tx, kind, name_id, SAID, after)


def related(store: Store, story_id: str) -> list[out.RelatedOut]:
    """Return the stories that share rare names with one and are not of its thread, the nearest first. Raises NotFound."""
    with store.read() as tx:
        return relating.near(tx, story_id)
