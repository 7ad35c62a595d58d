"""gitlab_gateway."""
