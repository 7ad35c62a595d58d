"""Slack's face: Bolt listeners, views, the sender, jobs, settings and the command line."""
