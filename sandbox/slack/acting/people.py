"""Acting and reading as the people of the workspace, for tests and the demo."""

from sandbox.people import Person
from sandbox.slack.acting import actions as acting
from sandbox.slack.acting import reading
from sandbox.slack.acting.actions import Stage
from sandbox.slack.acting.reading import SeenMessage, SeenView
from sandbox.slack.acting.replies import Reply
from sandbox.slack.acting.transcript import transcript
from sandbox.slack.wire import Json
from sandbox.slack.workspace import Workspace


class ActingPeople:
    """The Slack methods for acting and reading as a person.

    Acting methods block until the app acknowledges, at most three seconds, and raise
    :class:`~sandbox.slack.acting.inputs.NotOnScreenError` for anything that is not on the
    person's screen.
    """

    workspace: Workspace
    _stage: Stage

    def people(self) -> tuple[Person, ...]:
        """List everyone in the workspace, with the app's bot last."""
        with self.workspace.lock:
            return tuple(self.workspace.people.values())

    def command(self, user_id: str, channel_id: str, command: str, text: str = "") -> Reply:
        """Send a slash command in a channel."""
        return acting.send_command(self._stage, user_id, channel_id, command, text)

    def click(
        self,
        user_id: str,
        channel_id: str,
        ts: str,
        action_id: str,
        value: str | None = None,
        *,
        state: Json | None = None,
    ) -> Reply:
        """Click a button in a message, found by its action_id or its label.

        ``value`` distinguishes buttons with the same action_id, or names an overflow's option;
        ``state`` first makes choices in the message, with keys as in :meth:`submit`.
        """
        if state:
            acting.fill(self._stage, user_id, (channel_id, ts), state)
        return acting.press(self._stage, user_id, (channel_id, ts), action_id, value)

    def choose(
        self, user_id: str, channel_id: str, ts: str, action_id: str, value: object
    ) -> Reply:
        """Choose a value in a select, date picker or checkboxes in a message."""
        return acting.press(self._stage, user_id, (channel_id, ts), action_id, value)

    def press(self, user_id: str, view_id: str, action_id: str, value: object = None) -> Reply:
        """Use an element of a modal or the app's Home."""
        return acting.press_in_view(self._stage, user_id, view_id, action_id, value)

    def submit(self, user_id: str, view_id: str, values: Json | None = None) -> Reply:
        """Fill in a modal (by ``block_id/action_id``, either id or the label) and submit it."""
        return acting.submit(self._stage, user_id, view_id, values or {})

    def close(self, user_id: str, view_id: str) -> Reply:
        """Close a modal and any above it."""
        return acting.close(self._stage, user_id, view_id)

    def open_home(self, user_id: str, tab: str = "home") -> Reply:
        """Open the app's Home, or its Messages tab if ``tab`` is ``messages``."""
        return acting.open_home(self._stage, user_id, tab)

    def say(self, user_id: str, channel_id: str, text: str, thread_ts: str | None = None) -> str:
        """Post a message as a person and return its ts; the app's user id selects its DM."""
        return acting.say(self._stage, user_id, channel_id, text, thread_ts)[0]

    def messages(self, channel_id: str) -> tuple[SeenMessage, ...]:
        """List a channel's messages outside threads, oldest first."""
        with self.workspace.lock:
            return reading.messages_in(self.workspace, self.workspace.channel(channel_id))

    def thread(self, channel_id: str, ts: str) -> tuple[SeenMessage, ...]:
        """List a thread, its parent first."""
        with self.workspace.lock:
            return reading.thread_of(self.workspace, self.workspace.channel(channel_id), ts)

    def direct_messages(self, user_id: str) -> tuple[SeenMessage, ...]:
        """List the direct messages between the app and a person, oldest first."""
        with self.workspace.lock:
            channel = self.workspace.direct_channel(user_id)
            return reading.messages_in(self.workspace, channel)

    def ephemerals(self, user_id: str) -> tuple[SeenMessage, ...]:
        """List the messages that only this person sees, oldest first."""
        with self.workspace.lock:
            found = self.workspace.screen(user_id).ephemerals.values()
            return tuple(reading.seen_message(self.workspace, m["channel"], m) for m in found)

    def view(self, user_id: str) -> SeenView | None:
        """Return the topmost modal on a person's screen."""
        with self.workspace.lock:
            modals = self.workspace.screen(user_id).modals
            return reading.seen_view(self.workspace, user_id, modals[-1] if modals else None)

    def home(self, user_id: str) -> SeenView | None:
        """Return a person's Home as last published."""
        with self.workspace.lock:
            home_id = self.workspace.screen(user_id).home_id
            return reading.seen_view(self.workspace, user_id, home_id)

    def notices(self, user_id: str) -> tuple[str, ...]:
        """List messages from Slack itself to a person, such as that the app is not responding."""
        with self.workspace.lock:
            return tuple(self.workspace.screen(user_id).notices)

    def pins(self, channel_id: str) -> tuple[str, ...]:
        """List the ts of the messages pinned in a channel."""
        with self.workspace.lock:
            return tuple(self.workspace.channel(channel_id).pins)

    def transcript(self, since: int = 0, *, final: bool = False) -> str:
        """Render the story so far as plain text, from log entry ``since`` on.

        With ``final``, each message appears once, in its final state, if that is new.
        """
        with self.workspace.lock:
            return transcript(self.workspace, since, final=final)

    def unknown_arguments(self) -> tuple[tuple[str, str], ...]:
        """List the undocumented arguments that clients sent, as (method, argument)."""
        with self.workspace.lock:
            return tuple(self.workspace.unknown_arguments)
