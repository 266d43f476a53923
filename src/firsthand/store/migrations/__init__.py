"""How the tables came to be, revision by revision (Alembic), run when a store is opened.

Alembic itself is only loaded when there is something to do: opening a store that is up to date costs one query.
"""

from sqlalchemy import Connection, inspect

from firsthand.model.errors import StoreError

#: The newest revision in `versions`; a test keeps this true.
HEAD = "0018"

_TABLE = "alembic_version"


def revision_of(conn: Connection) -> str | None:
    """Return the revision of the store behind this connection, None for an empty database."""
    if not inspect(conn).has_table(_TABLE):
        return None
    revision: str | None = conn.exec_driver_sql(f"SELECT version_num FROM {_TABLE}").scalar_one_or_none()
    return revision


def forget(conn: Connection) -> None:
    """Forget the revision of a database whose tables were dropped."""
    conn.exec_driver_sql(f"DROP TABLE IF EXISTS {_TABLE}")


def upgrade(conn: Connection, to: str = HEAD) -> None:
    """Bring the tables to a revision within the transaction of ``conn``; StoreError when a newer program wrote them."""
    revision = revision_of(conn)
    if revision == to:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "firsthand.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if unknown := {to, revision or to} - known:
        raise StoreError(
            f"This was written by a newer version of Firsthand (schema {max(unknown)}; this one knows up to {HEAD}).",
            "Upgrade Firsthand, or choose another store.",
        )
    command.upgrade(config, to)
