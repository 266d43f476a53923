"""What a document says, and who says it: quotes, names, events, topics, a summary. Pure: every value points at its evidence."""
