"""The sandbox's Slack in one object: the application to serve, and the people to act as."""

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from sandbox.clock import StoryClock
from sandbox.faults import FaultMiddleware, Faults
from sandbox.people import CHANNELS, PEOPLE, Person
from sandbox.slack import acting, reading
from sandbox.slack.acting import Stage
from sandbox.slack.events import EventDelivery
from sandbox.slack.installed import InstalledApp
from sandbox.slack.page.pages import Pages, page_templates
from sandbox.slack.profiles import user_object
from sandbox.slack.rates import Rates
from sandbox.slack.reading import SeenMessage, SeenView
from sandbox.slack.replies import Reply
from sandbox.slack.responses import ResponseUrls
from sandbox.slack.sockets import SocketHub
from sandbox.slack.transcript import transcript
from sandbox.slack.web_api import WebApi
from sandbox.slack.wire import Json
from sandbox.slack.workspace import Workspace, seed_workspace

Moments = Callable[[], Iterable[tuple[str, datetime]]]
RATE_LIMITED = b'{"ok":false,"error":"ratelimited"}'


class SlackServer:
    """A local Slack. ``app`` is served at ``url``; everything else acts or reads as a person.

    Acting methods block until the app acknowledges, at most three seconds, and raise
    :class:`~sandbox.slack.inputs.NotOnScreenError` for what that person could not do. ``strict``
    switches the rate limits on.
    """

    def __init__(
        self,
        url: str,
        *,
        wire_now: Callable[[], float],
        installed: InstalledApp | None = None,
        people: Iterable[Person] = PEOPLE,
        channels: Iterable[tuple[str, str]] = CHANNELS,
        clock: StoryClock | None = None,
        gitlab_url: str = "",
        faults: Faults | None = None,
        strict: bool = False,
        seed: int = 1,
    ) -> None:
        app = installed or InstalledApp()
        self.url = url
        self.clock = clock or StoryClock()
        self.gitlab_url = gitlab_url
        self.faults = faults or Faults()
        self.workspace: Workspace = seed_workspace(app, wire_now, people, channels)
        dice = random.Random(seed)  # noqa: S311 - chooses a connection, keeps no secret
        self.sockets = SocketHub(app.app_id, dice)
        self.events = EventDelivery(self.workspace, self.sockets)
        self.rates = Rates(wire_now, strict)
        self._moments: Moments = tuple
        self._stage = Stage(self.workspace, self.sockets, self.events, url)
        self.clock.on_change(self.workspace.changed)
        self.app = FaultMiddleware(
            self._routes(), self.faults, operation_of, RATE_LIMITED, "application/json"
        )

    def _routes(self) -> Starlette:
        api = WebApi(self.workspace, self.rates, self.events.notify)
        responses = ResponseUrls(self.workspace)
        pages = Pages(
            self._stage,
            self.clock,
            self.gitlab_url,
            self._offered_moments,
            page_templates(),
        )
        answer_path = "/{team}/{serial}/{secret}"
        return Starlette(
            routes=[
                Route("/api/{method:path}", api.endpoint, methods=["GET", "POST"]),
                Route(f"/commands{answer_path}", responses.endpoint, methods=["POST"]),
                Route(f"/actions{answer_path}", responses.endpoint, methods=["POST"]),
                WebSocketRoute("/link/", self._link),
                *pages.routes(),
            ]
        )

    def offer_moments(self, moments: Moments) -> None:
        """Offer more moments to move the story to on the page, such as the next due reminder.

        ``moments`` is asked each time the page is drawn, for (label, story time); it must be
        quick. Moments that are past are left out.
        """
        self._moments = moments

    def _offered_moments(self) -> Iterable[tuple[str, datetime]]:
        return self._moments()

    async def _link(self, socket: WebSocket) -> None:
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self.workspace.tickets or self.sockets.is_full:
            await socket.close(1008)
            return
        self.workspace.tickets.discard(ticket)
        await self.sockets.serve(socket)

    @property
    def api_url(self) -> str:
        """The ``base_url`` of a WebClient."""
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        """The xoxb- token that this Slack accepts."""
        return self.workspace.app.bot_token

    @property
    def app_token(self) -> str:
        """The xapp- token that this Slack accepts."""
        return self.workspace.app.app_token

    def people(self) -> tuple[Person, ...]:
        """List everyone in the workspace, the app's bot last."""
        with self.workspace.lock:
            return tuple(self.workspace.people.values())

    def command(self, user_id: str, channel_id: str, command: str, text: str = "") -> Reply:
        """Type a slash command in a channel."""
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
        """Press a button of a message, found by action_id or by what it says.

        ``value`` tells apart buttons with one action_id (or names an overflow's option);
        ``state`` makes choices in the message first, keyed like :meth:`submit`.
        """
        if state:
            acting.fill(self._stage, user_id, (channel_id, ts), state)
        return acting.press(self._stage, user_id, (channel_id, ts), action_id, value)

    def choose(
        self, user_id: str, channel_id: str, ts: str, action_id: str, value: object
    ) -> Reply:
        """Choose in a select, date picker or checkboxes of a message."""
        return acting.press(self._stage, user_id, (channel_id, ts), action_id, value)

    def press(self, user_id: str, view_id: str, action_id: str, value: object = None) -> Reply:
        """Press or choose an element of a modal or of Home."""
        return acting.press_in_view(self._stage, user_id, view_id, action_id, value)

    def submit(self, user_id: str, view_id: str, values: Json | None = None) -> Reply:
        """Fill in a modal (by ``block_id/action_id``, either id, or label) and submit it."""
        return acting.submit(self._stage, user_id, view_id, values or {})

    def close(self, user_id: str, view_id: str) -> Reply:
        """Close a modal and those above it."""
        return acting.close(self._stage, user_id, view_id)

    def open_home(self, user_id: str, tab: str = "home") -> Reply:
        """Open the app's Home, or its ``messages`` tab."""
        return acting.open_home(self._stage, user_id, tab)

    def say(self, user_id: str, channel_id: str, text: str, thread_ts: str | None = None) -> str:
        """Post a message as a person and tell its ts; the app's user id means its DM."""
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
        """List what the app and a person wrote each other, oldest first."""
        with self.workspace.lock:
            channel = self.workspace.direct_channel(user_id)
            return reading.messages_in(self.workspace, channel)

    def ephemerals(self, user_id: str) -> tuple[SeenMessage, ...]:
        """List what only this person sees, oldest first."""
        with self.workspace.lock:
            found = self.workspace.screen(user_id).ephemerals.values()
            return tuple(reading.seen_message(self.workspace, m["channel"], m) for m in found)

    def view(self, user_id: str) -> SeenView | None:
        """Get the modal on top of a person's screen."""
        with self.workspace.lock:
            modals = self.workspace.screen(user_id).modals
            return reading.seen_view(self.workspace, user_id, modals[-1] if modals else None)

    def home(self, user_id: str) -> SeenView | None:
        """Get a person's Home as it was last published."""
        with self.workspace.lock:
            home_id = self.workspace.screen(user_id).home_id
            return reading.seen_view(self.workspace, user_id, home_id)

    def notices(self, user_id: str) -> tuple[str, ...]:
        """List what Slack itself told a person, such as that the app is not responding."""
        with self.workspace.lock:
            return tuple(self.workspace.screen(user_id).notices)

    def pins(self, channel_id: str) -> tuple[str, ...]:
        """List the ts of what is pinned in a channel."""
        with self.workspace.lock:
            return tuple(self.workspace.channel(channel_id).pins)

    def transcript(self, since: int = 0) -> str:
        """Render the story so far as plain text, from log entry ``since`` on."""
        with self.workspace.lock:
            return transcript(self.workspace, since)

    def unknown_arguments(self) -> tuple[tuple[str, str], ...]:
        """List (method, argument) of what clients sent that Slack does not document."""
        with self.workspace.lock:
            return tuple(self.workspace.unknown_arguments)

    def archive(self, channel_id: str) -> None:
        """Archive a channel: nothing can be posted to it any more."""
        with self.workspace.lock:
            self.workspace.channel(channel_id).is_archived = True
            self.workspace.changed()

    def deactivate(self, user_id: str) -> None:
        """Deactivate a person; the app hears user_change."""
        with self.workspace.lock:
            person = replace(self.workspace.person(user_id), deleted=True)
            self.workspace.people[user_id] = person
            user = user_object(self.workspace, person, with_email=True)
        self.events.notify("user_change", {"type": "user_change", "user": user})

    def join_team(self, person: Person) -> None:
        """Let a new person into the workspace; the app hears team_join."""
        with self.workspace.lock:
            self.workspace.people[person.slack_id] = person
            user = user_object(self.workspace, person, with_email=True)
        self.events.notify("team_join", {"type": "team_join", "user": user})

    def join_channel(self, user_id: str, channel_id: str) -> None:
        """Let a person (or the bot) into a channel; the app hears member_joined_channel."""
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

    def set_status(self, user_id: str, text: str, emoji: str = "") -> None:
        """Set a person's status, such as out of office; the app hears user_change."""
        with self.workspace.lock:
            person = self.workspace.person(user_id)
            self.workspace.statuses[user_id] = (text, emoji)
            user = user_object(self.workspace, person, with_email=True)
        self.events.notify("user_change", {"type": "user_change", "user": user})

    def snooze_notifications(self, user_id: str, until: float) -> None:
        """Let a person not be disturbed until ``until`` (wire time, epoch seconds)."""
        with self.workspace.lock:
            self.workspace.snoozes[user_id] = until

    def revoke(self, token: str) -> None:
        """Revoke a token: its calls answer token_revoked."""
        with self.workspace.lock:
            self.workspace.revoked.add(token)


def operation_of(_method: str, path: str) -> str | None:
    """Name the operation of a request: the Web API method, or ``response_url``."""
    if path.startswith("/api/"):
        return path.removeprefix("/api/")
    return "response_url" if path.startswith(("/commands/", "/actions/")) else None
