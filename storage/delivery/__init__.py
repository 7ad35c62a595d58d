"""The outbox and the intents: claiming, running and settling."""
