"""Who is asked what and when, and what they answer."""
