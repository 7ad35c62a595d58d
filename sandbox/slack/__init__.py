"""The sandbox's Slack: the Web API, Socket Mode, acting as people, and a page."""
