"""Checks of tokens, scopes, projects, people and database, before going live."""
