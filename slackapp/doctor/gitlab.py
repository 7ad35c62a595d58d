"""Checks of GitLab: the token, the version, the group and its licensed features."""

from collections.abc import Iterator, Sequence

from gitlab_gateway.connection import Connection
from gitlab_gateway.epic_choice import find_epics
from gitlab_gateway.epics import Epics
from gitlab_gateway.errors import GitLabError, NeedsOperatorError, RefusedError, UnauthorisedError
from gitlab_gateway.projects import (
    PLANNER,
    current_user,
    find_group,
    group_access_level,
    list_group_labels,
    read_version,
)
from gitlab_gateway.schema import Schema
from gitlab_gateway.statuses import statuses_available
from gitlab_gateway.work_item_epics import WorkItemEpics
from slackapp.doctor.lines import ReportLine, fail, ok, skipped, warn
from storage.catalog.read import WorkingGroup

_HIDDEN = "is not visible to the token."


def check_token(gitlab: Connection) -> ReportLine:
    """Check the token and name its user."""
    try:
        return ok(f"GITLAB_TOKEN belongs to {current_user(gitlab).username}.")
    except UnauthorisedError:
        todo = "create a token for the assistant's own user, see docs/gitlab-token.md"
        return fail("GitLab refuses GITLAB_TOKEN.", todo)
    except NeedsOperatorError as error:
        return fail(f"{error.what}.", error.todo)
    except GitLabError as error:
        return fail(f"{error}.", "check GITLAB_URL and the network")


def check_version(gitlab: Connection) -> ReportLine:
    """Return GitLab's version (docs.gitlab.com/api/version)."""
    try:
        return ok(f"GitLab is {read_version(gitlab)}.")
    except RefusedError as error:
        return skipped(f"GitLab does not report its version: {error}.")


def check_group(gitlab: Connection, group: WorkingGroup, schema: Schema) -> Iterator[ReportLine]:
    """Check the group's features and name the fallback for each missing one."""
    if find_group(gitlab, group.group) is None:
        yield fail(
            f"The group {group.group} {_HIDDEN}",
            "check `group` in working-group.yml, and invite the assistant's GitLab user",
        )
        return
    yield _access(gitlab, group)
    epics = find_epics(gitlab, schema, group.group)
    yield _epics(group, epics)
    if epics is not None:
        yield ok("Blocking links are available (Premium).")
    else:
        stand_in = "`relates_to` links and notes replace blocking links"
        yield warn(f"Without Premium, {stand_in}.", "nothing to do if that is acceptable")
    yield from _statuses(group, schema)
    yield from _labels(gitlab, group)


def is_visible(lines: Sequence[ReportLine]) -> bool:
    """Return whether the group, which has these lines, is visible to the token."""
    return not any(line.what.endswith(_HIDDEN) for line in lines)


def _access(gitlab: Connection, group: WorkingGroup) -> ReportLine:
    """Check that labels and epics may be created (docs.gitlab.com/user/permissions)."""
    level = group_access_level(gitlab, group.group, current_user(gitlab).id)
    if level < PLANNER:
        todo = f"invite the assistant's GitLab user to {group.group} as Reporter"
        return fail(f"The assistant may not create labels and epics in {group.group}.", todo)
    return ok(f"The assistant may create labels and epics in {group.group}.")


def _epics(group: WorkingGroup, epics: Epics | None) -> ReportLine:
    if isinstance(epics, WorkItemEpics):
        return ok(f"{group.group} has epics; the assistant writes them as work items.")
    if epics is not None:
        return ok(f"{group.group} has epics; the assistant writes them over REST.")
    where = group.policy.tracking_project
    if where is None:
        return warn(
            f"{group.group} has no epics (Premium): the first component's project gets a "
            "tracking issue instead.",
            "set policy.tracking_project in working-group.yml",
        )
    stand_in = f"a tracking issue in {where} replaces the epic"
    return warn(
        f"{group.group} has no epics (Premium): {stand_in}.", "nothing to do if that is acceptable"
    )


def _statuses(group: WorkingGroup, schema: Schema) -> Iterator[ReportLine]:
    """Check that what the catalog tracks by is visible; `check_offers` names it otherwise."""
    if statuses_available(schema):
        yield ok(f"Issues have a Status; the assistant writes {group.track_by}.")
    elif group.track_by != "labels":
        yield fail(
            f"The catalog sets track_by: {group.track_by}, but issues have no Status here.",
            "set track_by: labels in working-group.yml",
        )


def _labels(gitlab: Connection, group: WorkingGroup) -> Iterator[ReportLine]:
    if group.track_by == "statuses":
        return
    known = {name.casefold() for name in list_group_labels(gitlab, group.group)}
    missing = [name for name in group.labels.values() if name.casefold() not in known]
    for name in missing:
        todo = (
            "if it was renamed, rename it back or change `labels` in working-group.yml; "
            "if it never existed, tick it when you start a campaign"
        )
        yield warn(f"The group {group.group} has no label {name}.", todo)
    if not missing:
        yield ok(f"The {len(group.labels)} workflow labels exist.")
