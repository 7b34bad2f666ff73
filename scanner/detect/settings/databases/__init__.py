"""SQLite databases: tables, numbers of rows, key/value tables."""
