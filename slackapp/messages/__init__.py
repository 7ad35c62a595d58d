"""One module a kind of message: what it reads and shows, where it goes, what follows."""
