"""The `serve` command: runs the assistant until it is stopped."""

import signal
from functools import partial

import structlog
import typer

from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import GitLabError, NeedsOperatorError, UnauthorisedError
from gitlab_gateway.projects import current_user
from slackapp.assistant import build_assistant
from slackapp.cli.refusals import REFUSALS, REFUSED, sentence_of
from slackapp.logs import set_up_logs
from slackapp.metrics import serve_metrics
from slackapp.settings import Settings, read_settings

log = structlog.get_logger()

STOPS = frozenset({signal.SIGINT, signal.SIGTERM})


def serve() -> None:
    """Connect to Slack in Socket Mode and run until stopped."""
    hold(STOPS)
    set_up_logs()
    try:
        _run_until_stopped(read_settings())
    except REFUSALS as error:
        log.error("cannot_start", why=sentence_of(error))  # noqa: TRY400 - the sentence is enough
        raise typer.Exit(REFUSED) from None
    except Exception:
        log.critical("uncaught", exc_info=True)
        raise typer.Exit(1) from None


def _run_until_stopped(settings: Settings) -> None:
    with build_assistant(settings) as assistant, serve_metrics(settings, assistant.sender.metrics):
        assistant.deps.hand_over(partial(_check_gitlab, assistant.deps.gitlab))
        log.info("serving")
        signal.sigwait(STOPS)


def hold(signals: frozenset[signal.Signals]) -> None:
    """Block signals for ``sigwait``, in this thread and in those that it starts.

    A handler would miss a signal that arrives just before the main thread begins to wait,
    because Python runs handlers only after the wait (docs.python.org, signal, "Execution of Python
    signal handlers").
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)


def _check_gitlab(gitlab: Connection) -> None:
    """Log a problem if GitLab rejects the token or cannot be reached; runs in a worker."""
    try:
        current_user(gitlab)
    except UnauthorisedError:
        sentence = "GitLab refuses GITLAB_TOKEN. See docs/configuration.md."
        log.error("gitlab_refuses", why=sentence)  # noqa: TRY400 - the sentence is enough
    except NeedsOperatorError as error:
        log.error("gitlab_refuses", why=f"{error}. See docs/configuration.md.")  # noqa: TRY400 - the sentence is enough
    except GitLabError as error:
        log.warning("gitlab_not_ready", why=str(error))
