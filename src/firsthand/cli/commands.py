"""The commands and their options.

Only what ``--help`` needs is imported before a command runs, and help is plain text: typer's boxes need a Markdown
renderer that triples the time to the first line (0.13 s against 0.33 s). A ``\b`` keeps the lines of a paragraph.
"""

from contextlib import closing, suppress
from datetime import datetime
from typing import Annotated, NoReturn

import typer

from firsthand import __version__
from firsthand.cli import terminal
from firsthand.cli.judge import judge
from firsthand.cli.keeping import backup, restore
from firsthand.cli.operating import quarantine, settings
from firsthand.cli.options import (
    AllowHost,
    BasePath,
    Every,
    Full,
    FullText,
    Json,
    Keep,
    PasswordEnv,
    PublicUrl,
    Robots,
    Rules,
    SeenAt,
    Store,
    Tags,
    Title,
    TrustProxy,
    chosen,
    served,
    time_given,
)
from firsthand.cli.sources import sources
from firsthand.cli.terminal import counted
from firsthand.cli.user import user

_HELP = """
Who really said it first, who copied it, what each copy changed, and how many independent sources stand behind it.
"""
_EXAMPLES = """\b
Examples:
  firsthand read original.html copy.txt           who was first, what did the copy change?
  firsthand read https://example.com/news pages/  an address, and a folder with all in it
  curl -s https://example.com/news | firsthand read - --json
  firsthand add example.com                       follow a site: its feed is found
  firsthand serve --demo                          the reading site, with a sample archive

firsthand COMMAND --help says more.
"""

cli = typer.Typer(
    name="firsthand",
    help=_HELP,
    epilog=_EXAMPLES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
cli.add_typer(sources, name="sources")
cli.add_typer(judge, name="judge")
cli.add_typer(quarantine, name="quarantine")
cli.command(short_help="Print the settings in force.")(settings)
cli.command(short_help="Write one file with all that cannot be made again.")(backup)
cli.command(short_help="Read a backup into an empty store.")(restore)
cli.add_typer(user, name="user")


@cli.command(short_help="Read pages and texts, and print their stories.")
def read(
    inputs: Annotated[
        list[str], typer.Argument(metavar="PATH|URL|-...", help="Files, folders, web addresses, - for standard input.")
    ],
    as_json: Json = False,
    full: Full = False,
    store: Store = None,
    seen_at: SeenAt = None,
    allow_host: AllowHost = None,
    again: Annotated[bool, typer.Option("--again", help="Read archives anew that were read to their end.")] = False,
) -> None:
    """Read pages and texts, and print their stories: the original and why, its copies, and what each one changed.

    Text, HTML and mails are read, from files, folders, web addresses and standard input. Everything is kept in the
    store; reading the same again changes nothing.

    Archives (WARC, also packed; mbox) may be of any size: they are worked off as they are read, a stopped reading goes
    on where it was, and a summary is printed.

    \b
    Examples:
      firsthand read original.txt copy.txt
      firsthand read pages/ --json > stories.json
      firsthand read https://example.com/news --store ./desk
      firsthand read *.warc.gz letters.mbox
      pbpaste | firsthand read -
    """
    with terminal.told():
        from firsthand import app
        from firsthand.cli.stories import write_read

        hosts = tuple(allow_host or ())
        if app.have_archives(inputs):
            _read_archives(inputs, store, seen_at, hosts, again=again, as_json=as_json, full=full)
            return
        with closing(app.open_store(store)) as opened, terminal.Progress() as progress:
            out = app.read(opened, inputs, seen_at=seen_at, allow_hosts=hosts, progress=progress)
        terminal.write_problems(out.problems, full=full)
        if as_json:
            terminal.write_json(out)
        else:
            write_read(out, full=full)
        if not out.documents:
            raise typer.Exit(1)


def _read_archives(
    inputs: list[str],
    store: str | None,
    seen_at: datetime | None,
    hosts: tuple[str, ...],
    *,
    again: bool,
    as_json: bool,
    full: bool,
) -> None:
    from firsthand import app
    from firsthand.cli.archives import write_archives, write_causes

    with closing(app.open_store(store)) as opened, terminal.ArchiveProgress() as watch:
        out = app.read_archives(opened, inputs, seen_at=seen_at, allow_hosts=hosts, again=again, watch=watch)
    write_causes(out, full=full)
    if as_json:
        terminal.write_json(out)
    else:
        write_archives(out)
    if not out.documents and not any(archive.state == "read_before" for archive in out.archives):
        raise typer.Exit(1)


@cli.command(short_help="Follow sites, feeds, lists of feeds, folders ...")
def add(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="THING...",
            help="An address, a site's name, a file, a folder, a mailbox, pack:LANGUAGE, - for standard input.",
        ),
    ],
    tag: Tags = None,
    title: Title = None,
    full_text: FullText = None,
    every: Every = None,
    rule: Rules = None,
    keep: Keep = None,
    robots: Robots = None,
    password_env: PasswordEnv = None,
    allow_host: AllowHost = None,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Add anything, and say what was found.

    A site, a feed, a list of feeds (OPML), a folder and a mailbox are followed from now on. An article, a saved page, an
    archive and a letter are read once, and what their site offers is named. Adding something twice changes nothing.

    Exit code 1 when nothing was added.

    \b
    Examples:
      firsthand add example.com
      firsthand add https://example.com/feed --tag ports --rule "mute title: horoscope"
      firsthand add feeds.opml --keep "90 days, at least 200 entries"
      firsthand add pack:de --tag deutsch
      firsthand add ~/saved-pages page.html crawl.warc.gz
      firsthand add imaps://ada@mail.example/Newsletters --password-env FIRSTHAND_PASSWORD
      curl -s https://example.com/feeds.opml | firsthand add -
    """
    choices = chosen(tag, title, full_text, every, rule, keep, robots, password_env)
    with terminal.told():
        from firsthand import app
        from firsthand.cli.following import write_added

        hosts = tuple(allow_host or ())
        with closing(app.open_store(store)) as opened, terminal.Progress() as progress:
            out = app.add(opened, inputs, choices, allow_hosts=hosts, progress=progress)
        terminal.write_problems(out.problems, full=False)
        if as_json:
            terminal.write_json(out)
        else:
            write_added(out)
        if not out.added:
            raise typer.Exit(1)


@cli.command(short_help="Read what is due of what is followed.")
def refresh(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID...", help="The ids or the addresses of sources. Default: all due.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Read every source, due or not.")] = False,
    allow_host: AllowHost = None,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Read what is due of what is followed, visit the pages that entries lead to, and work everything through.

    Where firsthand serve runs on the same store, it reads them: what is asked for here is then made due.

    Exit code 1 when every source failed.

    \b
    Examples:
      firsthand refresh
      firsthand refresh https://example.com/feed
      firsthand refresh --all --json
    """
    with terminal.told():
        from firsthand import app
        from firsthand.cli.following import write_refresh

        hosts = tuple(allow_host or ())
        with closing(app.open_store(store)) as opened, terminal.Progress() as progress:
            known = [app.source_of(opened, given) for given in ids or ()]
            out = app.refresh(opened, known, every=every, allow_hosts=hosts, progress=progress)
        terminal.write_problems(out.problems)
        if as_json:
            terminal.write_json(out)
        else:
            write_refresh(out)
        if out.sources and len(out.problems) == out.sources:
            raise typer.Exit(1)


@cli.command(short_help="Print who says what in pages and texts.")
def voices(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="PATH|URL|ID...", help="What read takes, or ids of documents and stories in the store."),
    ],
    as_json: Json = False,
    full: Full = False,
    store: Store = None,
    seen_at: SeenAt = None,
    allow_host: AllowHost = None,
) -> None:
    """Print who says what: quotes and claims with their speakers, names, dates, topics and a summary of each document.

    Pages and texts are read as by read. --json has the place of every value, and the voices of their stories, where
    what several pages carry is counted once.

    \b
    Examples:
      firsthand voices article.html
      firsthand voices pages/ --json > voices.json
      firsthand voices sto_mn3tzhkcxq6bpvaq --full
    """
    with terminal.told():
        from firsthand import app
        from firsthand.cli.voices import write_voices

        hosts = tuple(allow_host or ())
        with closing(app.open_store(store)) as opened, terminal.Progress() as progress:
            out = app.voices(opened, inputs, seen_at=seen_at, allow_hosts=hosts, progress=progress)
        terminal.write_problems(out.problems, full=full)
        if as_json:
            terminal.write_json(out)
        else:
            write_voices(out, full=full)
        if not out.documents:
            raise typer.Exit(1)


@cli.command(short_help="List the stories of the store.")
def stories(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many stories.")] = 30,
    top: Annotated[bool, typer.Option("--top", help="Highest rank first, instead of the newest report.")] = False,
    since: Annotated[
        datetime | None,
        typer.Option(
            metavar="TIME", parser=time_given, help="Only what has a report after this time, and what of it is new."
        ),
    ] = None,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """List the stories of the store, the newest report first.

    \b
    Examples:
      firsthand stories --top --limit 10
      firsthand stories --since 2025-05-28T06:00Z
    """
    with terminal.told():
        from firsthand import app
        from firsthand.cli.stories import write_river

        with closing(app.open_store(store)) as opened:
            found = app.river(opened, limit, by_rank=top, since=since)
        if as_json:
            terminal.write_json(found)
        else:
            write_river(found)


@cli.command(short_help="Print one story from the store.")
def story(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of a story, as printed beside its headline.")],
    as_json: Json = False,
    full: Full = False,
    graph: Annotated[bool, typer.Option("--graph", help="Print who has what from whom, instead.")] = False,
    store: Store = None,
) -> None:
    """Print one story from the store.

    \b
    Examples:
      firsthand story sto_mn3tzhkcxq6bpvaq --full
      firsthand story sto_mn3tzhkcxq6bpvaq --graph --json
    """
    with terminal.told():
        from firsthand import app
        from firsthand.cli.stories import write_graph, write_story

        with closing(app.open_store(store)) as opened:
            if graph:
                evidence = app.graph(opened, id)
            else:
                found = app.story(opened, id)
        if as_json:
            terminal.write_json(evidence if graph else found)
        elif graph:
            write_graph(evidence)
        else:
            write_story(found, full=full)


@cli.command(short_help="Why are two pages one story, or not?")
def why(
    one: Annotated[str, typer.Argument(metavar="A", help="The id of a page or of a story.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The id of another.")],
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Say why two pages or stories are in one story, or why they are not: what they share, and what decided.

    Of stories the two pages that are most alike are compared. --json has the places of all words.

    \b
    Examples:
      firsthand why doc_mn3tzhkcxq6bpvaq doc_fq7i5tuwqcolxx4z
      firsthand why sto_mn3tzhkcxq6bpvaq sto_fq7i5tuwqcolxx4z --json
    """
    with terminal.told():
        from firsthand import app
        from firsthand.cli.why import write_why

        with closing(app.open_store(store)) as opened:
            found = app.why(opened, one, other)
        if as_json:
            terminal.write_json(found)
        else:
            write_why(found)


@cli.command(short_help="Print what happened when, and who reported it when.")
def timeline(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of a story, as printed beside its headline.")],
    as_json: Json = False,
    full: Full = False,
    store: Store = None,
) -> None:
    """Print the timeline of a story: what its pages date, a sentence each, and who reported it when.

    \b
    Example:
      firsthand timeline sto_mn3tzhkcxq6bpvaq
    """
    with terminal.told():
        from firsthand import app
        from firsthand.cli.timeline import write_timeline

        with closing(app.open_store(store)) as opened:
            found = app.timeline(opened, id)
        if as_json:
            terminal.write_json(found)
        else:
            write_timeline(found, full=full)


@cli.command(short_help="Print the affairs that stories are part of.")
def threads(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many, those with the newest report first.")] = 30,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Print the threads: affairs that go on over several stories, one a line."""
    with terminal.told():
        from firsthand import app
        from firsthand.cli.threads import write_threads

        with closing(app.open_store(store)) as opened:
            found = app.threads(opened, limit)
        if as_json:
            terminal.write_json(found)
        else:
            write_threads(found)


@cli.command(
    short_help="Find stories by words, names, quotations, days.",
    context_settings={"ignore_unknown_options": True},  # -word excludes a word
)
def search(
    query: Annotated[
        list[str], typer.Argument(metavar="QUERY...", help="What to look for; everything is read somehow.")
    ],
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many stories.")] = 10,
    newest: Annotated[bool, typer.Option("--newest", help="The newest first, not the best.")] = False,
    after: Annotated[str | None, typer.Option(metavar="KEY", help="Go on after the page that gave this key.")] = None,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Find stories. Nothing that is typed is an error; the answer says how it was understood.

    \b
    Examples:
      firsthand search ferry strike
      firsthand search '"ran aground" outlet:meridian after:2026-03'
      firsthand search 'said:resign person:"Amina Sorley" -football'
      firsthand search 'topic:transport (strike OR walkout) independent:>=3 is:original'
      firsthand search 'ferr* lang:en before:7d' --newest
    """
    with terminal.told():
        from firsthand import app
        from firsthand.cli.searching import write_search

        with closing(app.open_store(store)) as opened:
            with terminal.Progress() as progress:
                app.index_now(opened, progress)
            found = app.search(opened, " ".join(query), limit, after, newest=newest)
        if as_json:
            terminal.write_json(found)
        else:
            write_search(found)


@cli.command(short_help="Print one affair, story by story.")
def thread(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of a thread, as printed by threads.")],
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Print one thread: its stories in the order of time, and what is new in each.

    \b
    Examples:
      firsthand thread thr_mn3tzhkcxq6bpvaq
      firsthand thread thr_mn3tzhkcxq6bpvaq --json
    """
    with terminal.told():
        from firsthand import app
        from firsthand.cli.threads import write_thread

        with closing(app.open_store(store)) as opened:
            found = app.thread(opened, id)
        if as_json:
            terminal.write_json(found)
        else:
            write_thread(found)


@cli.command(short_help="Print what parties say over time, and what changed.")
def positions(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of a thread or of a story.")],
    as_json: Json = False,
    full: Full = False,
    store: Store = None,
) -> None:
    """Print what each named party says on a subject over time across an affair, and what changed between two reports.

    \b
    Examples:
      firsthand positions thr_mn3tzhkcxq6bpvaq
      firsthand positions sto_mn3tzhkcxq6bpvaq --json
    """
    with terminal.told():
        from firsthand import app
        from firsthand.cli.positions import write_positions

        with closing(app.open_store(store)) as opened:
            found = app.positions(opened, id)
        if as_json:
            terminal.write_json(found)
        else:
            write_positions(found, full=full)


@cli.command(short_help="Open the reading site and its API.")
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")] = 8321,
    store: Store = None,
    demo: Annotated[bool, typer.Option("--demo", help="Read the sample archive first (invented news).")] = False,
    no_follow: Annotated[bool, typer.Option("--no-follow", help="Do not read what is followed.")] = False,
    base_path: BasePath = None,
    trust_proxy: TrustProxy = None,
    public_url: PublicUrl = None,
    processes: Annotated[
        int,
        typer.Option(min=1, max=64, help="Processes that answer requests; another does the background work if > 1."),
    ] = 1,
) -> None:
    """Open the reading site and its API; prints its address, and a link that logs you in once until you have a password.

    What is followed is read in the background while it runs.

    \b
    Examples:
      firsthand serve --demo
      firsthand serve --port 9000 --store ./desk
      firsthand serve --trust-proxy 127.0.0.1 --public-url https://desk.example --base-path /news
      firsthand serve --processes 2
    """
    with terminal.told():
        from firsthand import app, server

        if demo:
            with closing(app.open_store(store)) as opened, terminal.Progress() as progress:
                app.load_demo(opened, progress)
        with suppress(KeyboardInterrupt):  # the announced way to stop it
            over = served(base_path, trust_proxy, public_url)
            address, follow = store or app.default_store(), not no_follow
            server.run(address, host, port, _show_link, follow=follow, over=over, processes=processes)


def _show_link(link: str) -> None:
    once = "/login/" in link
    terminal.write("Firsthand is running. Log in once with this link:" if once else "Firsthand is running. Sign in at:")
    terminal.write(f"  {link}")
    if not once:
        terminal.write("Who has forgotten the password comes in by: firsthand user link NAME")
    terminal.write("Stop it with Ctrl-C.")


@cli.command(short_help="Make everything again from the captures.")
def rebuild(store: Store = None) -> None:
    """Drop everything that was derived from the captures and make it again, to the same ids.

    Captures and corrections are never touched. Do it after an upgrade, or when something looks wrong.
    """
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened, terminal.Progress() as progress:
            built = app.rebuild(opened, progress)
        captures, documents = counted(built.captures, "capture"), counted(built.documents, "document")
        stories = counted(built.stories, "story", "stories")
        terminal.write(f"Rebuilt {captures} into {documents} and {stories} in {built.seconds:.1f} s.")
        if built.quarantined:
            terminal.complain(f"{built.quarantined} could not be worked through. To see why: firsthand doctor")


@cli.command(short_help="Say what is installed, waiting, or failed.")
def doctor(as_json: Json = False, store: Store = None) -> None:
    """Say what is installed, where the store is, what is waiting, and what failed and why.

    Exit code 1 when something is bad.
    """
    with terminal.told():
        from firsthand import app
        from firsthand.cli.checks import write_checks

        checks = app.doctor(store)
        if as_json:
            terminal.write_json(checks)
        else:
            write_checks(checks)
        if any(check.state == "bad" for check in checks):
            raise typer.Exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"firsthand {__version__}")
        raise typer.Exit


@cli.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Hold the options that belong to no command."""


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    cli(prog_name="firsthand")
    raise SystemExit(0)  # not reached: typer leaves by itself
