"""Blocks and views: validation by Slack's rules, and conversion to plain text."""
