"""What kind of file somebody hands in: a page or text, a mail, or an archive of many; by its name, else by its first bytes."""

import re
from pathlib import PurePath

from firsthand.capture.mbox import is_mbox
from firsthand.capture.warc_frames import holds_warc

#: So many first bytes tell.
ENOUGH = 4_096

_BY_NAME = {
    ".warc": "warc",
    ".warc.gz": "warc",
    ".warc.zst": "warc",
    ".warc.lz4": "warc",
    ".mbox": "mbox",
    ".mbx": "mbox",
    ".eml": "mail",
}
_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n")
#: A text may begin with "From:" and "Subject:"; these are written by programs that carry mail.
_CARRIED = frozenset((b"received", b"message-id", b"mime-version", b"return-path", b"delivered-to", b"dkim-signature"))


def by_name(path: PurePath) -> str | None:
    """Tell ``warc``, ``mbox`` or ``mail`` by a file's name; None where the name says nothing of the kind."""
    name = path.name.lower()
    return next((kind for ending, kind in _BY_NAME.items() if name.endswith(ending) and name != ending), None)


def by_bytes(start: bytes) -> str | None:
    """Tell ``warc``, ``mbox`` or ``mail`` by the first bytes; None for everything else."""
    if holds_warc(start):
        return "warc"
    if is_mbox(start):
        return "mbox"
    return "mail" if _is_mail(start) else None


def _is_mail(start: bytes) -> bool:
    names, at = set(), 0
    while field := _FIELD.match(start, at):
        names.add(field[1].lower())
        at = field.end()
    return b"from" in names and len(names & _CARRIED) > 0
