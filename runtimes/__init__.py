"""What is known of each runtime: versions, cycles, where a repository pins it, how to bump it."""
