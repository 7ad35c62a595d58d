"""The sandbox's Slack in one object, to serve and to act in as people."""

import random
from collections.abc import Callable, Iterable
from datetime import datetime

from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from sandbox.clock import StoryClock
from sandbox.faults import FaultMiddleware, Faults
from sandbox.people import CHANNELS, PEOPLE, Person
from sandbox.slack.acting.actions import Stage
from sandbox.slack.acting.people import ActingPeople
from sandbox.slack.acting.workspace_changes import WorkspaceChanges
from sandbox.slack.events import EventDelivery
from sandbox.slack.installed import InstalledApp
from sandbox.slack.page.pages import Pages, page_templates
from sandbox.slack.rates import Rates
from sandbox.slack.responses import ResponseUrls
from sandbox.slack.seed import seed_workspace
from sandbox.slack.sockets import SocketHub
from sandbox.slack.uploads import Uploads
from sandbox.slack.web_api import WebApi
from sandbox.slack.workspace import Workspace

Moments = Callable[[], Iterable[tuple[str, datetime]]]
RATE_LIMITED = b'{"ok":false,"error":"ratelimited"}'


class SlackServer(ActingPeople, WorkspaceChanges):
    """A local Slack. ``app`` is served at ``url``; the other methods act or read as a person.

    Acting methods block until the app acknowledges, at most three seconds, and raise
    :class:`~sandbox.slack.acting.inputs.NotOnScreenError` for anything that is not on the
    person's screen.
    ``strict`` enables the rate limits; ``workspace`` is that of a snapshot.
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
        workspace: Workspace | None = None,
    ) -> None:
        app = installed or InstalledApp()
        self.url = url
        self.clock = clock or StoryClock()
        self.gitlab_url = gitlab_url
        self.faults = faults or Faults()
        self.workspace = workspace or seed_workspace(
            app, wire_now, self.clock.now, people, channels
        )
        dice = random.Random(seed)  # noqa: S311 - chooses a connection, not a secret
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
                *Uploads(self.workspace).routes(),
                *pages.routes(),
            ]
        )

    def offer_moments(self, moments: Moments) -> None:
        """Offer more times on the page to move the story clock to, such as the next due reminder.

        ``moments`` returns (label, story time) and is called on each rendering, so it must be
        fast. Times in the past are omitted.
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


def operation_of(_method: str, path: str) -> str | None:
    """Return a request's operation: the Web API method, ``upload`` or ``response_url``."""
    if path.startswith("/api/"):
        return path.removeprefix("/api/")
    if path.startswith("/upload/"):
        return "upload"
    return "response_url" if path.startswith(("/commands/", "/actions/")) else None
