"""The card, status, lists and App Home."""
