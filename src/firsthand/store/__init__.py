"""All state, in SQLite or PostgreSQL."""
