"""GitLab's REST API, version 4: one module for each page of docs.gitlab.com/api."""
