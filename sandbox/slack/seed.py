"""The workspace when a story begins: the people, channels, and the app's memberships."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sandbox.people import Person
from sandbox.slack.installed import InstalledApp
from sandbox.slack.records import Channel
from sandbox.slack.workspace import Workspace


def seed_workspace(
    app: InstalledApp,
    wire_now: Callable[[], float],
    story_now: Callable[[], datetime],
    people: Iterable[Person],
    channels: Iterable[tuple[str, str]],
) -> Workspace:
    """Build a workspace; the app is a member only of channels that it was invited to.

    Guests and external people are only in the working group's channel, which is
    shared with them through Slack Connect.
    """
    workspace = Workspace(app, wire_now, story_now)
    bot = Person(app.bot_user_id, app.bot_name, app.name, "UTC", "App", is_bot=True)
    workspace.people = {p.slack_id: p for p in (*people, bot)}
    active = [p for p in workspace.people.values() if not p.is_bot and not p.deleted]
    full = {p.slack_id for p in active if p.team_id == workspace.team_id and not p.is_guest}
    for channel_id, name in channels:
        shared = channel_id == "C0WGRUNTIME"
        members = {p.slack_id for p in active} if shared else set(full)
        if channel_id in ("C0WGRUNTIME", "C0OPERATORS"):
            members.add(app.bot_user_id)
        workspace.channels[channel_id] = Channel(channel_id, name, int(wire_now()), members)
    return workspace
