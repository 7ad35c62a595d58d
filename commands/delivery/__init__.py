"""Outbox and intents: claimed, carried out, settled."""
