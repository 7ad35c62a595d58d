"""Reading repositories, and deriving evidence from their pins."""
