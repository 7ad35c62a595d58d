"""Form handlers, which find the item in the form's URL and act on it."""

from starlette.requests import Request

from sandbox.gitlab.access import see_group, see_issue, see_project
from sandbox.gitlab.errors import not_found
from sandbox.gitlab.page.acts import Act, act_on_epic, act_on_issue, act_on_request, open_issue
from sandbox.gitlab.page.screen import Screen
from sandbox.gitlab.records import Project


def path_of(request: Request) -> str:
    """Return the full path in the URL."""
    return str(request.path_params["path"])


def project_of(screen: Screen, request: Request) -> Project:
    """Return the project in the URL; raise RefusalError if it is hidden."""
    return see_project(screen.state, screen.user, path_of(request))


def handle_epic_form(act: Act, request: Request) -> None:
    """Apply the form to the epic."""
    screen = act.screen
    group = see_group(screen.state, screen.user, path_of(request))
    epic = screen.state.find_epic(group, request.path_params["iid"])
    if epic is None:
        raise not_found("Epic")
    act_on_epic(act, epic)


def handle_issues_form(act: Act, request: Request) -> None:
    """Create an issue in the project."""
    open_issue(act, project_of(act.screen, request))


def handle_issue_form(act: Act, request: Request) -> None:
    """Apply the form to the issue."""
    screen = act.screen
    project = project_of(screen, request)
    issue = see_issue(screen.state, screen.user, project, request.path_params["iid"])
    act_on_issue(act, issue)


def handle_request_form(act: Act, request: Request) -> None:
    """Apply the form to the merge request."""
    project = project_of(act.screen, request)
    found = act.screen.state.find_merge_request(project, request.path_params["iid"])
    if found is None:
        raise not_found()
    act_on_request(act, found)
