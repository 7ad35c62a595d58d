"""Roles, links to GitLab accounts, absence, delegates."""
