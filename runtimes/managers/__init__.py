"""The rooms of the finder: one for each kind of file, asked in the order of :data:`MANAGERS`."""
