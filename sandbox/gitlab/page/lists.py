"""Pages with lists: a group, epics, the board, issues, merge requests, a person."""

from collections.abc import Sequence

from sandbox.gitlab.access import can_see, see_group
from sandbox.gitlab.errors import not_found
from sandbox.gitlab.page.content import PageContent
from sandbox.gitlab.page.screen import Screen
from sandbox.gitlab.records import Board, Epic, Group, Issue, Label, Project


def group_page(screen: Screen, path: str) -> PageContent:
    """Show a group: its open epics, blocked issues and projects."""
    group = see_group(screen.state, screen.user, path)
    inside = [i for i in screen.issues() if group in i.project.group.line()]
    return PageContent(
        "group.html",
        {
            "title": group.name,
            "group": group,
            "epics": _epics(screen, group),
            "blocked": [i for i in inside if i.state == "opened" and screen.is_blocked(i)],
            "recent": inside[:8],
            "projects": _projects(screen, group),
        },
    )


def _epics(screen: Screen, group: Group) -> list[Epic]:
    if not screen.state.features.premium:
        return []
    found = [epic for epic in screen.state.epics.values() if group in epic.group.line()]
    return sorted(found, key=lambda epic: (epic.state != "opened", -epic.id))


def _projects(screen: Screen, group: Group) -> list[Project]:
    found = screen.state.projects_under(group)
    seen = [project for project in found if can_see(screen.user, project)]
    return sorted(seen, key=lambda project: project.full_path)


def epics_page(screen: Screen, path: str) -> PageContent:
    """List a group's epics."""
    group = see_group(screen.state, screen.user, path)
    context = {"title": "Epics", "group": group, "epics": _epics(screen, group)}
    return PageContent("epics.html", context)


def board_page(screen: Screen, board: Board, only: str) -> PageContent:
    """Show the board of workflow labels; ``only`` filters the issues by another label."""
    issues = [
        i
        for i in screen.issues()
        if board.group in i.project.group.line()
        and (not only or only in {label.name for label in i.labels})
    ]
    listed = [label for _id, label in board.lists]
    opened = [i for i in issues if i.state == "opened"]
    columns: list[tuple[str, Label | None, list[Issue]]] = [
        ("Open", None, [i for i in opened if not set(listed) & set(i.labels)])
    ]
    columns += [(label.name, label, [i for i in opened if label in i.labels]) for label in listed]
    return PageContent(
        "board.html",
        {
            "title": board.name,
            "board": board,
            "columns": columns,
            "closed": [i for i in issues if i.state == "closed"],
            "only": only,
            "filters": _campaign_labels(screen, listed),
        },
    )


def _campaign_labels(screen: Screen, listed: Sequence[Label]) -> list[str]:
    names = {label.name for issue in screen.issues() for label in issue.labels}
    return sorted(names - {label.name for label in listed})


def issues_page(screen: Screen, owner: Group | Project, state: str, search: str) -> PageContent:
    """List the issues of a group or project."""
    inside = [i for i in screen.issues() if _belongs(i.project, owner)]
    words = search.casefold()
    found = [
        i
        for i in inside
        if state in ("all", i.state)
        and (words in i.title.casefold() or words in i.reference.casefold())
    ]
    counts = {name: sum(i.state == name for i in inside) for name in ("opened", "closed")}
    return PageContent(
        "issues.html",
        {
            "title": "Issues",
            "owner": owner,
            "one_project": isinstance(owner, Project),
            "issues": found,
            "chosen": state,
            "search": search,
            "counts": counts | {"all": len(inside)},
        },
    )


def _belongs(project: Project, owner: Group | Project) -> bool:
    return project is owner if isinstance(owner, Project) else owner in project.group.line()


def requests_page(screen: Screen, owner: Group | Project) -> PageContent:
    """List the merge requests of a group or project."""
    found = [m for m in screen.state.merge_requests.values() if _belongs(m.project, owner)]
    context = {
        "title": "Merge requests",
        "owner": owner,
        "requests": sorted(screen.requests(found), key=lambda m: (m.state != "opened", -m.id)),
    }
    return PageContent("requests.html", context)


def user_page(screen: Screen, username: str) -> PageContent:
    """Show a person and their assigned items."""
    user = screen.state.find_user(username)
    if user is None:
        raise not_found("User")
    assigned = [i for i in screen.issues() if user in i.assignees and i.state == "opened"]
    return PageContent("user.html", {"title": user.name, "who": user, "issues": assigned})
