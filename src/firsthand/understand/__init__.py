"""What a document says: topics, hashtags, summary. Every value points at its evidence; nothing is invented."""
