"""Exit criteria, exported reports and the retrospective."""
