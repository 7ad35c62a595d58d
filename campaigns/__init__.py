"""Campaign rules: pure functions on plain values that use only the standard library."""
