"""Drafting, approving and posting announcements to other channels."""
