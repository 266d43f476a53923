from typing import Any


def packs() -> Any:
    return ()


def pack_of(l: str) -> Any:
    return None
