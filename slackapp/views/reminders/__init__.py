"""Reminders: whom they go to, when, and the answers."""
