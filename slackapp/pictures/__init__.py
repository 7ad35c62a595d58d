"""Pictures for Slack, drawn and uploaded."""
