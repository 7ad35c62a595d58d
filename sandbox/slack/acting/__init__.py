"""Acting and reading as the people of the workspace."""
