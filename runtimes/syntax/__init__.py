"""Files as trees: which grammar reads a text, and what stands around an offset in it."""
