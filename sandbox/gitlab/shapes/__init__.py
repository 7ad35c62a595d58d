"""The JSON of GitLab's REST answers, with the field names of docs.gitlab.com/api."""
