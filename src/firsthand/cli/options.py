"""Options that many commands have."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from firsthand.contract import SourceChoices


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

# What can be chosen for a source.
Tags = Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="A tag for it. May be repeated.")]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What to call it.")]
FullText = Annotated[
    str | None,
    typer.Option(
        "--full-text",
        metavar="never|short|always",
        help="When the page of an entry is fetched: never, when the feed is short (the default), always.",
    ),
]
Every = Annotated[
    int | None,
    typer.Option("--every", metavar="MINUTES", min=0, help="How often to read it; 0: as its own rhythm is."),
]
Rules = Annotated[
    list[str] | None,
    typer.Option("--rule", metavar="RULE", help='Such as "mute title: horoscope". May be repeated.'),
]
Keep = Annotated[
    str | None,
    typer.Option("--keep", metavar="TEXT", help='How long, such as "90 days, at least 200 entries". Default: all.'),
]
PasswordEnv = Annotated[
    str | None,
    typer.Option("--password-env", metavar="NAME", help="The environment variable that holds a mailbox's password."),
]
Robots = Annotated[
    str | None,
    typer.Option("--robots", metavar="none|pages|all", help="What to ask robots.txt before. Default: pages."),
]

# What stands before the site.
BasePath = Annotated[
    str | None, typer.Option("--base-path", metavar="PATH", help="The path that the site is under, as /news.")
]
TrustProxy = Annotated[
    list[str] | None,
    typer.Option(
        "--trust-proxy", metavar="ADDRESS", help="A proxy (or network) that says whom it speaks for. May be repeated."
    ),
]
PublicUrl = Annotated[
    str | None,
    typer.Option("--public-url", metavar="URL", help="Where readers find the site, as https://desk.example."),
]


def served(base_path: str | None, trust_proxy: list[str] | None, public_url: str | None) -> dict[str, object]:
    """Return what goes before the settings of the server, by their names."""
    given = {"base_path": base_path, "trusted_proxies": trust_proxy or None, "public_address": public_url}
    return {name: value for name, value in given.items() if value is not None}


def chosen(
    tags: list[str] | None = None,
    title: str | None = None,
    full_text: str | None = None,
    every: int | None = None,
    rules: list[str] | None = None,
    keep: str | None = None,
    robots: str | None = None,
    password_env: str | None = None,
    paused: bool | None = None,
) -> "SourceChoices":
    """Return what was chosen for a source; None and an empty list leave a choice as it is."""
    from firsthand.contract import SourceChoices

    return SourceChoices(title, tags or None, full_text, every, paused, rules or None, keep, robots, password_env)
