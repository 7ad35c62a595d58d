"""The JSON of GitLab's REST responses, with the field names in docs.gitlab.com/api."""
