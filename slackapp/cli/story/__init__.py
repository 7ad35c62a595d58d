"""The story that the README tells, played in the sandbox and printed as people read it."""
