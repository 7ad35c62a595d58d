"""The GitLab side of the sandbox's page: view epics, boards and issues, and act on them."""
