"""One module per kind of message: its content, its destination and its follow-up actions."""
