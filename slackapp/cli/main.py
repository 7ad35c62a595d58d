"""The `runtime-upgrade` command line."""

import os
import sys

import typer

from slackapp.cli.bump import bump
from slackapp.cli.burn_up import burn_up
from slackapp.cli.checkouts import PASS_THROUGH, pins
from slackapp.cli.demo import demo
from slackapp.cli.doctor import doctor
from slackapp.cli.export import export
from slackapp.cli.manifest import manifest
from slackapp.cli.queues import queue_commands
from slackapp.cli.refusals import REFUSALS, REFUSED, sentence_of
from slackapp.cli.rehearse import rehearse
from slackapp.cli.sandboxes import sandbox
from slackapp.cli.serve import serve
from slackapp.cli.start import start
from slackapp.cli.verbs import add_verbs

PRIVATE = 0o077

cli = typer.Typer(
    name="runtime-upgrade",
    help="Run language-runtime upgrades for a working group, from Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command()(serve)
cli.command()(demo)
cli.command()(manifest)
cli.command()(doctor)
cli.command()(rehearse)
cli.add_typer(queue_commands("outbox", "Messages to Slack that need an operator."), name="outbox")
cli.add_typer(queue_commands("intents", "GitLab work that needs an operator."), name="intents")
cli.add_typer(sandbox, name="sandbox")
cli.command(context_settings=PASS_THROUGH, add_help_option=False)(pins)
cli.command()(bump)
cli.command()(start)
cli.command()(export)
cli.command("burn-up")(burn_up)
add_verbs(cli)


def main() -> None:
    """Run the command line; report an invalid setting or catalog in one sentence."""
    os.umask(PRIVATE)
    try:
        cli()
    except REFUSALS as error:
        typer.echo(sentence_of(error), err=True)
        sys.exit(REFUSED)
