"""The pages as a Starlette application: routes, the acting person, and actions."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from importlib.resources import files
from urllib.parse import quote, unquote

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.gitlab.access import see_group, see_project
from sandbox.gitlab.errors import RefusalError, not_found
from sandbox.gitlab.page import items, lists
from sandbox.gitlab.page.acts import Act
from sandbox.gitlab.page.content import PageContent, environment
from sandbox.gitlab.page.form_handlers import (
    handle_epic_form,
    handle_issue_form,
    handle_issues_form,
    handle_request_form,
    path_of,
    project_of,
)
from sandbox.gitlab.page.forms import read_form, require_loopback, return_path
from sandbox.gitlab.page.screen import Screen
from sandbox.gitlab.page.stream import Stream
from sandbox.gitlab.records import Group, Project, User
from sandbox.gitlab.state import GitLabState

COOKIE = "sandbox_gitlab_user"
STARTER = "frida-sandbox"
STATIC = {
    "gitlab.css": ("sandbox.gitlab.page", "text/css"),
    "gitlab.js": ("sandbox.gitlab.page", "text/javascript"),
    "icon.svg": ("sandbox.gitlab.page", "image/svg+xml"),
    "focus.js": ("sandbox", "text/javascript"),
}
SECURITY = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'none'",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
Endpoint = Callable[[Request], Awaitable[Response]]
View = Callable[[Screen, Request], PageContent]
FormHandler = Callable[[Act, Request], None]


@dataclass(frozen=True)
class Pages:
    """Endpoints that serve the pages of one GitLab state."""

    state: GitLabState
    templates: Environment = field(default_factory=environment)

    def page(self, view: View) -> Endpoint:
        """Serve a page by GET."""

        async def endpoint(request: Request) -> Response:
            with self.state.lock:
                answer = self._shown(self.screen(request), request, view)
            if name := request.query_params.get("as"):
                become(answer, name)
            return answer

        return endpoint

    def form_post(self, handle: FormHandler, view: View) -> Endpoint:
        """Apply a form and redirect back to the page, or show the error on the page."""

        async def endpoint(request: Request) -> Response:
            form = await read_form(request)
            with self.state.lock:
                screen = self.screen(request)
                try:
                    handle(Act(screen, form), request)
                except RefusalError as refusal:
                    words = _words(refusal)
                    return self._shown(screen, request, view, words, refusal.status)
                self.state.changed()
            return RedirectResponse(return_path(form, request), 303)

        return endpoint

    def screen(self, request: Request) -> Screen:
        """Return the acting person's screen, from the cookie or ``?as=``."""
        name = request.query_params.get("as") or unquote(request.cookies.get(COOKIE, STARTER))
        user = self.state.find_user(name)
        active = user is not None and user.state == "active"
        return Screen(
            self.state, user if user and active else self._first(), self.state.clock.now()
        )

    def _first(self) -> User:
        default_person = self.state.find_user(STARTER)
        return default_person or next(u for u in self.state.users.values() if u.state == "active")

    def _shown(
        self, screen: Screen, request: Request, view: View, alert: str = "", status: int = 200
    ) -> Response:
        try:
            require_loopback(request)
            shown = view(screen, request)
        except RefusalError as refusal:
            shown = PageContent("missing.html", {"title": "Not found"})
            alert, status = alert or _words(refusal), refusal.status
        page = self.templates.get_template(shown.template)
        body = page.render(shown.context, screen=screen, alert=alert, path=request.url.path)
        return HTMLResponse(body, status, SECURITY)


def page_app(state: GitLabState) -> Starlette:
    """Build the application that serves every address outside ``/api``."""
    served = Pages(state)
    shown = {
        "/": lambda s, _r: lists.group_page(s, s.root().full_path),
        "/groups/{path:path}/-/epics": lambda s, r: lists.epics_page(s, path_of(r)),
        "/groups/{path:path}/-/epics/{iid:int}": _epic,
        "/groups/{path:path}/-/boards": _board,
        "/groups/{path:path}/-/boards/{board:int}": _board,
        "/{path:path}/-/boards/{board:int}": _board,
        "/groups/{path:path}/-/issues": lambda s, r: _issues(s, r, group=True),
        "/{path:path}/-/issues": lambda s, r: _issues(s, r, group=False),
        "/{path:path}/-/issues/{iid:int}": _issue,
        "/{path:path}/-/work_items/{iid:int}": _issue,
        "/groups/{path:path}/-/merge_requests": lambda s, r: _requests(s, r, group=True),
        "/{path:path}/-/merge_requests": lambda s, r: _requests(s, r, group=False),
        "/{path:path}/-/merge_requests/{iid:int}": _request,
        "/{path:path}/-/pipelines/{pipeline:int}": _pipeline,
        "/{path:path}/-/jobs/{pipeline:int}": _pipeline,
        "/{path:path}/-/tree/{ref:path}": _tree,
        "/{path:path}/-/blob/{ref}/{file:path}": _file,
        "/groups/{path:path}": lambda s, r: lists.group_page(s, path_of(r)),
        "/{path:path}": _anything,
    }
    done: dict[str, tuple[FormHandler, View]] = {
        "/groups/{path:path}/-/epics/{iid:int}": (handle_epic_form, _epic),
        "/{path:path}/-/issues": (handle_issues_form, lambda s, r: _issues(s, r, group=False)),
        "/{path:path}/-/issues/{iid:int}": (handle_issue_form, _issue),
        "/{path:path}/-/merge_requests/{iid:int}": (handle_request_form, _request),
    }
    return Starlette(
        exception_handlers={RefusalError: _refused},
        routes=[
            Route("/-/static/{name}", _static),
            Route("/-/changes", Stream(state)),
            Route("/-/act_as", _act_as, methods=["POST"]),
            *(Route(at, served.form_post(*pair), methods=["POST"]) for at, pair in done.items()),
            *(Route(at, served.page(view)) for at, view in shown.items()),
        ],
    )


async def _refused(_request: Request, refusal: Exception) -> Response:
    """Reject a form without reading it."""
    status = refusal.status if isinstance(refusal, RefusalError) else 500
    words = _words(refusal) if isinstance(refusal, RefusalError) else "500"
    return PlainTextResponse(words, status)


def _epic(screen: Screen, request: Request) -> PageContent:
    return items.epic_page(screen, path_of(request), request.path_params["iid"])


def _owner(screen: Screen, path: str, *, group: bool) -> Group | Project:
    see = see_group if group else see_project
    return see(screen.state, screen.user, path)


def _board(screen: Screen, request: Request) -> PageContent:
    wanted = request.path_params.get("board")
    boards = screen.state.boards
    board = next(iter(boards.values())) if wanted is None else boards.get(wanted)
    if board is None:
        raise not_found("Board")
    return lists.board_page(screen, board, request.query_params.get("label", ""))


def _issues(screen: Screen, request: Request, *, group: bool) -> PageContent:
    owner: Group | Project = _owner(screen, path_of(request), group=group)
    query = request.query_params
    return lists.issues_page(screen, owner, query.get("state", "opened"), query.get("search", ""))


def _requests(screen: Screen, request: Request, *, group: bool) -> PageContent:
    return lists.requests_page(screen, _owner(screen, path_of(request), group=group))


def _issue(screen: Screen, request: Request) -> PageContent:
    return items.issue_page(screen, project_of(screen, request), request.path_params["iid"])


def _request(screen: Screen, request: Request) -> PageContent:
    return items.request_page(screen, project_of(screen, request), request.path_params["iid"])


def _pipeline(screen: Screen, request: Request) -> PageContent:
    wanted = request.path_params["pipeline"]
    for found in screen.state.merge_requests.values():
        if any(pipeline.id == wanted for pipeline in found.pipelines):
            return items.request_page(screen, found.project, found.iid)
    raise not_found("Pipeline")


def _tree(screen: Screen, request: Request) -> PageContent:
    return items.project_page(screen, project_of(screen, request), request.path_params["ref"])


def _file(screen: Screen, request: Request) -> PageContent:
    named = request.path_params
    return items.file_page(project_of(screen, request), named["ref"], named["file"])


def _anything(screen: Screen, request: Request) -> PageContent:
    """Show the project, group or person at a path."""
    path = path_of(request).strip("/")
    if screen.state.find_project(path) is not None:
        return items.project_page(screen, see_project(screen.state, screen.user, path))
    if screen.state.find_group(path) is not None:
        return lists.group_page(screen, path)
    return lists.user_page(screen, path)


async def _act_as(request: Request) -> Response:
    form = await read_form(request)
    answer = RedirectResponse(return_path(form, request, "/"), 303)
    become(answer, form.get("username", STARTER))
    return answer


def become(answer: Response, username: str) -> None:
    """Set the cookie that makes the browser act as this person."""
    answer.set_cookie(COOKIE, quote(username), samesite="strict", httponly=True)


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        return PlainTextResponse("404 Not Found", 404)
    package, kind = STATIC[name]
    body = files(package).joinpath("static", name).read_bytes()
    return Response(body, media_type=kind, headers={"cache-control": "no-cache"})


def _words(refusal: RefusalError) -> str:
    message = refusal.body.get("message") or refusal.body.get("error") or refusal.body
    if isinstance(message, dict):
        return "; ".join(f"{field} {' and '.join(why)}" for field, why in message.items())
    return str(message)
