"""Checks of the tokens, scopes, projects, people and database before going live."""
