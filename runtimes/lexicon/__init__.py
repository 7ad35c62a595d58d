"""Whether a token names a runtime, which version it says, and what its neighbours change."""
