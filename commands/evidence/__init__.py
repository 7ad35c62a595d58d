"""Reading repositories, and judging what they say."""
