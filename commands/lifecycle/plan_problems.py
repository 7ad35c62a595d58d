"""The problems that GitLab reveals in a plan: labels, the epic, projects and DRIs."""

from campaigns.lifecycle.plans import Plan, Problem, ProblemKind
from gitlab_gateway.connection import Connection
from gitlab_gateway.epic_choice import find_epics
from gitlab_gateway.projects import find_project, find_user, list_group_labels
from gitlab_gateway.schema import Schema
from storage.catalog.read import Catalog
from storage.people.queries import slack_ids_by_gitlab
from storage.store import Store


def problems_in_gitlab(
    store: Store, gitlab: Connection, schema: Schema, catalog: Catalog, plan: Plan
) -> list[Problem]:
    """Check a plan against GitLab and the people table; return the problems found.

    Raises:
        GitLabError: GitLab did not respond.
    """
    return [
        *_label_problems(gitlab, catalog, plan),
        *_epic_problems(gitlab, schema, plan),
        *_project_problems(gitlab, plan),
        *_dri_problems(store, gitlab, plan),
    ]


def _label_problems(gitlab: Connection, catalog: Catalog, plan: Plan) -> list[Problem]:
    if catalog.working_group.track_by == "statuses":
        return []
    known = {name.casefold() for name in list_group_labels(gitlab, plan.group)}
    wanted = catalog.working_group.labels.values()
    return [
        Problem(ProblemKind.missing_label, name) for name in wanted if name.casefold() not in known
    ]


def _epic_problems(gitlab: Connection, schema: Schema, plan: Plan) -> list[Problem]:
    epics = find_epics(gitlab, schema, plan.group)
    if epics is None:
        return [Problem(ProblemKind.no_epics, plan.group)]
    found = epics.list_labelled(plan.label)
    hint = found[0] if found else epics.find_titled(plan.epic_title)
    return [Problem(ProblemKind.existing_epic, hint.title, link=hint.web_url)] if hint else []


def _project_problems(gitlab: Connection, plan: Plan) -> list[Problem]:
    problems = []
    for path in dict.fromkeys(item.project for item in plan.items):
        project = find_project(gitlab, path)
        if project is None or project.archived or not project.issues_enabled:
            hit = tuple(item.component for item in plan.items if item.project == path)
            problems.append(Problem(ProblemKind.hidden_project, path, hit))
    return problems


def _dri_problems(store: Store, gitlab: Connection, plan: Plan) -> list[Problem]:
    """Look up every DRI in GitLab and in the people table."""
    owned: dict[str, tuple[str, ...]] = {}
    for item in plan.items:
        if item.dri is not None:
            owned[item.dri] = (*owned.get(item.dri, ()), item.component)
    with store.read() as session:
        matched = slack_ids_by_gitlab(session, owned)
    problems = []
    for username, components in owned.items():
        user = find_user(gitlab, username)
        kind = ProblemKind.unknown_dri if user is None else None
        if user is not None and not user.active:
            kind = ProblemKind.inactive_dri
        if kind is None and username not in matched:
            kind = ProblemKind.unmatched_dri
        if kind is not None:
            problems.append(Problem(kind, username, components))
    return problems
