"""The `runtime-upgrade` command line."""

import logging
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
from slackapp.errors import to_user_message
from slackapp.logs import redact, set_up_logs

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
    """Run the command line; report an invalid setting or catalog in one sentence.

    Errors are never left to Python or typer, whose tracebacks show tokens.
    """
    os.umask(PRIVATE)
    set_up_logs(logging.WARNING)
    try:
        cli()
    except REFUSALS as error:
        typer.echo(redact(sentence_of(error)), err=True)
        sys.exit(REFUSED)
    except Exception as error:  # noqa: BLE001 - the door turns every error into a sentence
        typer.echo(to_user_message(error), err=True)
        sys.exit(1)
