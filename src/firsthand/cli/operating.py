"""``firsthand settings`` and ``firsthand quarantine``."""

from contextlib import closing
from typing import Annotated

import typer

from firsthand.cli import terminal
from firsthand.cli.options import Json, Store
from firsthand.cli.terminal import counted

_HELP = """
List the work that was given up, with its cause; try it again, or take it off the queue.

\b
Examples:
  firsthand quarantine
  firsthand quarantine retry
  firsthand quarantine retry extract cap_mn3tzhkcxq6bpvaq
  firsthand quarantine drop extract cap_mn3tzhkcxq6bpvaq
"""

quarantine = typer.Typer(
    help=_HELP,
    short_help="List work that was given up; try it again, or drop it.",
    invoke_without_command=True,
    rich_markup_mode=None,
)

Stage = Annotated[str, typer.Argument(metavar="[STAGE]", help="The stage; without one, all.", show_default=False)]
Item = Annotated[
    str, typer.Argument(metavar="[ID]", help="The item; without one, all of the stage.", show_default=False)
]


def settings(
    example: Annotated[bool, typer.Option("--example", help="Print a settings file to begin with, instead.")] = False,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Print every setting as it is in force, and where it comes from: the default, the file, or a variable.

    Secrets stand in no setting; what is named like one is masked all the same.

    \b
    Examples:
      firsthand settings
      firsthand settings --example > firsthand.toml
    """
    with terminal.told():
        from firsthand import app

        if example:
            print(app.settings_example(), end="")
            return
        told = app.settings_in_force(store)
        if as_json:
            terminal.write_json(told)
            return
        for setting in told:
            origin = "" if setting.origin == "default" else f"  ({setting.origin})"
            terminal.write(f"{setting.name} = {setting.value}{origin}")


@quarantine.callback()
def list_all(context: typer.Context, as_json: Json = False, store: Store = None) -> None:
    """List the work that was given up."""
    if context.invoked_subcommand:
        return
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened:
            found = app.quarantined(opened)
        if as_json:
            terminal.write_json(found)
            return
        for one in found:
            place = f" ({one.place})" if one.place else ""
            terminal.write(f"{one.stage} {one.item}{place}, tried {counted(one.attempts, 'time')}: {one.error}")
        if not found:
            terminal.write("Nothing was given up.")


@quarantine.command(short_help="Try given-up work again.")
def retry(stage: Stage = "", item: Item = "", store: Store = None) -> None:
    """Make given-up work due again; whoever works next tries it."""
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened:
            count = app.try_again(opened, stage, item)
        terminal.write(f"{counted(count, 'piece')} of work will be tried again: firsthand serve, or firsthand refresh.")


@quarantine.command(short_help="Take given-up work off the queue.")
def drop(stage: Stage = "", item: Item = "", store: Store = None) -> None:
    """Take given-up work off the queue. What it was to be made of stays; a rebuild tries it again."""
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened:
            count = app.give_up(opened, stage, item)
        terminal.write(f"{counted(count, 'piece')} of work {'is' if count == 1 else 'are'} off the queue.")
