"""The burden of four weeks of reminders, compared with a plain daily ping."""
