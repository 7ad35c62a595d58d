"""Verbs that act on one item: block, unblock, assign, waive, note."""
