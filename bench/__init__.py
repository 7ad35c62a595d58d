"""Benchmarks of the assistant, compared with a peer or the bare framework."""
