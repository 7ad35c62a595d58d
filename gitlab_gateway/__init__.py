"""GitLab's face: python-gitlab behind plain records and a small tree of errors."""
