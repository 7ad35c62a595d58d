"""The connection to Slack: the app's identity, the startup, and catching up after an outage."""
