"""Reminders: who receives them, why and when, and how they are answered."""
