"""The catalog files: reading them, and editing them as text."""
