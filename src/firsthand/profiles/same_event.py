"""Load what says whether two pages tell one event: the trees of `thread.judge`, and the middle of what news means.

The file is package data, made by `bench/train_same_event.py`; it is part of the version of the weigh stage.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from firsthand.model.lexicon import Trees
from firsthand.thread.judge import Judge


@cache
def load_judge() -> Judge:
    """Return the trees that ship with the program."""
    data = _data()
    return Judge(_trees(data["meaning"]), _trees(data["words"]))


@cache
def load_middle() -> tuple[int, ...]:
    """Return the middle of what news means, dimension by dimension."""
    return tuple(_data()["middle"])


@cache
def _data() -> Any:
    return json.loads(files("firsthand.profiles").joinpath("data/same_event.json").read_text("utf-8"))


def _trees(data: Any) -> Trees:
    lists = ("columns", "roots", "feature", "threshold", "left", "right", "value")
    return Trees(**{name: tuple(data[name]) for name in lists}, baseline=data["baseline"], depth=data["depth"])
