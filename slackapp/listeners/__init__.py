"""Bolt listeners: parse, authorise, write what must not be lost, answer."""
