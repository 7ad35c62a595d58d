"""Bolt listeners: parse the request, authorise it, store what must persist, and reply."""
