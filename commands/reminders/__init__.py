"""Planning, sending and answering reminders."""
