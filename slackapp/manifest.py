"""The app manifest, manifest.yml: scopes, events and commands (docs.slack.dev, App manifest)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from storage.catalog.files import LOADER

MANIFEST = Path(__file__).parent.parent / "manifest.yml"


class ManifestError(Exception):
    """manifest.yml is missing or invalid; the message states which."""


@dataclass(frozen=True)
class SlashCommand:
    """A slash command; ``should_escape`` makes Slack send people and channels as ids."""

    command: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Manifest:
    """The parts of the manifest that the code depends on; ``raw`` is the whole manifest."""

    name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: tuple[SlashCommand, ...]
    raw: Mapping[str, Any] = field(repr=False)


def read_manifest(file: Path = MANIFEST) -> Manifest:
    """Read the manifest.

    Raises:
        ManifestError: the file is missing, or lacks a part that the app needs.
    """
    try:
        raw = yaml.load(file.read_text(encoding="utf-8"), LOADER)  # noqa: S506 - a safe loader
        commands = raw["features"]["slash_commands"]
        return Manifest(
            name=raw["display_information"]["name"],
            scopes=frozenset(raw["oauth_config"]["scopes"]["bot"]),
            events=frozenset(raw["settings"]["event_subscriptions"]["bot_events"]),
            commands=tuple(
                SlashCommand(c["command"], c.get("usage_hint", ""), c.get("should_escape", False))
                for c in commands
            ),
            raw=raw,
        )
    except OSError as error:
        raise ManifestError(f"{file.name} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise ManifestError(f"{file.name} is not a manifest of this app: {error}.") from error
