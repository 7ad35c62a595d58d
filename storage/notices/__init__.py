"""What people are told without having asked, once a working day."""
