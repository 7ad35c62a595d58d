"""Opening, following and finishing the merge requests that move pins."""
