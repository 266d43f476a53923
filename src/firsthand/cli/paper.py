"""Standard output as paper: indented lines, wrapped and coloured for a terminal, plain and whole in a pipe."""

from rich.console import Console
from rich.text import Text

from firsthand.cli.terminal import clean


class Paper:
    """Writes lines to standard output; what is no terminal gets no colour, no control code, no line break of ours."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)

    def line(self, indent: int, *pieces: str | Text, style: str = "") -> None:
        """Write one line; strings are cleaned, pieces keep their own style over the line's."""
        whole = Text(style=style)
        for piece in pieces:
            whole.append_text(piece if isinstance(piece, Text) else Text(clean(piece)))
        margin = " " * indent
        if not self._console.is_terminal:
            self._console.print(Text(margin).append_text(whole))
            return
        for row in whole.wrap(self._console, max(self._console.width - indent, 20)):
            row.rstrip()
            self._console.print(Text(margin).append_text(row))

    def gap(self) -> None:
        """Write an empty line."""
        self._console.print()


def styled(text: str, style: str) -> Text:
    """A cleaned piece of a line in a style of its own."""
    return Text(clean(text), style=style)
