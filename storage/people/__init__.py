"""People, their links to GitLab accounts, and public holidays."""
