"""The app's identity, read from a stored auth.test so that no payload waits for Slack."""

from collections.abc import Callable

from slack_bolt.authorization import AuthorizeResult

from slackapp.deps import Deps
from storage.people.queries import find_installation, save_installation
from storage.people.tables import InstallationRow
from storage.store import Store


class NoAuthTestError(Exception):
    """No auth.test response is stored yet, so no payload can be authorised."""


def remember_authorization(store: Store, token: str) -> Callable[[], AuthorizeResult]:
    """Return an authorize function for Bolt that reads the store once per process."""
    known: list[AuthorizeResult] = []

    def authorization() -> AuthorizeResult:
        if not known:
            known.append(authorize(store, token))
        return known[0]

    return authorization


def authorize(store: Store, token: str) -> AuthorizeResult:
    """Return the authorisation from the stored auth.test response."""
    with store.read() as session:
        row = find_installation(session)
    if row is None:
        raise NoAuthTestError
    return AuthorizeResult(
        enterprise_id=row.enterprise_id,
        team_id=row.team_id,
        team=row.team,
        url=row.url,
        bot_id=row.bot_id,
        bot_user_id=row.bot_user_id,
        bot_token=token,
    )


def own_ids(store: Store) -> frozenset[str]:
    """Return the ids that identify the assistant's own messages."""
    with store.read() as session:
        row = find_installation(session)
    return frozenset({row.bot_id, row.bot_user_id} - {""}) if row else frozenset()


def save_auth_test(deps: Deps) -> None:
    """Call auth.test and store the response.

    Raises:
        SlackApiError: Slack refuses the token.
    """
    response = deps.slack.auth_test()
    row = InstallationRow(
        team_id=response.get("team_id") or "",
        enterprise_id=response.get("enterprise_id"),
        team=response.get("team") or "",
        url=response.get("url") or "",
        bot_user_id=response.get("user_id") or "",
        bot_id=response.get("bot_id") or "",
        checked_at=deps.clock().wall,
    )
    with deps.store.write() as session:
        save_installation(session, row)
