"""What a document says and who says it: quotes, claims, speakers. Rules on text and word lists alone."""
