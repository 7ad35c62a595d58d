"""Delivery of the outbox: claiming, sending and settling messages."""
