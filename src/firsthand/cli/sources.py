"""The commands about what is followed: list it, look at one, choose for it, pause it, follow it no more."""

import sys
from collections.abc import Iterable
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.cli import terminal
from firsthand.cli.options import (
    Every,
    FullText,
    Json,
    Keep,
    PasswordEnv,
    Robots,
    Rules,
    Store,
    Tags,
    Title,
    chosen,
)

if TYPE_CHECKING:
    from firsthand.contract import SourceChoices, SourceOut

_HELP = """
List what is followed: what is in trouble first, with its cause and the next try.

A source is named by its id or its address, as the list prints them.

\b
Examples:
  firsthand sources
  firsthand sources --tag ports --json
  firsthand sources --opml > feeds.opml
  firsthand sources show https://example.com/feed
  firsthand sources set src_mn3tzhkcxq6bpvaq --every 30 --rule "mute title: horoscope"
"""

sources = typer.Typer(
    help=_HELP,
    short_help="List what is followed, choose, pause, remove.",
    invoke_without_command=True,
    rich_markup_mode=None,
)

Id = Annotated[str, typer.Argument(metavar="ID", help="The id or the address of a source.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="The ids or the addresses of sources.")]


@sources.callback()
def list_all(
    context: typer.Context,
    tag: Annotated[str | None, typer.Option("--tag", metavar="TAG", help="Only sources with this tag.")] = None,
    opml: Annotated[bool, typer.Option("--opml", help="Write all feeds as OPML instead.")] = False,
    packs: Annotated[bool, typer.Option("--packs", help="List the starter packs instead.")] = False,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """List what is followed."""
    if context.invoked_subcommand is not None:
        _refuse_what_is_ignored(context)
        return
    with terminal.told():
        from firsthand import app
        from firsthand.cli.following import write_packs, write_sources

        if packs:
            write = terminal.write_json if as_json else write_packs
            write(app.packs())
            return
        with closing(app.open_store(store)) as opened:
            if opml:
                sys.stdout.buffer.write(app.opml(opened))
                sys.stdout.flush()
                return
            listed = app.sources(opened, tag)
        if as_json:
            terminal.write_json(listed)
        else:
            write_sources(listed)


def _refuse_what_is_ignored(context: typer.Context) -> None:
    """Options before a sub-command would be lost, and it would be done in another store than was meant."""
    for name in context.params:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise typer.BadParameter(f"options go behind {context.invoked_subcommand}.")


@sources.command(short_help="Print one source with its history and entries.")
def show(id: Id, as_json: Json = False, store: Store = None) -> None:
    """Print how one source stands, what was chosen for it, its last readings and its newest entries."""
    with terminal.told():
        from firsthand import app
        from firsthand.cli.following import write_source

        with closing(app.open_store(store)) as opened:
            found = app.source(opened, app.source_of(opened, id))
        if as_json:
            terminal.write_json(found)
        else:
            write_source(found)


@sources.command("set", short_help="Choose for sources: tags, rules, interval ...")
def choose(
    ids: Ids,
    tag: Tags = None,
    title: Title = None,
    full_text: FullText = None,
    every: Every = None,
    rule: Rules = None,
    keep: Keep = None,
    robots: Robots = None,
    password_env: PasswordEnv = None,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Choose for sources. Tags and rules that are given stand for all of them; an empty one ("") takes all away.

    \b
    Examples:
      firsthand sources set https://example.com/feed --tag ports --tag wire
      firsthand sources set src_mn3tzhkcxq6bpvaq --keep "90 days, at least 200 entries"
      firsthand sources set src_mn3tzhkcxq6bpvaq --rule "keep any: harbour, quay" --rule "mute title: horoscope"
      firsthand sources set src_mn3tzhkcxq6bpvaq --every 0 --title ""
    """
    choices = chosen(tag, title, full_text, every, rule, keep, robots, password_env)
    _choose(ids, choices, as_json, store)


@sources.command(short_help="Read sources no more for now.")
def pause(ids: Ids, as_json: Json = False, store: Store = None) -> None:
    """Read sources no more until they are resumed."""
    _choose(ids, chosen(paused=True), as_json, store)


@sources.command(short_help="Read paused sources again.")
def resume(ids: Ids, as_json: Json = False, store: Store = None) -> None:
    """Read paused sources again."""
    _choose(ids, chosen(paused=False), as_json, store)


@sources.command(short_help="Follow sources no more.")
def remove(ids: Ids, as_json: Json = False, store: Store = None) -> None:
    """Follow sources no more. What was read of them stays; their lists of entries and their histories go."""
    with terminal.told():
        from firsthand import app

        gone = []
        with closing(app.open_store(store)) as opened:
            for id in [app.source_of(opened, given) for given in ids]:
                gone.append(app.source(opened, id).source)
                app.unfollow(opened, id)
        if as_json:
            terminal.write_json(gone)
            return
        for source in gone:
            terminal.write(f"{source.name} is followed no more.")


def _choose(ids: Iterable[str], choices: "SourceChoices", as_json: bool, store: str | None) -> None:
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened:
            told = [app.choose(opened, id, choices) for id in [app.source_of(opened, given) for given in ids]]
        _tell(told, as_json)


def _tell(told: "list[SourceOut]", as_json: bool) -> None:
    if as_json:
        terminal.write_json(told)
        return
    from firsthand.cli.following import write_chosen

    for source in told:
        write_chosen(source)
