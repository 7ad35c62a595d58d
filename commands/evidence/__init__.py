"""Reading pins from repositories, and deriving evidence from them."""
