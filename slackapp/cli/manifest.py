"""`runtime-upgrade manifest`: the manifest as JSON, which is what Slack's CLI asks a hook for."""

import json
from typing import Annotated

import typer

from slackapp.manifest import read_manifest

Protocol = Annotated[str, typer.Option(hidden=True)]
Boundary = Annotated[str, typer.Option(hidden=True)]


def manifest(*, protocol: Protocol = "default", boundary: Boundary = "") -> None:
    """Print manifest.yml as JSON, for Slack's CLI and for pasting.

    Slack's CLI may ask for its answer between boundaries (docs.slack.dev, Slack CLI,
    "Hooks": protocol `message-boundaries`).
    """
    mark = boundary if protocol == "message-boundaries" else ""
    typer.echo(f"{mark}{json.dumps(read_manifest().raw)}{mark}")
