"""The Slack side: Bolt listeners, views, the sender, jobs, settings and the command line."""
