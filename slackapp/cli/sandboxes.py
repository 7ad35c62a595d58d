"""The `sandbox slack` and `sandbox gitlab` commands: one server, for use by other clients."""

import time
from typing import Annotated

import typer

from sandbox.run import start_gitlab, start_slack
from slackapp.cli.installed import installed_app

sandbox = typer.Typer(help="A local Slack or GitLab on loopback.", no_args_is_help=True)
Port = Annotated[int, typer.Option(help="The port to listen on; 0 picks a free one.")]


@sandbox.command()
def slack(port: Port = 0) -> None:
    """Start the sandbox's Slack and print the tokens that it accepts."""
    with start_slack(port=port, installed=installed_app()) as server:
        typer.echo(f"Slack    {server.url}")
        typer.echo(f"SLACK_API_URL={server.api_url}")
        typer.echo(f"SLACK_BOT_TOKEN={server.bot_token}")
        typer.echo(f"SLACK_APP_TOKEN={server.app_token}")
        wait_for_interrupt()


@sandbox.command()
def gitlab(port: Port = 0) -> None:
    """Start the sandbox's GitLab and print the token that it accepts."""
    with start_gitlab(port=port) as server:
        typer.echo(f"GITLAB_URL={server.url}")
        typer.echo(f"GITLAB_TOKEN={server.token}")
        wait_for_interrupt()


def wait_for_interrupt() -> None:
    """Wait for Ctrl-C; if it is pressed just before a sleep, that sleep is finished first."""
    try:
        while True:
            time.sleep(1)
    except KeyboardInterrupt:
        typer.echo("")
