"""Unsolicited news about items, at most one message per person and working day."""
