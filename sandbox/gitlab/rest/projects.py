"""Projects (api/projects)."""

from sandbox.gitlab.access import can_see, project_level, see_project
from sandbox.gitlab.records import Project
from sandbox.gitlab.rest.paging import paged
from sandbox.gitlab.rest.params import boolean, text
from sandbox.gitlab.rest.routing import Answer, Call, Route
from sandbox.gitlab.shapes.basics import project_shape


def project_of(call: Call) -> Project:
    """Return the project in the URL, by id or encoded path."""
    return see_project(call.state, call.user, call.named["id"])


def list_projects(call: Call) -> Answer:
    """List the projects that the caller can see."""
    search = (text(call, "search") or "").casefold()
    mine = boolean(call, "membership")
    projects = [
        p
        for p in call.state.projects.values()
        if can_see(call.user, p)
        and search in p.full_path.casefold()
        and (not mine or project_level(call.user, p))
    ]
    projects.sort(key=lambda project: -project.id)
    return paged(
        call, projects, lambda found: project_shape(call.state, call.base, found, call.user)
    )


def show_project(call: Call) -> Answer:
    """Show one project."""
    return Answer(project_shape(call.state, call.base, project_of(call), call.user))


ROUTES = (
    Route("GET", "/projects", list_projects),
    Route("GET", "/projects/:id", show_project),
)
