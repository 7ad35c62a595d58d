"""Rules for items: dependency cycles."""
