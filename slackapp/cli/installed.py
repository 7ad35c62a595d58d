"""The app as a workspace's owner would install it from manifest.yml, for the sandbox's Slack."""

from sandbox.slack.installed import InstalledApp
from slackapp.manifest import Manifest, read_manifest


def installed_app(manifest: Manifest | None = None) -> InstalledApp:
    """Give the sandbox's app exactly what the manifest asks for, no scope more."""
    asked = manifest or read_manifest()
    return InstalledApp(
        name=asked.name,
        scopes=asked.scopes,
        events=asked.events,
        commands=tuple((c.command, c.usage_hint) for c in asked.commands),
        should_escape=all(c.should_escape for c in asked.commands),
    )
