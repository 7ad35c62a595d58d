"""The `manifest` command: prints the manifest as JSON, as a hook of Slack's CLI."""

import json
from typing import Annotated

import typer

from slackapp.manifest import read_manifest

Protocol = Annotated[str, typer.Option(hidden=True)]
Boundary = Annotated[str, typer.Option(hidden=True)]


def manifest(*, protocol: Protocol = "default", boundary: Boundary = "") -> None:
    """Print manifest.yml as JSON, for Slack's CLI or to paste into Slack.

    Slack's CLI may expect the output between boundaries (docs.slack.dev, Slack CLI,
    "Hooks": protocol `message-boundaries`).
    """
    mark = boundary if protocol == "message-boundaries" else ""
    typer.echo(f"{mark}{json.dumps(read_manifest().raw)}{mark}")
