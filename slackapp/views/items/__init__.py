"""Views of the verbs that act on one item: block, unblock, assign, waive and note."""
