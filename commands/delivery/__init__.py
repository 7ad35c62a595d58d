"""Enqueueing Slack messages, and claiming, running and settling intents."""
