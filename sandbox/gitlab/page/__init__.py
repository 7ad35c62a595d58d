"""The GitLab side of the sandbox's page: look at epics, boards and issues, and act on them."""
