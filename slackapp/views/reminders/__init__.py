"""Reminders: their recipients, their times and the answers to them."""
