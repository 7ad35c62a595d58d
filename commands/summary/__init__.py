"""The weekly summary, the burn-up chart and the forecast."""
