"""Workspace changes made outside the app, such as new members and archived channels."""

import json
from collections.abc import Iterable
from dataclasses import replace

from sandbox.fault_plan import Fault, FaultKind, Faults
from sandbox.people import Person
from sandbox.slack.events import EventDelivery
from sandbox.slack.methods.documented_errors import ERRORS
from sandbox.slack.profiles import user_object
from sandbox.slack.records import Status
from sandbox.slack.statuses import change_status
from sandbox.slack.workspace import Workspace


class WorkspaceChanges:
    """The Slack methods for changes that workspace owners or Slack itself make."""

    workspace: Workspace
    faults: Faults
    events: EventDelivery

    def archive(self, channel_id: str) -> None:
        """Archive a channel, so that nothing can be posted to it until it is unarchived."""
        with self.workspace.lock:
            self.workspace.channel(channel_id).is_archived = True
            self.workspace.changed()

    def unarchive(self, channel_id: str) -> None:
        """Unarchive a channel."""
        with self.workspace.lock:
            self.workspace.channel(channel_id).is_archived = False
            self.workspace.changed()

    def join_organization(
        self, enterprise_id: str, sister_team_ids: Iterable[str] = (), *, is_org_wide: bool = False
    ) -> None:
        """Move the workspace to an Enterprise Grid organization, perhaps with the app for all."""
        with self.workspace.lock:
            self.workspace.app = replace(
                self.workspace.app,
                enterprise_id=enterprise_id,
                sister_team_ids=frozenset(sister_team_ids),
                is_org_wide=is_org_wide,
            )

    def delete_message(self, channel_id: str, ts: str) -> None:
        """Delete a message by hand, as its channel's owners may."""
        with self.workspace.lock:
            channel = self.workspace.channel(channel_id)
            channel.pins.pop(ts, None)
            self.workspace.note("delete", channel_id, channel.messages.pop(ts))

    def deactivate(self, user_id: str) -> None:
        """Deactivate a person and send user_change."""
        with self.workspace.lock:
            person = replace(self.workspace.person(user_id), deleted=True)
            self.workspace.people[user_id] = person
            user = user_object(self.workspace, person, with_email=True)
        self.events.notify("user_change", {"type": "user_change", "user": user})

    def join_team(self, person: Person) -> None:
        """Add a new person to the workspace and send team_join."""
        with self.workspace.lock:
            self.workspace.people[person.slack_id] = person
            user = user_object(self.workspace, person, with_email=True)
        self.events.notify("team_join", {"type": "team_join", "user": user})

    def join_channel(self, user_id: str, channel_id: str) -> None:
        """Add a person (or the bot) to a channel and send member_joined_channel."""
        with self.workspace.lock:
            channel = self.workspace.channel(channel_id)
            channel.members.add(user_id)
            self.workspace.changed()
        event = {
            "type": "member_joined_channel",
            "user": user_id,
            "channel": channel_id,
            "channel_type": "C",
            "team": self.workspace.team_id,
        }
        self.events.notify("member_joined_channel", event)

    def set_status(self, user_id: str, text: str, emoji: str = "", *, until: int = 0) -> None:
        """Set a person's status, such as out of office, and send user_change.

        ``until`` is when it ends (story time, epoch seconds); 0 means never.
        """
        change_status(self.workspace, self.events, user_id, Status(text, emoji, until))

    def snooze_notifications(self, user_id: str, until: float) -> None:
        """Turn on a person's Do Not Disturb until ``until`` (wire time, epoch seconds)."""
        with self.workspace.lock:
            self.workspace.snoozes[user_id] = until

    def process_files_after(self, seconds: float | None) -> None:
        """Set how many seconds it takes to process uploaded files; None means forever."""
        with self.workspace.lock:
            self.workspace.files.process_seconds = seconds

    def refuse_files(self, error: str) -> None:
        """Refuse uploads with an error, such as ``file_uploads_disabled``; empty to accept them."""
        with self.workspace.lock:
            self.workspace.files.refused = error

    def refuse(self, method: str, code: str, *, times: int = 1) -> None:
        """Refuse the next calls of a method with one of its documented errors.

        Raises:
            ValueError: the method is not documented to fail with this code.
        """
        if code not in ERRORS[method]:
            raise ValueError(f"{method} does not fail with {code}")
        body = json.dumps({"ok": False, "error": code}).encode()
        kind = FaultKind.STATUS
        fault = Fault(method, kind, times, status=200, body=body, content_type="application/json")
        self.faults.plan(fault)

    def revoke(self, token: str) -> None:
        """Revoke a token, so that its calls fail with token_revoked."""
        with self.workspace.lock:
            self.workspace.revoked.add(token)
