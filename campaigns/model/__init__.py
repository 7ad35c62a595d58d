"""Campaigns, items, people and reminders: the entities to which storage maps rows."""
