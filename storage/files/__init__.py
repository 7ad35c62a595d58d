"""The file of a SQLite database: opening it, its write-ahead log, and what can be wrong with it."""
