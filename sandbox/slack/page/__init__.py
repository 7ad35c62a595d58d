"""The page: Slack rendered as a person sees it, for acting as anybody in the cast."""
