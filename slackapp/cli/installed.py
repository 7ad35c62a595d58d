"""The app as a workspace owner would install it from manifest.yml, for the sandbox's Slack."""

from sandbox.slack.installed import InstalledApp
from slackapp.listeners.show_help import VERBS
from slackapp.manifest import Manifest, SlashCommand, read_manifest


def installed_app(manifest: Manifest | None = None) -> InstalledApp:
    """Return the sandbox's app with exactly the scopes and events of the manifest."""
    manifest = manifest or read_manifest()
    return InstalledApp(
        name=manifest.name,
        scopes=manifest.scopes,
        events=manifest.events,
        commands=tuple((c.command, c.usage_hint) for c in manifest.commands),
        completions=tuple(line for c in manifest.commands for line in completions(c)),
        should_escape=all(c.should_escape for c in manifest.commands),
        can_be_messaged=not manifest.raw["features"]["app_home"]["messages_tab_read_only_enabled"],
    )


def completions(command: SlashCommand) -> tuple[tuple[str, str], ...]:
    """List the composer's completions for the command: one per verb, with its description.

    A verb with a complete example in the usage hint is completed to it: ``start go 1.20``.
    """
    ready = {hint.split()[0]: hint for hint in command.usage_hint.split(" | ") if "<" not in hint}
    return tuple(
        (
            f"{command.command} {ready.get(verb.name, verb.name)}",
            f"{verb.usage.removeprefix(verb.name)} {verb.purpose}".strip(),
        )
        for verb in VERBS
    )
