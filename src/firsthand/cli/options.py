"""Options that many commands have."""

from typing import Annotated

import typer

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
