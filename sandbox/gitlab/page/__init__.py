"""The sandbox's GitLab pages: view epics, boards and issues, and act on them."""
