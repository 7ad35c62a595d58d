"""What the assistant does: one module a verb, plain functions over a store and a GitLab."""
