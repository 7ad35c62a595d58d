"""The exit criteria."""
