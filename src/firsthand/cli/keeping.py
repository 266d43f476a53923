"""``firsthand backup`` and ``firsthand restore``, and what they say."""

from contextlib import closing
from typing import Annotated

import typer

from firsthand.cli import terminal
from firsthand.cli.options import Json, Store
from firsthand.cli.terminal import counted


def backup(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file to write, as desk.backup.")],
    everything: Annotated[
        bool, typer.Option("--all", help="With all that was made of the captures: larger, and ready at once.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace a file of that name when this one is whole.")
    ] = False,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Write one file with all that cannot be made again: captures, corrections, sources, accounts, notes, models' answers.

    It is of one instant, and may be written while the store is in use. Either database can read it back. The file is
    there when it is whole, or not at all.

    Exit code 1 also where bytes of captures were damaged: the rest is in the backup, and they are named.

    \b
    Examples:
      firsthand backup desk.backup
      firsthand backup /mnt/backups/desk-$(date +%F).backup --all
    """
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened, terminal.Progress() as progress:
            out = app.backup(opened, file, everything=everything, replace=replace, progress=progress)
        if as_json:
            terminal.write_json(out)
        else:
            size = f"{out.bytes / 1e6:,.1f} MB"
            terminal.write(f"{out.file}: {counted(out.captures, 'capture')}, {size}, in {out.seconds:.1f} s.")
        if out.damaged:
            terminal.complain(
                f"{counted(len(out.damaged), 'blob')} could not be had, the first {out.damaged[0]}; all else is in the "
                "backup. Restore them from an earlier one."
            )
            raise typer.Exit(1)


def restore(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file that firsthand backup wrote.")],
    aside: Annotated[bool, typer.Option("--force", help="Move the store that is in the folder aside first.")] = False,
    no_rebuild: Annotated[
        bool, typer.Option("--no-rebuild", help="Leave what is derived for firsthand serve to make.")
    ] = False,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Read a backup into an empty store, on either database; then make again what it does not hold.

    The whole file is checked first: one that is damaged or cut is refused, and nothing is touched. Then all of it goes
    in, or nothing.

    \b
    Examples:
      firsthand restore desk.backup --store ./desk
      firsthand restore desk.backup --store postgresql://desk@localhost/desk
    """
    with terminal.told():
        from firsthand import app

        with terminal.Progress() as progress:
            out = app.restore(file, store, aside=aside, work=not no_rebuild, progress=progress)
        if as_json:
            terminal.write_json(out)
            return
        if out.moved:
            terminal.write(f"What was there is in {out.moved} now.")
        terminal.write(f"{out.store}: {counted(out.captures, 'capture')} of {out.made}, in {out.seconds:.1f} s.")
        if out.left_out:
            terminal.complain(f"{counted(out.left_out, 'capture')} had no bytes in the backup and were left out.")
        if out.to_read:
            terminal.write("What is derived is not made yet: firsthand serve does it while it runs.")
