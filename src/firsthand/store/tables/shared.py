"""What all tables share: how constraints are named, and text that sorts by code point."""

from sqlalchemy import MetaData, Text

#: Text that sorts by code point on both databases, whatever the server's language.
Id = Text().with_variant(Text(collation="C"), "postgresql")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
