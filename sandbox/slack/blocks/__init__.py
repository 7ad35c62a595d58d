"""Blocks and views: what Slack accepts of them, and how they read as plain text."""
