"""Serving the page: its HTML, static files, event stream, and the actions that it posts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.clock import StoryClock
from sandbox.slack.acting.actions import Stage
from sandbox.slack.acting.reading import seen_view
from sandbox.slack.page import screen
from sandbox.slack.page.acts import perform
from sandbox.slack.page.emoji import EMOJI
from sandbox.slack.page.moments import STATUS_ENDS, show_moment, usual_moments
from sandbox.slack.page.screen import Place
from sandbox.slack.page.stream import stream_changes
from sandbox.slack.wire import Json

STATIC = {
    "client.css": ("sandbox.slack.page", "text/css; charset=utf-8"),
    "client.js": ("sandbox.slack.page", "text/javascript; charset=utf-8"),
    "emoji.svg": ("sandbox.slack.page", "image/svg+xml"),
    "focus.js": ("sandbox", "text/javascript; charset=utf-8"),
}
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
# Only the page's own files may run or load; images come from the URLs in messages.
POLICY = "default-src 'self'; img-src * data:; style-src 'self' 'unsafe-inline'; base-uri 'none'"


@dataclass(frozen=True)
class Pages:
    """The page's dependencies; ``extra_moments`` returns more times to move the story clock to."""

    stage: Stage
    clock: StoryClock
    gitlab_url: str
    extra_moments: Callable[[], Iterable[tuple[str, datetime]]]
    templates: Environment

    def routes(self) -> list[BaseRoute]:
        """List the page's routes."""
        return [
            Route("/", self.show),
            Route("/archives/{channel}/{stamp}", self.follow_permalink),
            Route("/static/{name}", serve_static),
            Route("/changes", self.stream),
            Route("/act", self.act, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Render the whole page for one person in one place."""
        if not _is_local(request):
            return Response("This page is available on this machine only.", 403)
        with self.stage.workspace.lock:
            place = self._place(request)
            html = self._draw(place)
        return HTMLResponse(html, headers={"content-security-policy": POLICY})

    async def follow_permalink(self, request: Request) -> Response:
        """Open the conversation that a permalink points to."""
        stamp = request.path_params["stamp"].removeprefix("p")
        ts = f"{stamp[:-6]}.{stamp[-6:]}"
        with self.stage.workspace.lock:
            channel = self.stage.workspace.channels.get(request.path_params["channel"])
            message = channel.messages.get(ts) if channel else None
        if channel is None or message is None:
            return Response("Message not found.", 404)
        query = {"channel": channel.id}
        if channel.im_user:
            query["as"] = channel.im_user
        if message.get("thread_ts"):
            query["thread"] = message["thread_ts"]
        return RedirectResponse(f"/?{urlencode(query)}#m{ts}")

    async def stream(self, request: Request) -> Response:
        """Stream changes to the page."""
        return stream_changes(self.stage.workspace, request)

    async def act(self, request: Request) -> Response:
        """Perform an action posted by the page; those of other sites are refused."""
        if not _is_local(request) or not _is_own(request):
            return JSONResponse({"error": "Only the sandbox's own page can post actions."}, 403)
        try:
            act = await request.json()
        except ValueError:
            return JSONResponse({"error": "The request body is not valid JSON."}, 400)
        if not isinstance(act, dict):
            return JSONResponse({"error": "The request body must be a JSON object."}, 400)
        return JSONResponse(await run_in_threadpool(perform, self.stage, self.clock, act))

    def _place(self, request: Request) -> Place:
        """Return the reader's place, by default the first person and channel."""
        workspace, query = self.stage.workspace, request.query_params
        user_id = query.get("as", "")
        person = workspace.people.get(user_id)
        if person is None or person.is_bot or person.deleted:
            user_id = next(iter(workspace.people))
        channel_id = query.get("channel", "")
        channel = workspace.channels.get(channel_id)
        hidden = channel is not None and channel.im_user not in (None, user_id)
        if hidden:
            channel_id = workspace.direct_channel(user_id).id
        elif channel is None:
            channel_id = next(iter(workspace.channels))
        return Place(user_id, channel_id, query.get("thread", ""), query.get("tab", "messages"))

    def _draw(self, place: Place) -> str:
        workspace = self.stage.workspace
        channel = workspace.channel(place.channel_id)
        now = self.clock.now()
        if place.tab != "home":
            screen.mark_read(workspace, place, channel)
        own = workspace.screen(place.user_id)
        modal_id = own.modals[-1] if own.modals else None
        return self.templates.get_template("client.html").render(
            place=place,
            me=workspace.person(place.user_id),
            workspace=workspace,
            channel=channel,
            rows=screen.rows_of(workspace, place, channel),
            thread=screen.thread_rows(workspace, place, channel) if place.thread_ts else [],
            side=screen.side_entries(workspace, place),
            cast=screen.cast(workspace),
            author_of=lambda user_id: screen.author_of(workspace, user_id),
            reader=screen.reader_of(workspace, place.user_id, now),
            modal=seen_view(workspace, place.user_id, modal_id),
            modal_depth=len(own.modals),
            home=seen_view(workspace, place.user_id, own.home_id),
            story_now=show_moment(now),
            moments=self._moments(now),
            show_moment=show_moment,
            gitlab_url=self.gitlab_url,
            connected=self.stage.hub.connected,
            completions=_completions(self.stage),
            emoji=EMOJI,
            status_ends=STATUS_ENDS,
        )

    def _moments(self, now: datetime) -> list[tuple[str, datetime]]:
        extra = [(label, moment) for label, moment in self.extra_moments() if moment > now]
        return [*extra, *usual_moments(now)]


@cache
def page_templates() -> Environment:
    """Return the template environment, which escapes everything that is not marked safe."""
    return Environment(
        loader=PackageLoader("sandbox.slack.page"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


async def serve_static(request: Request) -> Response:
    """Serve one of the page's files."""
    name = request.path_params["name"]
    if name not in STATIC:
        return Response("File not found.", 404)
    package, kind = STATIC[name]
    body = files(package).joinpath("static", name).read_bytes()
    return Response(body, headers={"content-type": kind, "cache-control": "no-cache"})


def _completions(stage: Stage) -> list[Json]:
    """List the composer's suggestions: commands, people and channels."""
    workspace = stage.workspace
    commands = [{"text": t, "says": s, "kind": "/"} for t, s in workspace.app.completions]
    people = [
        {"text": f"@{p.username}", "says": p.name, "kind": "@"}
        for p in workspace.people.values()
        if not p.deleted
    ]
    channels = [
        {"text": f"#{c.name}", "says": "", "kind": "#"}
        for c in workspace.channels.values()
        if c.name
    ]
    return [*commands, *people, *channels]


def _is_local(request: Request) -> bool:
    """Return whether the host name is loopback; another site's name may resolve to this machine."""
    return (request.headers.get("host", "").rpartition(":")[0] or "") in LOCAL_HOSTS


def _is_own(request: Request) -> bool:
    origin = request.headers.get("origin")
    is_json = request.headers.get("content-type", "").startswith("application/json")
    return is_json and (origin is None or urlsplit(origin).netloc == request.headers["host"])
