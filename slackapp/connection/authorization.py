"""Who the app is, as Slack said once: no payload waits for Slack to say it again."""

from collections.abc import Callable

from slack_bolt.authorization import AuthorizeResult

from slackapp.deps import Deps
from storage.people.queries import find_installation, save_installation
from storage.people.tables import InstallationRow
from storage.store import Store


class NotIntroducedError(Exception):
    """Slack has not yet said who this app is: no payload can have come from it."""


def remember_authorization(store: Store, token: str) -> Callable[[], AuthorizeResult]:
    """Return Bolt an answer that is read from the store once a process."""
    known: list[AuthorizeResult] = []

    def authorization() -> AuthorizeResult:
        if not known:
            known.append(authorize(store, token))
        return known[0]

    return authorization


def authorize(store: Store, token: str) -> AuthorizeResult:
    """Answer Bolt from the stored auth.test, so that no payload waits for Slack."""
    with store.read() as session:
        row = find_installation(session)
    if row is None:
        raise NotIntroducedError
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
    """Return the ids by which the assistant's own messages are known."""
    with store.read() as session:
        row = find_installation(session)
    return frozenset({row.bot_id, row.bot_user_id} - {""}) if row else frozenset()


def save_auth_test(deps: Deps) -> None:
    """Ask Slack who this app is, and keep the answer.

    Raises:
        SlackApiError: Slack refuses the token.
    """
    told = deps.slack.auth_test()
    row = InstallationRow(
        team_id=told.get("team_id") or "",
        enterprise_id=told.get("enterprise_id"),
        team=told.get("team") or "",
        url=told.get("url") or "",
        bot_user_id=told.get("user_id") or "",
        bot_id=told.get("bot_id") or "",
        checked_at=deps.clock().wall,
    )
    with deps.store.write() as session:
        save_installation(session, row)
