"""The demo archive: invented news pages (`pages/`) and the truth about them (`index.toml`).

Every outlet, person and place is made up. `index.toml` lists each capture with its story, its lineage and its relation
to that lineage's original, so the archive is both the first five minutes of a new user and an acceptance test.
"""
