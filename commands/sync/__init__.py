"""Comparing a campaign with GitLab, and recording the changes."""
