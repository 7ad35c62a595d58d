"""Issues and epics, with their labels, links, notes and statuses."""
