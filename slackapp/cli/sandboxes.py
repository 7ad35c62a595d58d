"""The `sandbox slack` and `sandbox gitlab` commands: one server, for use by other clients."""

import time
from collections.abc import Iterable
from typing import Annotated, Any, Literal

import typer

from sandbox.gitlab.features import EXPERIMENTS
from sandbox.gitlab.versions import VERSIONS
from sandbox.run import start_gitlab, start_slack
from slackapp.cli.installed import installed_app

sandbox = typer.Typer(help="A local Slack or GitLab on loopback.", no_args_is_help=True)
Port = Annotated[int, typer.Option(help="The port to listen on; 0 picks a free one.")]

Version = Annotated[
    Literal["16", "17", "18", "19", "free"],
    typer.Option("--gitlab", help="The version of GitLab, or 19 without a licence."),
]
Names = list[str] | None
Without = Annotated[
    Names, typer.Option(help="A GraphQL type or field (Type.field) that this GitLab lacks.")
]
Experiment = Annotated[
    Names, typer.Option(help="A GraphQL field that is marked as an experiment, thus deprecated.")
]
CustomType = Annotated[Names, typer.Option(help="A work item type that the group defined.")]
DisabledType = Annotated[Names, typer.Option(help="A work item type that projects may not use.")]


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
def gitlab(
    port: Port = 0,
    version: Version = "19",
    without: Without = None,
    experiment: Experiment = None,
    custom_type: CustomType = None,
    disabled_type: DisabledType = None,
) -> None:
    """Start the sandbox's GitLab and print the token that it accepts."""
    options = gitlab_options(version, without or (), experiment or ())
    options["custom_types"] = tuple(custom_type or ())
    options["disabled_types"] = frozenset(disabled_type or ())
    with start_gitlab(port=port, premium=options.pop("premium", True), options=options) as server:
        typer.echo(f"GITLAB_URL={server.url}")
        typer.echo(f"GITLAB_TOKEN={server.token}")
        wait_for_interrupt()


def gitlab_options(
    version: str, without: Iterable[str], experiments: Iterable[str]
) -> dict[str, Any]:
    """Return the features of a GitLab of a version, less some and with others as experiments.

    Raises:
        BadParameter: a name is none of the schema's.
    """
    from sandbox.gitlab.graphql.schema import (  # noqa: PLC0415 - other commands load faster
        list_unknown,
    )

    unknown = list_unknown([*without, *experiments])
    if unknown:
        raise typer.BadParameter(f"GitLab's schema has no {', '.join(unknown)}.")
    options: dict[str, Any] = {**VERSIONS[version]}
    options["without"] = options.get("without", frozenset()) | frozenset(without)
    options["experiments"] = options.get("experiments", EXPERIMENTS) | frozenset(experiments)
    return options


def wait_for_interrupt() -> None:
    """Wait for Ctrl-C; if it is pressed just before a sleep, that sleep is finished first."""
    try:
        while True:
            time.sleep(1)
    except KeyboardInterrupt:
        typer.echo("")
