"""The commands about accounts: who may come in, and as what. Whoever may write the store may do all of it."""

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.cli import terminal
from firsthand.cli.options import Json, Store

if TYPE_CHECKING:
    from firsthand.contract import AccountOut, InviteOut

_HELP = """
List who may come in to the reading site, and add, change, disable and remove accounts.

An account is named by its name or its id, as the list prints them. Passwords are asked for without showing them, or read
from standard input; nothing secret is typed into a command.

\b
Examples:
  firsthand user list
  firsthand user add Ada --role editor
  firsthand user link Ada
  firsthand user password Ada
  firsthand user remove Ada
"""

user = typer.Typer(
    help=_HELP, short_help="List, add, change and remove accounts.", rich_markup_mode=None, no_args_is_help=True
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name or the id of an account.")]
Role = Annotated[str, typer.Option("--role", metavar="reader|editor|administrator", help="What the account may do.")]
Site = Annotated[
    str,
    typer.Option("--site", metavar="URL", help="Where the site is, as its readers reach it.", envvar="FIRSTHAND_SITE"),
]
_HERE = "http://127.0.0.1:8321"


@user.command("list", short_help="List the accounts.")
def list_all(as_json: Json = False, store: Store = None) -> None:
    """List every account with its role, how it signs in and when it was last here, and links that nobody has opened."""
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened:
            told = app.accounts(opened)
        if as_json:
            terminal.write_json(told)
            return
        for account in told.accounts:
            terminal.write(_line(account))
        for link in told.invites:
            terminal.write(f"a one-time link for {link.name or f'a new {link.role}'}, good until {link.expires}")
        if not told.accounts:
            terminal.write("There is nobody yet. The link that firsthand serve prints makes the first administrator.")


@user.command(short_help="Make an account.")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the account is called.")],
    role: Role = "reader",
    password: Annotated[
        bool, typer.Option("--password", help="Ask for a password now, instead of printing a one-time link.")
    ] = False,
    site: Site = _HERE,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Make an account, and print a one-time link by which its owner comes in and chooses a password.

    \b
    Examples:
      firsthand user add Ada --role editor --site https://news.example
      firsthand user add Ada --password < password.txt
    """
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened:
            made = app.add_account(opened, name, role, _asked_password() if password else None)
            link = None if password else app.link_for(opened, made.id)
        if as_json:
            terminal.write_json({"account": made, "link": _whole(link, site) if link else None})
            return
        terminal.write(_line(made))
        if link:
            _write_link(link, site)


@user.command(short_help="Give an account another role.")
def role(
    name: Name,
    role: Annotated[str, typer.Argument(metavar="reader|editor|administrator", help="What it may do from now on.")],
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Give an account another role. The last administrator stays one."""
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened:
            changed = app.set_role(opened, app.account_of(opened, name).id, role)
        _tell(changed, as_json)


@user.command(short_help="Give an account a password.")
def password(name: Name, as_json: Json = False, store: Store = None) -> None:
    """Ask for a password (or read it from standard input) and give it to an account; its browsers are signed out."""
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened:
            account = app.account_of(opened, name)
            changed = app.set_password(opened, account.id, _asked_password())
        _tell(changed, as_json)


@user.command(short_help="Make a one-time link for an account.")
def link(name: Name, site: Site = _HERE, as_json: Json = False, store: Store = None) -> None:
    """Print a link that lets somebody in once, within three days, where a new password can be chosen."""
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened:
            made = app.link_for(opened, app.account_of(opened, name).id)
        if as_json:
            terminal.write_json({"link": _whole(made, site), "expires": made.expires})
        else:
            _write_link(made, site)


@user.command(short_help="Let an account in no more.")
def disable(name: Name, as_json: Json = False, store: Store = None) -> None:
    """Let an account in no more, and sign its browsers out. All that is its own stays, until it is enabled again."""
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened:
            changed = app.disable_account(opened, app.account_of(opened, name).id)
        _tell(changed, as_json)


@user.command(short_help="Let a disabled account in again.")
def enable(name: Name, as_json: Json = False, store: Store = None) -> None:
    """Let a disabled account in again."""
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened:
            changed = app.enable_account(opened, app.account_of(opened, name).id)
        _tell(changed, as_json)


@user.command(short_help="Remove an account with all that is its own.")
def remove(name: Name, as_json: Json = False, store: Store = None) -> None:
    """Remove an account with all that is its own: what it saved, noted and chose. What it corrected stays."""
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened:
            gone = app.remove_account(opened, app.account_of(opened, name).id)
        if as_json:
            terminal.write_json(gone)
        else:
            terminal.write(f"{gone.name} is removed.")


def _asked_password() -> str:
    """Ask for a password twice where a person is at the terminal; else take the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    answer: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return answer


def _tell(account: "AccountOut", as_json: bool) -> None:
    if as_json:
        terminal.write_json(account)
    else:
        terminal.write(_line(account))


def _line(account: "AccountOut") -> str:
    ways = [*(["password"] if account.has_password else []), *(["provider"] if account.provider else [])]
    state = f"disabled since {account.disabled}" if account.disabled else f"by {' or '.join(ways) or 'link only'}"
    seen = f", last here {account.seen}" if account.seen else ""
    return f"{account.name}  {account.role}  {account.id}  {state}{seen}"


def _whole(link: "InviteOut", site: str) -> str:
    return f"{site.rstrip('/')}{link.path}"


def _write_link(link: "InviteOut", site: str) -> None:
    terminal.write(f"A link for {link.name}, that works once, until {link.expires}:")
    terminal.write(f"  {_whole(link, site)}")
