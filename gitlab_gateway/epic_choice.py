"""Choosing how a group's epics are written: as work items, over REST, or not at all."""

from datetime import date

from gitlab_gateway.connection import Connection
from gitlab_gateway.epics import EpicRecord, Epics
from gitlab_gateway.errors import RefusedError
from gitlab_gateway.rest_epics import RestEpics, rest_epics_available
from gitlab_gateway.schema import Schema
from gitlab_gateway.work_item_epics import NEEDS, WorkItemEpics, epic_type


def open_epics(gitlab: Connection, schema: Schema, group: str) -> Epics:
    """Return the epics of a group that has some, by the newest API that GitLab offers."""
    type_id = epic_type(schema)
    if type_id is not None and schema.epics_enabled is not False and schema.offers(*NEEDS):
        return WorkItemEpics(gitlab, group, type_id)
    return RestEpics(gitlab, group)


def create_epic(
    epics: Epics, *, title: str, description: str, label: str, due_on: date | None
) -> EpicRecord:
    """Create an epic; if GitLab refuses a work item, as behind a flag of 17, then over REST.

    Raises:
        GitLabError: GitLab did not respond, or refused that too.
    """
    fields = {"title": title, "description": description, "label": label}
    try:
        return epics.create(**fields, due_on=due_on)
    except RefusedError:
        if not isinstance(epics, WorkItemEpics):
            raise
        return RestEpics(epics.gitlab, epics.group).create(**fields, due_on=due_on)


def find_epics(gitlab: Connection, schema: Schema, group: str) -> Epics | None:
    """Return the epics of a group; None without Premium, where there are none.

    Raises:
        UnauthorisedError: a refused token says nothing about epics.
    """
    if schema.epics_enabled is False:
        return None
    epics = open_epics(gitlab, schema, group)
    known = isinstance(epics, WorkItemEpics) and schema.epics_enabled is True
    return epics if known or rest_epics_available(gitlab, group) else None
