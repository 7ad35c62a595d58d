"""The weekly summary, the burn-up and the forecast."""
