"""Decisions on one item: block, unblock, assign, waive, note."""
