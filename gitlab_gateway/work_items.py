"""Reading a work item of GraphQL as a snapshot of an issue.

What GitLab leaves out is unknown, not gone: a null, an unknown value or a missing widget affects
only its own field.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from campaigns.sync.snapshots import BlockerSnapshot, IssueRef, IssueSnapshot, MergeRequestSnapshot
from gitlab_gateway.connection import Json
from gitlab_gateway.issues import BLOCKED_BY, RELATES_TO, parse_timestamp

_ISSUE = re.compile(r"^/(?P<path>.+)/-/(?:issues|work_items)/(?P<iid>\d+)$")
_EPIC = re.compile(r"^/groups/(?P<path>.+)/-/(?:epics|work_items)/(?P<iid>\d+)$")


@dataclass(frozen=True)
class EpicState:
    """An epic as a list of work items shows it."""

    ref: IssueRef
    closed: bool


def read_issue(node: Json, home: str) -> IssueSnapshot | None:
    """Read an issue; None if the answer lacks its identity, its state or its labels.

    ``home`` is GitLab's address, whose path precedes every path in a URL.
    """
    parts, ref = _widgets(node), _ref(node, home)
    state, labels = node.get("state"), _maybe_nodes(parts.get("labels"))
    number = _number(node.get("id"))
    if ref is None or number is None or state is None or labels is None:
        return None
    links, requests = (
        _known_nodes(parts, "linkedItems"),
        _known_nodes(parts, "closingMergeRequests"),
    )
    return IssueSnapshot(
        ref=ref,
        id=number,
        web_url=_text(node.get("webUrl")),
        title=_text(node.get("title")),
        closed=state == "CLOSED",
        labels=tuple(_text(label.get("title")) for label in labels),
        status=_part(parts, "status").get("name"),
        status_known=_part(parts, "status").get("name") is not None,
        assignees=_usernames(_nodes(parts.get("assignees"))),
        blockers=_linked(links or [], BLOCKED_BY, home),
        related=_linked(links or [], RELATES_TO, home),
        links_known=links is not None,
        merge_requests=_merge_requests(requests or []),
        requests_known=requests is not None,
        description=_text(parts.get("description")),
        moved=bool(node.get("movedToWorkItemUrl")),
        moved_to=_ref_in(node.get("movedToWorkItemUrl"), home),
        duplicate=bool(node.get("duplicatedToWorkItemUrl")),
        changed_at=_moment(node.get("updatedAt")),
        requests_changed_at=_requests_changed_at(requests or []),
    )


def read_epic(node: Json, home: str) -> EpicState | None:
    """Read an epic, which belongs to a group; None for any other work item."""
    found = _EPIC.match(_path(node.get("webUrl"), home))
    if found is None or node.get("state") is None:
        return None
    return EpicState(IssueRef(found["path"], int(found["iid"])), node["state"] == "CLOSED")


def _widgets(node: Json) -> Json:
    """Merge the fields of a work item's widgets."""
    parts: Json = {}
    for widget in node.get("widgets") or ():
        if isinstance(widget, dict):
            parts |= {name: value for name, value in widget.items() if name != "type"}
    return parts


def _ref(node: Json, home: str) -> IssueRef | None:
    """Return which issue it is: by its namespace and iid, or else by its URL."""
    path, iid = _part(node, "namespace").get("fullPath"), _text(node.get("iid"))
    if isinstance(path, str) and iid.isdecimal():
        return IssueRef(path, int(iid))
    return _ref_in(node.get("webUrl"), home)


def _ref_in(url: object, home: str) -> IssueRef | None:
    """Return the issue of a URL that GitLab sent."""
    path = _path(url, home)
    found = None if _EPIC.match(path) else _ISSUE.match(path)
    return IssueRef(found["path"], int(found["iid"])) if found else None


def _path(url: object, home: str) -> str:
    """Return the path of a URL below GitLab's own (`/gitlab` for a relative URL root)."""
    try:
        return urlsplit(_text(url)).path.removeprefix(urlsplit(home).path.rstrip("/"))
    except ValueError:
        return ""


def _linked(links: list[Json], kind: str, home: str) -> tuple[BlockerSnapshot, ...]:
    return tuple(sorted(_blockers(links, kind, home)))


def _blockers(links: list[Json], kind: str, home: str) -> Iterator[BlockerSnapshot]:
    for link in links:
        item = _part(link, "workItem")
        ref = _ref(item, home)
        if link.get("linkType") != kind or ref is None:
            continue
        yield BlockerSnapshot(
            ref=ref,
            title=_text(item.get("title")),
            web_url=_text(item.get("webUrl")),
            open=item.get("state") != "CLOSED",
            link_id=_number(link.get("linkId")),
            assignees=_assignees(item),
        )


def _assignees(item: Json) -> tuple[str, ...] | None:
    found = _maybe_nodes(_widgets(item).get("assignees"))
    return None if found is None else _usernames(found)


def _merge_requests(closing: list[Json]) -> tuple[MergeRequestSnapshot, ...]:
    found = (_part(link, "mergeRequest") for link in closing)
    return tuple(
        sorted(
            {
                MergeRequestSnapshot(
                    reference=_text(request.get("reference")),
                    web_url=_text(request.get("webUrl")),
                    state=_text(request.get("state")),
                    draft=request.get("draft") is True,
                )
                for request in found
                if request.get("webUrl")
            }
        )
    )


def _requests_changed_at(closing: list[Json]) -> datetime | None:
    """Return when a closing merge request last changed, including commits and notes."""
    moments = (_moment(_part(link, "mergeRequest").get("updatedAt")) for link in closing)
    return max((moment for moment in moments if moment), default=None)


def _known_nodes(parts: Json, name: str) -> list[Json] | None:
    """Return a connection's nodes; None if the connection or a node is null.

    GitLab returns null to a fine-grained token for what its permissions do not cover.
    """
    connection = parts.get(name)
    nodes = connection.get("nodes") if isinstance(connection, dict) else None
    if not isinstance(nodes, list) or not all(isinstance(node, dict) for node in nodes):
        return None
    return nodes


def _maybe_nodes(connection: object) -> list[Json] | None:
    return None if not isinstance(connection, dict) else _nodes(connection)


def _nodes(connection: object) -> list[Json]:
    listed = connection.get("nodes") if isinstance(connection, dict) else None
    return [node for node in listed or () if isinstance(node, dict)]


def _part(node: Json, name: str) -> Json:
    part = node.get(name)
    return part if isinstance(part, dict) else {}


def _usernames(users: list[Json]) -> tuple[str, ...]:
    return tuple(user["username"] for user in users if isinstance(user.get("username"), str))


def _text(value: Any) -> str:  # noqa: ANN401 - a part of a JSON answer
    return "" if value is None else str(value)


def _number(gid: object) -> int | None:
    number = _text(gid).rpartition("/")[2]
    return int(number) if number.isdecimal() else None


def _moment(value: object) -> datetime | None:
    try:
        return parse_timestamp(value if isinstance(value, str) else None)
    except ValueError:
        return None
