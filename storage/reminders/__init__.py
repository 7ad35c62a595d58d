"""Who is asked what, when, and how they answer."""
