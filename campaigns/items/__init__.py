"""Rules of single items: dependency cycles."""
