"""Opening and tracking the merge requests that update pins."""
