"""The catalog that people edit: reading it, and editing it as text."""
