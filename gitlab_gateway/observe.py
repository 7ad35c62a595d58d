"""Reading all issues of a campaign in a few requests (GraphQL workItems, 100 per page)."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from campaigns.sync.snapshots import BlockerSnapshot, IssueRef, IssueSnapshot, MergeRequestSnapshot
from gitlab_gateway.connection import Connection, Json
from gitlab_gateway.errors import NotFoundError
from gitlab_gateway.issues import (
    BLOCKED_BY,
    RELATES_TO,
    find_issue,
    list_issues_labelled,
    list_links,
    parse_timestamp,
)
from gitlab_gateway.membership import hidden_group
from gitlab_gateway.schema import Schema

_WIDGETS = {
    "WorkItemWidgetDescription": "description",
    "WorkItemWidgetLabels": "labels { nodes { title } }",
    "WorkItemWidgetStatus": "status { name category }",
    "WorkItemWidgetAssignees": "assignees { nodes { username } }",
    "WorkItemWidgetLinkedItems": (
        "linkedItems { nodes { linkId linkType"
        " workItem { iid title state webUrl namespace { fullPath }"
        " widgets { ... on WorkItemWidgetAssignees { assignees { nodes { username } } } } } } }"
    ),
    "WorkItemWidgetDevelopment": (
        "closingMergeRequests"
        " { nodes { mergeRequest { reference(full: true) webUrl draft state updatedAt } } }"
    ),
}
_ADDRESS = re.compile(r"^/(?P<project>.+)/-/(?:issues|work_items)/(?P<iid>\d+)$")
_OPTIONAL_FIELDS = ("movedToWorkItemUrl", "duplicatedToWorkItemUrl", "updatedAt")


def observe_issues(
    gitlab: Connection, schema: Schema, group: str, label: str
) -> list[IssueSnapshot]:
    """Read all of a group's issues that have a label, with one request per 100 issues.

    If GraphQL has no work items, the REST list is used and ``links_known`` is False; `read_links`
    adds the links with one request per issue.

    Raises:
        NeedsOperatorError: the token cannot see the group, so nothing is known about its issues.
    """
    if schema.root is None or "WorkItemWidgetLabels" not in schema.widgets:
        return _list_over_rest(gitlab, group, label)
    text, seen, after = _query(schema), [], None
    while True:
        answer = gitlab.query(text, {"path": group, "label": [label], "after": after})
        page = (answer.get(schema.root) or {}).get("workItems")
        if page is None:
            raise hidden_group(group)
        seen += [_issue(node, schema) for node in _nodes(page) if node.get("namespace")]
        after = page["pageInfo"].get("endCursor")
        if not page["pageInfo"].get("hasNextPage"):
            return seen


def _list_over_rest(gitlab: Connection, group: str, label: str) -> list[IssueSnapshot]:
    try:
        return list_issues_labelled(gitlab, group, label)
    except NotFoundError as error:
        raise hidden_group(group) from error


def observe_issue(gitlab: Connection, schema: Schema, ref: IssueRef) -> IssueSnapshot | None:
    """Read one issue, even if its project was renamed; None if it is gone or hidden.

    REST comes first because it follows renamed projects; GraphQL then adds what REST lacks: Status,
    links and merge requests.
    """
    found = find_issue(gitlab, ref)
    if found is None or schema.root is None or "WorkItemWidgetLabels" not in schema.widgets:
        return found
    root = "namespace" if schema.root == "namespace" else "project"
    text = _single_query(schema, root)
    answer = gitlab.query(text, {"path": found.ref.project, "iid": [str(found.ref.iid)]})
    nodes = _nodes((answer.get(root) or {}).get("workItems"))
    return _issue(nodes[0], schema) if nodes and nodes[0].get("namespace") else found


def read_links(gitlab: Connection, seen: IssueSnapshot) -> IssueSnapshot:
    """Add an issue's links, read over REST."""
    links = list_links(gitlab, seen.ref)
    blockers, related = (
        tuple(
            sorted(
                BlockerSnapshot(
                    link.ref, link.title, link.web_url, link.open, link.id, link.assignees
                )
                for link in links
                if link.kind == kind
            )
        )
        for kind in (BLOCKED_BY, RELATES_TO)
    )
    return replace(seen, blockers=blockers, related=related, links_known=True)


def _fields(schema: Schema) -> str:
    """Return the issue fields that this GitLab supports."""
    widgets = " ".join(
        f"... on {name} {{ {fields} }}"
        for name, fields in _WIDGETS.items()
        if name in schema.widgets
    )
    optional = " ".join(name for name in _OPTIONAL_FIELDS if name in schema.item_fields)
    shared = "id iid title state webUrl namespace { fullPath }"
    return f"{shared} {optional} widgets {{ type {widgets} }}"


def _query(schema: Schema) -> str:
    return f"""
query CampaignIssues($path: ID!, $label: [String!], $after: String) {{
  {schema.root}(fullPath: $path) {{
    workItems(
      types: [ISSUE], labelName: $label, includeDescendants: true, first: 100, after: $after
    ) {{
      nodes {{ {_fields(schema)} }}
      pageInfo {{ endCursor hasNextPage }}
    }}
  }}
}}"""


def _single_query(schema: Schema, root: str) -> str:
    return f"""
query CampaignIssue($path: ID!, $iid: [String!]) {{
  {root}(fullPath: $path) {{
    workItems(types: [ISSUE], iids: $iid, first: 1) {{ nodes {{ {_fields(schema)} }} }}
  }}
}}"""


def _issue(node: Json, schema: Schema) -> IssueSnapshot:
    parts: Json = {}
    for widget in _nodes({"nodes": node.get("widgets")}):
        parts |= {name: value for name, value in widget.items() if name != "type"}
    links_known = not _hides(parts, "linkedItems", "workItem")
    return IssueSnapshot(
        ref=_ref(node),
        id=_number(node["id"]),
        web_url=node["webUrl"],
        title=node["title"],
        closed=node["state"] == "CLOSED",
        labels=tuple(label["title"] for label in _nodes(parts.get("labels"))),
        status=(parts.get("status") or {}).get("name"),
        assignees=tuple(user["username"] for user in _nodes(parts.get("assignees"))),
        blockers=_linked(parts, BLOCKED_BY),
        related=_linked(parts, RELATES_TO),
        merge_requests=_merge_requests(parts),
        description=parts.get("description") or "",
        links_known=links_known and "WorkItemWidgetLinkedItems" in schema.widgets,
        requests_known=not _hides(parts, "closingMergeRequests", "mergeRequest"),
        moved=bool(node.get("movedToWorkItemUrl")),
        moved_to=_moved_to(node),
        duplicate=bool(node.get("duplicatedToWorkItemUrl")),
        changed_at=parse_timestamp(node.get("updatedAt")),
        requests_changed_at=_requests_changed_at(parts),
    )


def _linked(parts: Json, kind: str) -> tuple[BlockerSnapshot, ...]:
    return tuple(
        sorted(
            BlockerSnapshot(
                ref=_ref(link["workItem"]),
                title=link["workItem"]["title"],
                web_url=link["workItem"]["webUrl"],
                open=link["workItem"]["state"] == "OPEN",
                link_id=_number(link["linkId"]),
                assignees=_assignees(link["workItem"]),
            )
            for link in _nodes(parts.get("linkedItems"))
            if link["linkType"] == kind and link["workItem"]
        )
    )


def _hides(parts: Json, name: str, target: str) -> bool:
    """Return whether GitLab hides part of a list: entries that the token cannot see are null."""
    nodes = (parts.get(name) or {}).get("nodes") or ()
    return any(node is None or node.get(target) is None for node in nodes)


def _assignees(node: Json) -> tuple[str, ...]:
    """Return the assignees of a linked issue."""
    found = [_nodes(widget.get("assignees")) for widget in node.get("widgets") or [] if widget]
    return tuple(user["username"] for users in found for user in users)


def _merge_requests(parts: Json) -> tuple[MergeRequestSnapshot, ...]:
    found = [closing["mergeRequest"] for closing in _nodes(parts.get("closingMergeRequests"))]
    return tuple(
        sorted(
            {
                MergeRequestSnapshot(
                    reference=request["reference"],
                    web_url=request["webUrl"],
                    state=request["state"],
                    draft=request["draft"],
                )
                for request in found
                if request
            }
        )
    )


def _requests_changed_at(parts: Json) -> datetime | None:
    """Return when a closing merge request last changed, including commits and notes."""
    found = [closing["mergeRequest"] for closing in _nodes(parts.get("closingMergeRequests"))]
    moments = [parse_timestamp(request.get("updatedAt")) for request in found if request]
    return max((moment for moment in moments if moment), default=None)


def _ref(node: Json) -> IssueRef:
    return IssueRef(node["namespace"]["fullPath"], int(node["iid"]))


def _moved_to(node: Json) -> IssueRef | None:
    """Return where an issue was moved to, from a URL under the same root as its own."""
    root = node["webUrl"].partition(f"/{node['namespace']['fullPath']}/-/")[0]
    found = _ADDRESS.match((node.get("movedToWorkItemUrl") or "").removeprefix(root))
    return IssueRef(found["project"], int(found["iid"])) if found else None


def _nodes(connection: Any) -> list[Json]:  # noqa: ANN401 - a part of a JSON answer
    return [node for node in (connection or {}).get("nodes") or [] if node]


def _number(gid: str) -> int:
    return int(gid.rpartition("/")[2])
