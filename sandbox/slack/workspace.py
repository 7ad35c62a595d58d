"""The state of a workspace: people, channels, messages, pins, views and each person's screen.

Everything here is guarded by ``Workspace.lock``, which callers hold to read or write.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sandbox.people import TEAM_ID, Person
from sandbox.slack.files import FileStore
from sandbox.slack.installed import InstalledApp
from sandbox.slack.records import NO_STATUS, Channel, ResponseUrl, Screen, Status, Trigger
from sandbox.slack.wire import Json, SlackError

TRIGGER_SECONDS = 3.0


@dataclass
class Workspace:
    """The state of one Slack workspace and the app installed in it.

    ``wire_now`` is real time in seconds since the epoch, used for ``ts``, triggers and response
    URLs. ``story_now`` is the story time, used for the end of a person's status.
    """

    app: InstalledApp
    wire_now: Callable[[], float]
    story_now: Callable[[], datetime]
    domain: str = "tanuki-sandbox"
    team_id: str = TEAM_ID
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    views: dict[str, Json] = field(default_factory=dict)
    screens: dict[str, Screen] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    statuses: dict[str, Status] = field(default_factory=dict)
    snoozes: dict[str, float] = field(default_factory=dict)
    files: FileStore = field(default_factory=FileStore)
    tickets: set[str] = field(default_factory=set)
    revoked: set[str] = field(default_factory=set)
    unknown_arguments: list[tuple[str, str]] = field(default_factory=list)
    log: list[tuple[str, str, Json]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    _last_ts: int = 0
    _serial: int = 0
    _changes: int = 0
    _watchers: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._born = self.wire_now()

    def __getstate__(self) -> dict[str, Any]:
        """Return the state for a snapshot, without anything specific to this process."""
        left = {"wire_now", "story_now", "lock", "_watchers", "_born"}
        return {name: kept for name, kept in vars(self).items() if name not in left}

    def __setstate__(self, kept: dict[str, Any]) -> None:
        """Restore a snapshot's content; the caller must then call ``resume``."""
        vars(self).update(kept, lock=threading.RLock(), _watchers=[])

    def resume(
        self, app: InstalledApp, wire_now: Callable[[], float], story_now: Callable[[], datetime]
    ) -> None:
        """Resume after a snapshot, with the app as it is now installed."""
        self.app, self.wire_now, self.story_now = app, wire_now, story_now
        self._born = wire_now()

    def next_ts(self) -> str:
        """Return the ``ts`` of the next message: real time, and always unique."""
        self._last_ts = max(int(self.wire_now() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def next_id(self, prefix: str) -> str:
        """Return an id that looks like Slack's, such as ``V00000001``."""
        self._serial += 1
        return f"{prefix}{self._serial:08X}"

    def person(self, user_id: str) -> Person:
        """Return a person, or raise :class:`SlackError` ``user_not_found``."""
        try:
            return self.people[user_id]
        except KeyError:
            raise SlackError("user_not_found") from None

    def channel(self, channel_id: str) -> Channel:
        """Return a conversation, or raise :class:`SlackError` ``channel_not_found``."""
        try:
            return self.channels[channel_id]
        except KeyError:
            raise SlackError("channel_not_found") from None

    def status_of(self, user_id: str) -> Status:
        """Return a person's status; ``NO_STATUS`` once it has ended (docs.slack.dev, status)."""
        status = self.statuses.get(user_id, NO_STATUS)
        ended = 0 < status.until <= self.story_now().timestamp()
        return NO_STATUS if ended else status

    def screen(self, user_id: str) -> Screen:
        """Return a person's screen."""
        return self.screens.setdefault(user_id, Screen())

    def direct_channel(self, user_id: str) -> Channel:
        """Return the app's direct messages with a person, opening them if needed."""
        for channel in self.channels.values():
            if channel.im_user == user_id:
                return channel
        channel = Channel(
            "D" + user_id.removeprefix("U"),
            "",
            int(self.wire_now()),
            {user_id, self.app.bot_user_id},
            im_user=user_id,
        )
        self.channels[channel.id] = channel
        return channel

    def add_message(self, channel: Channel, message: Json) -> Json:
        """Store a message in its channel and its thread."""
        channel.messages[message["ts"]] = message
        parent = message.get("thread_ts")
        if parent is not None and parent != message["ts"]:
            channel.replies.setdefault(parent, []).append(message["ts"])
            self._note_reply(channel, parent, message)
        self.note("message", channel.id, message)
        return message

    def _note_reply(self, channel: Channel, parent_ts: str, reply: Json) -> None:
        parent = channel.messages.get(parent_ts)
        if parent is None:
            return
        users = parent.setdefault("reply_users", [])
        if reply["user"] not in users:
            users.append(reply["user"])
        parent["thread_ts"] = parent_ts
        parent["reply_count"] = len(channel.replies[parent_ts])
        parent["reply_users_count"] = len(users)
        parent["latest_reply"] = reply["ts"]

    def issue_trigger(self, user_id: str, view_id: str | None = None) -> str:
        """Issue a trigger id, which is valid for three seconds and opens one view."""
        now = self.wire_now()
        trigger_id = f"{self.next_id('')}.{int(now * 1000)}.{user_id.lower()}"
        self.triggers[trigger_id] = Trigger(user_id, now, view_id)
        return trigger_id

    def take_trigger(self, trigger_id: str) -> Trigger:
        """Exchange a trigger id.

        Raises:
            SlackError: ``invalid_trigger_id``, ``exchanged_trigger_id`` or
                ``expired_trigger_id`` (docs.slack.dev, views.open).
        """
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.issued < 0:
            raise SlackError("exchanged_trigger_id")
        if self.wire_now() - trigger.issued > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        self.triggers[trigger_id] = replace(trigger, issued=-1.0)
        return trigger

    @property
    def version(self) -> str:
        """Return the current version, unique among all states and runs."""
        return f"{self._born:.6f}-{self._changes}"

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call ``watcher`` after every change, in the thread that made the change."""
        self._watchers.append(watcher)

    def unwatch(self, watcher: Callable[[], None]) -> None:
        """Stop calling ``watcher``."""
        self._watchers.remove(watcher)

    def note(self, what: str, where: str, seen: Json) -> None:
        """Log for the transcript what a person now sees, and notify the watchers."""
        self.log.append((what, where, dict(seen)))
        self.changed()

    def changed(self) -> None:
        """Count a change and notify the watchers."""
        self._changes += 1
        for watcher in tuple(self._watchers):
            watcher()
