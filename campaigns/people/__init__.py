"""Roles, links to GitLab accounts, absences and delegates."""
