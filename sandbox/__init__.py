"""A local Slack and a local GitLab over real HTTP and WebSocket, with pages to use them."""
