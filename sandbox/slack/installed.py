"""The app as installed in the workspace: its ids, tokens and scopes."""

from dataclasses import dataclass, field

# docs.slack.dev, reference/scopes: the scopes that the sandbox's methods and events require.
BOT_SCOPES = frozenset(
    {
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "dnd:read",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "mpim:history",
        "mpim:read",
        "pins:read",
        "pins:write",
        "team:read",
        "users.profile:read",
        "users:read",
        "users:read.email",
    }
)
APP_SCOPES = frozenset({"connections:write"})
EVENTS = frozenset(
    {
        "app_home_opened",
        "member_joined_channel",
        "member_left_channel",
        "message.channels",
        "message.groups",
        "message.im",
        "team_join",
        "user_change",
    }
)


@dataclass(frozen=True)
class InstalledApp:
    """An app as installed by the workspace's owner.

    ``scopes`` are the bot token's, ``app_scopes`` the app-level token's. ``events`` are the
    manifest's event subscriptions, ``commands`` its slash commands with their hints, and
    ``completions`` the suggestions in the page's composer, with short descriptions.
    ``can_be_messaged`` is false for an app whose Messages tab is read-only. In an Enterprise Grid
    organization, ``enterprise_id`` is its id, ``sister_team_ids`` are its other workspaces, and an
    app that is installed for the whole organization is ``is_org_wide``.
    """

    app_id: str = "A0RUNTIME"
    name: str = "Runtime Upgrade"
    bot_user_id: str = "U0BOT"
    bot_id: str = "B0BOT"
    bot_name: str = "runtime-upgrade"
    bot_token: str = "xoxb-sandbox-bot-token"  # noqa: S105 - valid in the sandbox only
    app_token: str = "xapp-1-A0RUNTIME-sandbox-app-token"  # noqa: S105 - valid in the sandbox only
    scopes: frozenset[str] = BOT_SCOPES
    app_scopes: frozenset[str] = APP_SCOPES
    events: frozenset[str] = EVENTS
    commands: tuple[tuple[str, str], ...] = field(
        default=(("/runtime-upgrade", "start go 1.20 | status | help"),)
    )
    completions: tuple[tuple[str, str], ...] = ()
    should_escape: bool = True
    can_be_messaged: bool = True
    enterprise_id: str | None = None
    sister_team_ids: frozenset[str] = frozenset()
    is_org_wide: bool = False
