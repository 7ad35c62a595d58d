"""The app as installed in the workspace: its ids, its tokens and their scopes."""

from dataclasses import dataclass, field

# docs.slack.dev, reference/scopes: the scopes that this sandbox's methods and events require.
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
    """One app, as the workspace's owner installed it.

    ``scopes`` belong to the bot token, ``app_scopes`` to the app-level token. ``events`` are the
    subscriptions of the manifest, ``commands`` its slash commands with their hints, and
    ``completions`` those of the page's composer, each with a short explanation.
    ``can_be_messaged`` is false for an app whose Messages tab is read-only.
    """

    app_id: str = "A0RUNTIME"
    name: str = "Runtime Upgrade"
    bot_user_id: str = "U0BOT"
    bot_id: str = "B0BOT"
    bot_name: str = "runtime-upgrade"
    bot_token: str = "xoxb-sandbox-bot-token"  # noqa: S105 - the sandbox's own
    app_token: str = "xapp-1-A0RUNTIME-sandbox-app-token"  # noqa: S105 - the sandbox's own
    scopes: frozenset[str] = BOT_SCOPES
    app_scopes: frozenset[str] = APP_SCOPES
    events: frozenset[str] = EVENTS
    commands: tuple[tuple[str, str], ...] = field(
        default=(("/runtime-upgrade", "start go 1.20 | status | help"),)
    )
    completions: tuple[tuple[str, str], ...] = ()
    should_escape: bool = True
    can_be_messaged: bool = True
