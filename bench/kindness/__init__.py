"""What four weeks of reminders cost the people who get them, beside a plain daily ping."""
