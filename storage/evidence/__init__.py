"""Readings of repositories, and the evidence of items."""
