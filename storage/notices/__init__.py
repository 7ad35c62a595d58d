"""Unsolicited notices about items, in at most one message per person and working day."""
