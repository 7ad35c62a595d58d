"""Pure functions that build messages and modals from dataclasses."""
