"""The card, the status, lists and the App Home."""
