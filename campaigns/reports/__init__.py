"""Exit criteria, exports and the retrospective."""
