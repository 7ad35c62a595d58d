"""The entities: campaigns, items, people and reminders. Storage maps rows to them."""
