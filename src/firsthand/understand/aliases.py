"""x"""
from firsthand.model.gazetteer import NameWords
from firsthand.model.voices import PartyKind
from collections.abc import Sequence
def entity_ids(said: Sequence[tuple[str, PartyKind]], names: NameWords) -> list[str]:
    return ["" for _ in said]
