"""A capture becomes documents with their parts; every character is kept or dropped with a reason."""
