"""Lineages: an original and its copies, one independent source. A document is in one of them at most."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from firsthand.model.story import Lineage
from firsthand.store.records import decode, encode
from firsthand.store.statements import among
from firsthand.store.tables import document
from firsthand.store.tables import lineage as table
from firsthand.store.tables import lineage_document as members
from firsthand.store.transaction import Tx


def replace(tx: Tx, gone: Iterable[str], new: Iterable[Lineage]) -> None:
    """Put ``new`` where the lineages ``gone`` (and those with the ids of ``new``) were.

    A document that would then be in two lineages is an IntegrityError: a lineage was left out of ``gone``.
    """
    coming = list(new)
    old = {*gone, *(lineage.id for lineage in coming)}
    if old:
        tx.conn.execute(delete(members).where(among(tx, members.c.lineage_id, old)))
        tx.conn.execute(delete(table).where(among(tx, table.c.id, old)))
    if coming:
        tx.conn.execute(insert(table), [{"id": lineage.id, "record": encode(lineage)} for lineage in coming])
    rows = [{"document_id": member, "lineage_id": lineage.id} for lineage in coming for member in lineage.members]
    if rows:
        tx.conn.execute(insert(members), rows)


def where(tx: Tx, document_ids: Iterable[str]) -> dict[str, str]:
    """Return which lineage each of these documents is in; those in none are left out."""
    query = select(members.c.document_id, members.c.lineage_id)
    rows = tx.conn.execute(query.where(among(tx, members.c.document_id, document_ids)))
    return {row.document_id: row.lineage_id for row in rows}


def beside(tx: Tx, document_ids: Iterable[str]) -> set[str]:
    """Return every document of the lineages that hold any of these documents."""
    theirs = select(members.c.lineage_id).where(among(tx, members.c.document_id, document_ids)).scalar_subquery()
    return set(tx.conn.execute(select(members.c.document_id).where(members.c.lineage_id.in_(theirs))).scalars())


def of_documents(tx: Tx, document_ids: Iterable[str]) -> list[Lineage]:
    """Return the lineages that hold any of these documents, by id."""
    found = many(tx, where(tx, document_ids).values())
    return [found[lineage_id] for lineage_id in sorted(found)]


def of_articles(tx: Tx, article_ids: Iterable[str]) -> set[str]:
    """Return the ids of the lineages that hold any page of some articles."""
    query = select(members.c.lineage_id).join(document, document.c.id == members.c.document_id)
    return set(tx.conn.execute(query.where(among(tx, document.c.article_id, article_ids)).distinct()).scalars())


def homes(tx: Tx, article_ids: Iterable[str]) -> dict[str, set[str]]:
    """Return the lineages that hold pages of each of these articles; those in none are left out."""
    query = select(document.c.article_id, members.c.lineage_id).join(members, document.c.id == members.c.document_id)
    found: dict[str, set[str]] = {}
    for article_id, lineage_id in tx.conn.execute(query.where(among(tx, document.c.article_id, article_ids))):
        found.setdefault(article_id, set()).add(lineage_id)
    return found


def articles(tx: Tx, lineage_ids: Iterable[str]) -> set[str]:
    """Return the articles whose pages any of these lineages hold."""
    query = select(document.c.article_id).join(members, document.c.id == members.c.document_id)
    return set(tx.conn.execute(query.where(among(tx, members.c.lineage_id, lineage_ids)).distinct()).scalars())


def many(tx: Tx, lineage_ids: Iterable[str]) -> dict[str, Lineage]:
    """Return those lineages that there are, by id."""
    rows = tx.conn.execute(select(table).where(among(tx, table.c.id, lineage_ids)))
    return {row.id: decode(Lineage, row.record) for row in rows}


def existing(tx: Tx, lineage_ids: Iterable[str]) -> set[str]:
    """Return those of the ids that are lineages."""
    return set(tx.conn.execute(select(table.c.id).where(among(tx, table.c.id, lineage_ids))).scalars())


def all_ids(tx: Tx) -> list[str]:
    """Return the id of every lineage, sorted."""
    return sorted(tx.conn.execute(select(table.c.id)).scalars())
