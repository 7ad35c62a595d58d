"""Groups, their members and projects (api/groups, api/members, api/group_boards)."""

from sandbox.gitlab.access import can_see, group_level, project_level, see_group, see_project
from sandbox.gitlab.errors import not_found
from sandbox.gitlab.records import Group, Project, User
from sandbox.gitlab.rest.paging import paged
from sandbox.gitlab.rest.params import boolean, path_integer, text
from sandbox.gitlab.rest.routing import Answer, Call, Route
from sandbox.gitlab.shapes.basics import group_shape, member, project_shape
from sandbox.gitlab.shapes.epics import board_list, board_shape


def group_of(call: Call) -> Group:
    """Return the group in the URL."""
    return see_group(call.state, call.user, call.named["id"])


def list_groups(call: Call) -> Answer:
    """List groups, by name."""
    search = (text(call, "search") or "").casefold()
    groups = [g for g in call.state.groups.values() if search in g.full_path.casefold()]
    groups.sort(key=lambda group: group.full_path)
    return paged(call, groups, lambda group: group_shape(call.base, group))


def show_group(call: Call) -> Answer:
    """Show one group, with its projects by default."""
    group = group_of(call)
    shape = group_shape(call.base, group)
    if boolean(call, "with_projects", default=True):
        shown = _visible(call, call.state.projects_under(group, descendants=False))
        shape["projects"] = [project_shape(call.state, call.base, p, call.user) for p in shown]
        shape["shared_projects"] = []
    return Answer(shape)


def list_subgroups(call: Call) -> Answer:
    """List the direct subgroups of a group."""
    group = group_of(call)
    below = [g for g in call.state.groups.values() if g.parent is group]
    return paged(call, below, lambda found: group_shape(call.base, found))


def list_group_projects(call: Call) -> Answer:
    """List the group's projects that the caller can see."""
    below = boolean(call, "include_subgroups")
    projects = _visible(call, call.state.projects_under(group_of(call), descendants=below))
    search = (text(call, "search") or "").casefold()
    projects = [p for p in projects if search in p.full_path.casefold()]
    projects.sort(key=lambda project: -project.id)
    return paged(
        call, projects, lambda found: project_shape(call.state, call.base, found, call.user)
    )


def _visible(call: Call, projects: list[Project]) -> list[Project]:
    return [project for project in projects if can_see(call.user, project)]


def list_group_members(call: Call) -> Answer:
    """List a group's members, including inherited ones."""
    group = group_of(call)
    found = [(u, level) for u in call.state.users.values() if (level := group_level(u, group))]
    return paged(call, found, lambda m: member(call.base, *m, group.created_at))


def list_project_members(call: Call) -> Answer:
    """List a project's members, including inherited ones."""
    project = see_project(call.state, call.user, call.named["id"])
    found = [(u, n) for u in call.state.users.values() if (n := project_level(u, project))]
    return paged(call, found, lambda m: member(call.base, *m, project.created_at))


def show_project_member(call: Call) -> Answer:
    """Show one member of a project, whether direct or inherited."""
    project = see_project(call.state, call.user, call.named["id"])
    user: User | None = call.state.users.get(path_integer(call, "user_id"))
    level = 0 if user is None else project_level(user, project)
    if user is None or not level:
        raise not_found()
    return Answer(member(call.base, user, level, project.created_at))


def list_boards(call: Call) -> Answer:
    """List a group's boards."""
    group = group_of(call)
    boards = [board for board in call.state.boards.values() if board.group is group]
    return paged(call, boards, lambda board: board_shape(call.base, board))


def show_board(call: Call) -> Answer:
    """Show one board."""
    board = call.state.boards.get(path_integer(call, "board_id"))
    if board is None or board.group is not group_of(call):
        raise not_found()
    return Answer(board_shape(call.base, board))


def list_board_lists(call: Call) -> Answer:
    """List a board's lists, one for each label."""
    board = call.state.boards.get(path_integer(call, "board_id"))
    if board is None or board.group is not group_of(call):
        raise not_found()
    lists = list(enumerate(board.lists))
    return paged(call, lists, lambda at: board_list(at[1][0], at[1][1], at[0]))


ROUTES = (
    Route("GET", "/groups", list_groups),
    Route("GET", "/groups/:id", show_group),
    Route("GET", "/groups/:id/subgroups", list_subgroups),
    Route("GET", "/groups/:id/projects", list_group_projects),
    Route("GET", "/groups/:id/members/all", list_group_members),
    Route("GET", "/projects/:id/members/all", list_project_members),
    Route("GET", "/projects/:id/members/all/:user_id", show_project_member),
    Route("GET", "/groups/:id/boards", list_boards),
    Route("GET", "/groups/:id/boards/:board_id", show_board),
    Route("GET", "/groups/:id/boards/:board_id/lists", list_board_lists),
)
