"""Readings of repositories, and the evidence about items."""
