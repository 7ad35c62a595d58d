"""The connection to Slack: who the app is, its start, and what was missed."""
