"""Benchmarks of the assistant, each compared with a peer or the bare framework."""
