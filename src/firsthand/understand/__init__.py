"""What a document says: names, events. Pure: word lists come in as data."""
