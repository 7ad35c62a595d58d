"""Comparing a campaign with GitLab, and recording what changed."""
