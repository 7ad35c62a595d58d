"""Views are pure: a dataclass in, a message or a modal out."""
