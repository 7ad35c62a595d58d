"""Notices about changes to items, at most one message per person and working day."""
