"""The commands by which a person corrects the program: say what a page is, list what was said, take it back."""

from collections.abc import Iterable
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.cli import terminal
from firsthand.cli.options import Json, Store

if TYPE_CHECKING:
    from firsthand.contract import JudgementOut

_HELP = """
Correct the program: say that a page is no copy, whose copy it is, which is the original, and what is one event.

What you say beats what was found, survives every rebuild, and can be withdrawn. A page is named by the id of its
document or its article, a story by its own or by any page in it; firsthand story ID --json gives them.

\b
Examples:
  firsthand judge not-a-copy doc_mn3tzhkcxq6bpvaq doc_fq7i5tuwqcolxx4z --by Ada
  firsthand judge original-is doc_mn3tzhkcxq6bpvaq --note "they sent us the draft"
  firsthand judge same-outlet "bbc.co.uk" "BBC News"
  firsthand judge merge sto_mn3tzhkcxq6bpvaq sto_fq7i5tuwqcolxx4z --by Ada
  firsthand judge split doc_mn3tzhkcxq6bpvaq --note "last year's storm"
"""

judge = typer.Typer(
    help=_HELP,
    short_help="Correct what was found: not a copy, merge ...",
    no_args_is_help=True,
    rich_markup_mode=None,
)

By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="Why.")]
Page = Annotated[str, typer.Argument(metavar="ID", help="The id of a document or of an article.")]
Copy = Annotated[str, typer.Argument(metavar="COPY", help="The copy, by id.")]
Original = Annotated[str, typer.Argument(metavar="ORIGINAL", help="What it was copied from, by id.")]
Story = Annotated[str, typer.Argument(metavar="ID", help="The id of a story, or of a page in it.")]
Pages = Annotated[list[str], typer.Argument(metavar="ID...", help="The ids of pages of one story.")]
To = Annotated[str, typer.Argument(metavar="STORY", help="The id of the story, or of a page in it.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A name of the outlet, as its pages write it.")]
Shown = Annotated[str, typer.Argument(metavar="NAME", help="The name to show.")]


@judge.command("not-a-copy", short_help="Neither of two pages is a copy of the other.")
def not_a_copy(
    one: Page, other: Page, by: By = "", note: Note = "", as_json: Json = False, store: Store = None
) -> None:
    """Say that neither of two pages is a copy of the other: they are two sources."""
    _say("not_a_copy", one, other, by, note, as_json, store)


@judge.command("copy-of", short_help="A page is a copy of another.")
def copy_of(
    copy: Copy, original: Original, by: By = "", note: Note = "", as_json: Json = False, store: Store = None
) -> None:
    """Say that a page is a copy of another, whatever words they share."""
    _say("copy_of", copy, original, by, note, as_json, store)


@judge.command("original-is", short_help="A page is the original of all that repeat it.")
def original_is(page: Page, by: By = "", note: Note = "", as_json: Json = False, store: Store = None) -> None:
    """Say that a page is the original of all that share its text."""
    _say("original_is", page, None, by, note, as_json, store)


@judge.command("same-outlet", short_help="Two names are of one outlet.")
def same_outlet(
    name: Name, shown: Shown, by: By = "", note: Note = "", as_json: Json = False, store: Store = None
) -> None:
    """Say that two names are of one outlet, which is counted once; the second is the one to show."""
    _say("same_outlet", name, shown, by, note, as_json, store)


@judge.command(short_help="Two stories tell one event.")
def merge(one: Story, other: Story, by: By = "", note: Note = "", as_json: Json = False, store: Store = None) -> None:
    """Say that two stories, or pages, tell one event. Each brings along what is grouped with it."""
    _say("merge", one, other, by, note, as_json, store)


@judge.command("different-event", short_help="Two pages tell two events.")
def different_event(
    one: Story, other: Story, by: By = "", note: Note = "", as_json: Json = False, store: Store = None
) -> None:
    """Say that two pages, or stories, tell two events. What is near to both goes where it is nearer."""
    _say("different_event", one, other, by, note, as_json, store)


@judge.command(short_help="Pages of a story tell another event.")
def split(pages: Pages, by: By = "", note: Note = "", as_json: Json = False, store: Store = None) -> None:
    """Say that pages of a story, with all that repeats them, tell one event of their own; the rest stays."""
    _say("split", " ".join(pages), None, by, note, as_json, store)


@judge.command(short_help="A page belongs to another story.")
def move(page: Page, to: To, by: By = "", note: Note = "", as_json: Json = False, store: Store = None) -> None:
    """Say that a page, with all that repeats it, tells the event of another story and not that of its own."""
    _say("move", page, to, by, note, as_json, store)


@judge.command(short_help="A page stays in its story.")
def pin(page: Page, by: By = "", note: Note = "", as_json: Json = False, store: Store = None) -> None:
    """Say that a page stays with the lead of its story, whatever arrives later."""
    _say("pin", page, None, by, note, as_json, store)


@judge.command("wrong-speaker", short_help="Words are said by somebody else, or by nobody.")
def wrong_speaker(
    page: Page,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="The words, as they stand in the page.")],
    speaker: Annotated[str, typer.Option("--speaker", metavar="NAME", help="Who says them; nobody, if left out.")] = "",
    by: By = "",
    note: Note = "",
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Say who says words that a page, and every copy of it, has somebody else say."""
    _say("wrong_speaker", page, speaker or None, by, note, as_json, store, words)


@judge.command("list", short_help="Print what people said.")
def list_all(as_json: Json = False, store: Store = None) -> None:
    """Print what people said, in the order it was said, withdrawn or not."""
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened:
            said = app.judgements(opened)
        if as_json:
            terminal.write_json(said)
        elif said:
            _write(said)
        else:
            terminal.write("Nobody has said anything yet. To see how: firsthand judge --help")


@judge.command(short_help="Take back what was said.")
def withdraw(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of what was said, as printed by judge list.")],
    as_json: Json = False,
    store: Store = None,
) -> None:
    """Take back what was said, of a split or a move all of it; lineages and stories follow at once."""
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened:
            gone = app.withdraw(opened, id)
        _tell(gone, as_json)


def _say(
    kind: str,
    subject: str,
    object: str | None,
    by: str,
    note: str,
    as_json: bool,
    store: str | None,
    words: str = "",
) -> None:
    with terminal.told():
        from firsthand import app

        with closing(app.open_store(store)) as opened:
            said = app.judge(opened, kind, subject, object, by=by, note=note, words=words)
        _tell(said, as_json)


def _tell(said: "JudgementOut", as_json: bool) -> None:
    if as_json:
        terminal.write_json(said)
        return
    _write([said])
    for story in said.stories:
        terminal.write(f"To see what follows: firsthand story {story}")


def _write(some: Iterable["JudgementOut"]) -> None:
    for said in some:
        gone = f", withdrawn {said.withdrawn[:10]}" if said.withdrawn else ""
        note = f" ({said.note})" if said.note else ""
        terminal.write(f"{said.id}  {said.by or 'a person'}, {said.at[:10]}{gone}: {said.text}{note}")
