"""Bolt listeners: parse, authorise, store what must not be lost, answer."""
