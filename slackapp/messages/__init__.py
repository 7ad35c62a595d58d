"""One module per kind of message: what it reads and shows, where it goes, what follows."""
