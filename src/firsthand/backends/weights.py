"""Whether a model's files are those we measured: packages of models are uploaded by third parties, under any name.

The package's own code is never run for this: it is only asked for by name where it lies.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from firsthand.model.errors import ModelError


def package_folder(module: str) -> Path | None:
    """Return where a top-level module lies, without importing it; None where it is not installed."""
    spec = find_spec(module)
    return Path(spec.origin).parent if spec and spec.origin else None


def verify(what: str, folder: Path, known: Mapping[str, str], next_try: str) -> None:
    """Compare files (path in ``folder`` -> SHA-256) with what is known. Raises `ModelError` naming one that differs."""
    for name, digest in known.items():
        path = folder / name
        if not path.is_file():
            raise ModelError(f"The model {what} is not whole: {name} is missing.", next_try)
        if _digest(path, path.stat().st_mtime_ns, path.stat().st_size) != digest:
            raise ModelError(f"The model {what} is not the one we know: {name} has another SHA-256.", next_try)


@cache
def _digest(path: Path, _changed: int, _size: int) -> str:
    """Hash a file once a process, unless it was written anew."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
