"""A page becomes drafts of documents: reading, candidates, choice, news layer, metadata.

markup -> tree -> reading (lines with exact offsets) -> candidate bodies -> the one to trust -> news layer -> drafts
"""
