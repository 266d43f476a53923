"""Plain text captures, with or without line breaks, in any language: un-glue, segment, label, split, account."""
