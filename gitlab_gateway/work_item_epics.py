"""Epics as work items (docs.gitlab.com/api/graphql/epic_work_items_api_migration_guide)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gitlab_gateway.connection import Connection, Json
from gitlab_gateway.epics import EpicRecord, missing_epic, titled
from gitlab_gateway.errors import RefusedError, UnreachableError
from gitlab_gateway.projects import find_group_label
from gitlab_gateway.schema import Schema

NEEDS = (
    *("Mutation.workItemCreate", "Mutation.workItemUpdate", "Mutation.createNote"),
    *("Group.workItem(iid)", "Group.workItems(types)", "Group.workItems(search)"),
    *("WorkItemWidgetHierarchy.children", "WorkItemWidgetNotes.notes(filter)"),
    *("WorkItem.id", "WorkItem.iid", "WorkItem.title", "WorkItem.state", "WorkItem.webUrl"),
    "WorkItemWidgetDescription.description",
)
_EPIC = """
fragment Epic on WorkItem {
  id iid title state webUrl widgets { ... on WorkItemWidgetDescription { description } }
}"""
_LIST = f"""
query Epics($path: ID!, $label: [String!], $search: String, $state: IssuableState) {{
  group(fullPath: $path) {{
    workItems(types: [EPIC], labelName: $label, search: $search, state: $state, first: 100) {{
      nodes {{ ...Epic }}
    }}
  }}
}}{_EPIC}"""
_ONE = f"""
query Epic($path: ID!, $iid: String!) {{
  group(fullPath: $path) {{ workItem(iid: $iid) {{ ...Epic }} }}
}}{_EPIC}"""
_CHILDREN = """
query EpicChildren($path: ID!, $iid: String!, $after: String) {
  group(fullPath: $path) { workItem(iid: $iid) { widgets { ... on WorkItemWidgetHierarchy {
    children(first: 100, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } }
  } } } }
}"""
_NOTES = """
query EpicNotes($path: ID!, $iid: String!) {
  group(fullPath: $path) { workItem(iid: $iid) { widgets { ... on WorkItemWidgetNotes {
    notes(filter: ONLY_COMMENTS, first: 100) { nodes { body } }
  } } } }
}"""
_CREATE = f"""
mutation CreateEpic($input: WorkItemCreateInput!) {{
  done: workItemCreate(input: $input) {{ errors workItem {{ ...Epic }} }}
}}{_EPIC}"""
_UPDATE = """
mutation ChangeWorkItem($input: WorkItemUpdateInput!) {
  done: workItemUpdate(input: $input) { errors }
}"""
_NOTE = "mutation AddNote($input: CreateNoteInput!) { done: createNote(input: $input) { errors } }"


def epic_type(schema: Schema) -> str | None:
    """Return the global id of the type Epic; None if the group does not list it."""
    kinds = (kind for kind in schema.types if not kind.custom and kind.enabled is not False)
    return next((kind.id for kind in kinds if kind.name == "Epic"), None)


@dataclass(frozen=True)
class WorkItemEpics:
    """A group's epics, as work items; ``found_ids`` caches their global ids by iid."""

    gitlab: Connection
    group: str
    type_id: str
    found_ids: dict[int, str] = field(default_factory=dict, compare=False)

    def list_labelled(self, label: str) -> list[EpicRecord]:
        """List the group's own epics that carry a label."""
        return self._list(label=[label])

    def find_titled(self, title: str) -> EpicRecord | None:
        """Find an open epic with exactly this title: a hint for people, never an identifier."""
        return titled(self._list(search=title, state="opened"), title)

    def _list(self, **wanted: object) -> list[EpicRecord]:
        answer = self.gitlab.query(_LIST, {"path": self.group, **wanted})
        listed = ((answer.get("group") or {}).get("workItems") or {}).get("nodes") or ()
        return [self._record(node) for node in listed if node]

    def find(self, iid: int) -> EpicRecord | None:
        """Find an epic by its iid; None if it does not exist or is hidden."""
        node = self._item(_ONE, iid)
        return self._record(node) if node else None

    def create(
        self, *, title: str, description: str, label: str, due_on: date | None
    ) -> EpicRecord:
        """Create an epic with its label in one call, so that it can be found by the label."""
        wanted: Json = {
            "namespacePath": self.group,
            "workItemTypeId": self.type_id,
            "title": title,
            "descriptionWidget": {"description": description},
            "labelsWidget": {"labelIds": [self._label_id(label)]},
        }
        if due_on is not None:
            due = {"isFixed": True, "dueDate": due_on.isoformat()}
            wanted["startAndDueDateWidget"] = due
        return self._record(self._change(_CREATE, wanted)["workItem"])

    def issue_ids(self, iid: int) -> frozenset[int]:
        """List the global ids of an epic's issues."""
        found, after = set[int](), None
        while True:
            page = _part(self._item(_CHILDREN, iid, after=after), "children")
            found |= {_number(node["id"]) for node in page.get("nodes") or () if node}
            info = page.get("pageInfo") or {}
            after = info.get("endCursor")
            if not info.get("hasNextPage") or not after:
                return frozenset(found)

    def add(self, iid: int, issue_id: int) -> None:
        """Add an issue, by its global id, to an epic; GitLab removes it from any other epic."""
        item = f"gid://gitlab/WorkItem/{issue_id}"
        parent = {"parentId": self._global_id(iid)}
        self._change(_UPDATE, {"id": item, "hierarchyWidget": parent})

    def close(self, iid: int) -> None:
        """Close an epic."""
        self._change(_UPDATE, {"id": self._global_id(iid), "stateEvent": "CLOSE"})

    def notes(self, iid: int) -> list[str]:
        """List the bodies of an epic's comments."""
        page = _part(self._item(_NOTES, iid), "notes")
        return [str(node["body"]) for node in page.get("nodes") or () if node]

    def add_note(self, iid: int, body: str) -> None:
        """Write a comment on an epic."""
        self._change(_NOTE, {"noteableId": self._global_id(iid), "body": body})

    def _item(self, text: str, iid: int, **more: object) -> Json:
        answer = self.gitlab.query(text, {"path": self.group, "iid": str(iid), **more})
        return (answer.get("group") or {}).get("workItem") or {}

    def _global_id(self, iid: int) -> str:
        if iid not in self.found_ids and self.find(iid) is None:
            raise missing_epic(self.group, iid)
        return self.found_ids[iid]

    def _label_id(self, name: str) -> str:
        number = find_group_label(self.gitlab, self.group, name)
        if number is None:
            raise RefusedError(f"The group {self.group} has no label {name}", status=400)
        return f"gid://gitlab/GroupLabel/{number}"

    def _change(self, text: str, wanted: Mapping[str, object]) -> Json:
        """Run a mutation; its refusals come as a list in an answer that is otherwise fine."""
        try:
            done = self.gitlab.query(text, {"input": dict(wanted)}).get("done") or {}
        except UnreachableError as error:
            error.unknown = True
            raise
        errors = done.get("errors") or ()
        if errors:
            raise RefusedError(f"GitLab refused: {'; '.join(map(str, errors))}", status=400)
        return dict(done)

    def _record(self, node: Json) -> EpicRecord:
        iid = int(node["iid"])
        self.found_ids[iid] = node["id"]
        return EpicRecord(
            iid=iid,
            id=_number(node["id"]),
            title=node["title"],
            web_url=node["webUrl"],
            description=_part(node, "description") or "",
            closed=node["state"] == "CLOSED",
        )


def _part(item: Json, name: str) -> Any:  # noqa: ANN401 - a part of a JSON answer
    """Return a field of whichever widget has it; empty if none has."""
    found = (widget.get(name) for widget in item.get("widgets") or () if widget)
    return next((value for value in found if value is not None), {})


def _number(gid: str) -> int:
    return int(gid.rpartition("/")[2])
