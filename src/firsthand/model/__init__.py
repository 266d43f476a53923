"""The records of the house: frozen dataclasses, content-derived ids, errors. Standard library only."""
