"""Outbox and intents: rows are claimed, carried out and settled."""
