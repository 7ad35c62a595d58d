"""The GitLab gateway: a wrapper of python-gitlab with plain records and a few error classes."""
