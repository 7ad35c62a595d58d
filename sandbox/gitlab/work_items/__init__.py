"""Issues, epics and what hangs on them."""
