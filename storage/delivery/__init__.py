"""The outbox and the intents: claiming and settling their rows."""
