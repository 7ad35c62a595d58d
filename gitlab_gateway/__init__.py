"""The GitLab gateway: python-gitlab behind plain records and a small error hierarchy."""
