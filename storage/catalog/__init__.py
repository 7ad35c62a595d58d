"""Reading the catalog files, and editing them as text."""
