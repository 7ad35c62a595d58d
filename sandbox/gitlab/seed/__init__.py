"""The contents of a fresh sandbox."""
