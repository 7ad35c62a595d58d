"""Images for Slack, drawn and uploaded."""
