"""Startup: the app's identity, the connection, the people table and missed replies."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import structlog
from slack_sdk.errors import SlackApiError

from slackapp.connection.authorization import save_auth_test
from slackapp.connection.catch_up import catch_up_after_start
from slackapp.connection.people import fill_people
from slackapp.connection.socket_mode import SocketMode
from slackapp.connection.tls import why_unreachable
from slackapp.deps import Deps
from slackapp.settings import SettingsError

log = structlog.get_logger()

TRY_AGAIN_SECONDS = 5
# docs.slack.dev, errors of auth.test and apps.connections.open that only a new token fixes.
REFUSED_TOKENS = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)


@dataclass(frozen=True)
class Startup:
    """The dependencies of the startup; ``stopping`` ends the retries."""

    deps: Deps
    socket_mode: SocketMode
    stopping: threading.Event


def connect(startup: Startup) -> None:
    """Fetch the app's identity, fill the people table and open the Socket Mode connection.

    While Slack is unreachable, the stored identity is used and a thread keeps trying.

    Raises:
        SettingsError: Slack refuses one of the tokens.
    """
    if not _connect_and_fill(startup):
        threading.Thread(target=_keep_trying, args=[startup], daemon=True).start()


def _connect_and_fill(startup: Startup) -> bool:
    """Connect and fill the people table; return whether both succeeded."""
    deps, socket_mode = startup.deps, startup.socket_mode
    if not socket_mode.is_connected():
        if not _taken("SLACK_BOT_TOKEN", partial(save_auth_test, deps)):
            return False
        if not _taken("SLACK_APP_TOKEN", socket_mode.connect):
            return False
        log.info("connected")
        deps.hand_over(partial(catch_up_after_start, deps, startup.stopping))
    return _filled(deps)


def _taken(setting: str, call: Callable[[], object]) -> bool:
    """Make a call that needs a token; return whether it succeeded.

    Raises:
        SettingsError: Slack refuses the token, so retrying would not help.
    """
    try:
        call()
    except SlackApiError as error:
        code = error.response.get("error") or ""
        if code in REFUSED_TOKENS:
            sentence = f"Slack refuses {setting} ({code}). See docs/configuration.md."
            raise SettingsError(sentence) from error
        log.warning("slack_not_ready", why=code or str(error))
        return False
    except OSError as error:
        log.warning("slack_not_ready", why=why_unreachable(error))
        return False
    return True


def _filled(deps: Deps) -> bool:
    """Fill the people table; without users.list, people are added when they first appear."""
    try:
        fill_people(deps.store, deps.slack, deps.catalog)
    except SlackApiError as error:
        code = error.response.get("error") or ""
        log.warning("people_not_listed", why=code or str(error))
        return code in {"missing_scope", "unknown_method"}
    except OSError as error:
        log.warning("people_not_listed", why=why_unreachable(error))
        return False
    return True


def _keep_trying(startup: Startup) -> None:
    while not startup.stopping.wait(TRY_AGAIN_SECONDS):
        try:
            if _connect_and_fill(startup):
                return
        except SettingsError as error:
            log.error("slack_token_refused", why=str(error))  # noqa: TRY400 - the sentence is sufficient
