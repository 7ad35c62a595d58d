"""The sandbox's Slack: Web API, Socket Mode, the people who use it, and a page to watch."""
