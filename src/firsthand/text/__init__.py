"""Pure helpers, one subject a module."""
