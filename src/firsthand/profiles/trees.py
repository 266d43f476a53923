"""The judge of a page's lines, read from its data file."""

import json
from functools import cache
from importlib.resources import files

from firsthand.model.lexicon import Trees


@cache
def load_trees() -> Trees:
    """Return the trees that ship with the program."""
    data = json.loads((files("firsthand.profiles") / "data" / "html_judge.json").read_text("utf-8"))
    return Trees(
        columns=tuple(data["columns"]),
        roots=tuple(data["roots"]),
        feature=tuple(data["feature"]),
        threshold=tuple(data["threshold"]),
        left=tuple(data["left"]),
        right=tuple(data["right"]),
        value=tuple(data["value"]),
        baseline=data["baseline"],
        depth=data["depth"],
    )
