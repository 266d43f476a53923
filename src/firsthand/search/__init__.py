"""Searching, the pure part: the query language, the rows of the index, snippets, spellings, and the fusion of two rankings."""
