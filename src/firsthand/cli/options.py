"""Options that many commands have."""

from datetime import UTC, datetime
from typing import Annotated

import typer


def time_given(text: str) -> datetime:
    """Read an ISO 8601 time; one without a zone is UTC."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no ISO 8601 time such as 2025-05-28T14:00Z") from None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="DIR|URL",
        envvar="FIRSTHAND_STORE",
        help="Where everything is kept: a folder, or postgresql://... Default: your data folder.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")]
Full = Annotated[bool, typer.Option("--full", help="Show every difference, in full length.")]
SeenAt = Annotated[
    datetime | None,
    typer.Option(
        metavar="TIME", parser=time_given, help="When these pages were seen, as 2025-05-28T14:00Z. Default: now."
    ),
]
AllowHost = Annotated[
    list[str] | None,
    typer.Option(metavar="HOST", help="A private host that may be read nevertheless. May be repeated."),
]
