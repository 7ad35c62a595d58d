"""Python: its names in repositories, its cycles and its releases."""
