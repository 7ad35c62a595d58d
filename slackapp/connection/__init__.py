"""The connection to Slack: the app's identity, startup, and catching up after an outage."""
