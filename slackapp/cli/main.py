"""The console script `runtime-upgrade`."""

import os
import signal
import sys
import threading
from functools import partial

import structlog
import typer
from sqlalchemy.exc import OperationalError

from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import GitLabError, UnauthorisedError
from gitlab_gateway.projects import current_user
from slackapp.assistant import build_assistant
from slackapp.cli.bump import bump
from slackapp.cli.burn_up import burn_up
from slackapp.cli.checkouts import OWN_WORDS, pins
from slackapp.cli.demo import demo
from slackapp.cli.doctor import doctor
from slackapp.cli.escalate import escalate_named_item
from slackapp.cli.export import export
from slackapp.cli.manifest import manifest
from slackapp.cli.open_tier import open_named_tier
from slackapp.cli.queues import queue_commands
from slackapp.cli.rehearse import rehearse
from slackapp.cli.retarget import retarget
from slackapp.cli.sandboxes import sandbox
from slackapp.cli.start import cancel, close, start
from slackapp.cli.terminal import add_verbs
from slackapp.logs import set_up_logs
from slackapp.manifest import ManifestError
from slackapp.metrics import serve_metrics
from slackapp.settings import SettingsError, read_settings
from storage.catalog import CatalogError

PRIVATE = 0o077

cli = typer.Typer(
    name="runtime-upgrade",
    help="Runs language-runtime upgrades for a working group, from Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command()(demo)
cli.command()(manifest)
cli.command()(doctor)
cli.command()(rehearse)
cli.add_typer(queue_commands("outbox", "A message to Slack"), name="outbox")
cli.add_typer(queue_commands("intents", "Work for GitLab"), name="intents")
cli.add_typer(sandbox, name="sandbox")
cli.command(context_settings=OWN_WORDS, add_help_option=False)(pins)
cli.command()(bump)
cli.command()(start)
cli.command()(cancel)
cli.command()(close)
cli.command()(export)
cli.command()(retarget)
cli.command("open")(open_named_tier)
cli.command("escalate")(escalate_named_item)
cli.command("burn-up")(burn_up)
add_verbs(cli)


@cli.command()
def serve() -> None:
    """Connect to Slack in Socket Mode and run until stopped."""
    set_up_logs()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    settings = read_settings()
    with build_assistant(settings) as assistant, serve_metrics(settings, assistant.sender.metrics):
        assistant.deps.hand_over(partial(_meet_gitlab, assistant.deps.gitlab))
        structlog.get_logger().info("serving")
        stop.wait()


def _meet_gitlab(gitlab: Connection) -> None:
    """Say in the log, from a worker, where GitLab refuses the token or is away."""
    try:
        current_user(gitlab)
    except UnauthorisedError:
        sentence = "GitLab refuses GITLAB_TOKEN. See docs/configuration.md."
        structlog.get_logger().error("gitlab_refuses", why=sentence)
    except GitLabError as error:
        structlog.get_logger().warning("gitlab_not_ready", why=str(error))


def main() -> None:
    """Run the command line; a setting or catalog that does not fit is one sentence."""
    os.umask(PRIVATE)
    try:
        cli()
    except (SettingsError, CatalogError, ManifestError) as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    except OperationalError as error:
        sentence = f"The database cannot be used: {error.orig}. "
        typer.echo(
            f"{sentence}See RUNTIME_UPGRADE_DATABASE_URL in docs/configuration.md.", err=True
        )
        sys.exit(2)
