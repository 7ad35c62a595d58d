"""Rules of single items: which wait for each other."""
