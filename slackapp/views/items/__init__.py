"""What people decide about one item: block, unblock, assign, waive, note."""
