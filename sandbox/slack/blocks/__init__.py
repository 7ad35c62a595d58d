"""Blocks and views: Slack's rules for them, and their plain text."""
