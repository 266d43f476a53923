"""The settings as a person is shown them: what is in force and where it comes from, and a file to begin with.

No secret stands in a setting, but one may have been put where only the name of its variable belongs: what is named like
a secret is masked all the same.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

from firsthand.settings import CONFIG, FILE, VARIABLES, Choice, choices, load_settings, settings_file

#: What else is asked of the environment, and why it is no setting of the file.
OTHER_VARIABLES = {
    "FIRSTHAND_STORE": "Where everything is kept, where a command is not told by --store.",
    CONFIG: f"The settings file, instead of {FILE} in the folder of the store.",
    "FIRSTHAND_PASSWORD": "The password of a mailbox; more are FIRSTHAND_PASSWORD_ and a name.",
    "FIRSTHAND_TRACE": "Set, it shows where a fault of the program comes from.",
}
_SECRET = re.compile(r"(?:^|[._])(?:secret|password|token|key)$")
_MASKED = "(set; not shown)"


@dataclass(frozen=True, slots=True)
class InForce:
    """A setting as it holds: ``value`` as TOML writes it, and its ``origin``: ``default``, the file, or a variable."""

    name: str
    value: str
    origin: str
    said: str


def in_force(store: str | None = None, environ: Mapping[str, str] = os.environ) -> list[InForce]:
    """Tell every setting with where it comes from. Raises SettingsError."""
    holds: Any = msgspec.to_builtins(load_settings(store, None, environ))
    path = settings_file(store, None, environ)
    written = _written(path) if path else {}
    variables = {setting: name for name, setting in VARIABLES.items() if environ.get(name)}
    told = []
    for choice in choices():
        origin = variables.get(choice.name) or (str(path) if _has(written, choice.name) else "default")
        value = reduce(lambda table, part: table[part], choice.name.split("."), holds)
        told.append(InForce(choice.name, _shown(choice.name, value), origin, choice.said))
    return told


def example() -> str:
    """Write a settings file in which everything stands as it is without one, commented out, each with its sentence."""
    lines = [
        f"# Settings of Firsthand. Put this file as {FILE} into the folder of the store, and take the # from what you"
    ]
    lines += ["# change. A variable of the environment goes before the file; its name stands behind each sentence."]
    variables = {setting: name for name, setting in VARIABLES.items()}
    for table, some in groupby(choices(), key=lambda choice: choice.name.partition(".")[0]):
        lines += ["", f"[{table}]"]
        for choice in some:
            lines += [
                *_comment(choice, variables[choice.name]),
                f"# {choice.name.partition('.')[2]} = {toml(choice.default)}",
            ]
    return "\n".join(lines) + "\n"


def _comment(choice: Choice, variable: str) -> Iterator[str]:
    may = f" One of: {', '.join(choice.values)}." if choice.values else ""
    words = f"{choice.said.replace('`', '')}{may} ({variable})".split()
    line = "##"
    for word in words:
        if len(line) + 1 + len(word) > 118:
            yield line
            line = "##"
        line += f" {word}"
    yield line


def toml(value: Any) -> str:
    """Write a value of a setting as TOML does: JSON is TOML for text, whole numbers and lists of these."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def _shown(name: str, value: Any) -> str:
    return _MASKED if value and _SECRET.search(name) else toml(value)


def _written(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.toml.decode(path.read_bytes())
    return found


def _has(written: Any, name: str) -> bool:
    for part in name.split("."):
        if not isinstance(written, dict) or part not in written:
            return False
        written = written[part]
    return True
