"""The page: Slack drawn as a person sees it, for acting as anybody in the cast."""
