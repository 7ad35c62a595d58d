"""The page, which shows Slack as one person sees it and lets the reader act as anybody."""
