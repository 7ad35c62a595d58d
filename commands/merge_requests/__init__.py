"""Opening, following and finishing the merge requests that update pins."""
