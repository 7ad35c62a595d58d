"""Issues, notes and links (docs.gitlab.com/api: issues, notes, issue_links)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from campaigns.sync.snapshots import IssueRef, IssueSnapshot
from gitlab_gateway.connection import Connection, Json, encoded
from gitlab_gateway.errors import NotFoundError, RefusedError

BLOCKED_BY = "is_blocked_by"
RELATES_TO = "relates_to"
TYPE_DISABLED = "is disabled or archived"


@dataclass(frozen=True)
class LinkRecord:
    """A link from one issue to another; ``kind`` is its link_type seen from the first issue."""

    id: int
    kind: str
    ref: IssueRef
    title: str
    web_url: str
    open: bool
    assignees: tuple[str, ...] | None = None


def list_issues_labelled(gitlab: Connection, group: str, label: str) -> list[IssueSnapshot]:
    """List a group's issues with a label, including closed ones and subgroups."""
    found = gitlab.list(f"/groups/{encoded(group)}/issues", labels=label, state="all", scope="all")
    return [_issue(issue) for issue in found]


def list_project_issues_labelled(
    gitlab: Connection, project: str, label: str
) -> list[IssueSnapshot]:
    """List a project's issues with a label, including closed ones."""
    found = gitlab.list(
        f"/projects/{encoded(project)}/issues", labels=label, state="all", scope="all"
    )
    return [_issue(issue) for issue in found]


def find_issue(gitlab: Connection, ref: IssueRef) -> IssueSnapshot | None:
    """Find one issue; None if it is gone or hidden."""
    try:
        return _issue(gitlab.get(f"/projects/{encoded(ref.project)}/issues/{ref.iid}"))
    except NotFoundError:
        return None


def create_issue(
    gitlab: Connection,
    project: str,
    *,
    title: str,
    description: str,
    label: str,
    assignee_id: int | None,
    due_on: date | None,
) -> IssueSnapshot:
    """Create an issue with its label in one call, so that it can be found by the label.

    Raises:
        GitLabError: among others, because the project may not have issues.
    """
    more: Json = {} if assignee_id is None else {"assignee_ids": [assignee_id]}
    if due_on is not None:
        more["due_date"] = due_on.isoformat()
    with _type_enabled(project):
        made = gitlab.post(
            f"/projects/{encoded(project)}/issues",
            title=title,
            description=description,
            labels=label,
            **more,
        )
    return _issue(made)


@contextmanager
def _type_enabled(project: str) -> Iterator[None]:
    """Say what to do where the work item type Issue is disabled (GitLab 19)."""
    try:
        yield
    except RefusedError as error:
        if TYPE_DISABLED not in error.what:
            raise
        raise RefusedError(
            f"The work item type Issue is disabled in {project}: enable it in the project's "
            "settings, or track the component elsewhere",
            status=error.status,
        ) from error


def relabel_issue(
    gitlab: Connection, ref: IssueRef, *, add: Iterable[str], remove: Iterable[str]
) -> None:
    """Add and remove labels, leaving all others unchanged."""
    changes = {"add_labels": ",".join(add), "remove_labels": ",".join(remove)}
    _edit(gitlab, ref, **{name: labels for name, labels in changes.items() if labels})


def assign_issue(gitlab: Connection, ref: IssueRef, user_id: int) -> None:
    """Make one user the only assignee."""
    _edit(gitlab, ref, assignee_ids=[user_id])


def close_issue(gitlab: Connection, ref: IssueRef) -> None:
    """Close an issue."""
    _edit(gitlab, ref, state_event="close")


def _edit(gitlab: Connection, ref: IssueRef, **changes: object) -> None:
    gitlab.put(f"/projects/{encoded(ref.project)}/issues/{ref.iid}", **changes)


def list_notes(gitlab: Connection, ref: IssueRef) -> list[str]:
    """List the bodies of an issue's notes, newest first."""
    found = gitlab.list(f"/projects/{encoded(ref.project)}/issues/{ref.iid}/notes", sort="desc")
    return [note["body"] for note in found]


def add_note(gitlab: Connection, ref: IssueRef, body: str) -> None:
    """Write a note; GitLab executes lines that start with a quick action."""
    gitlab.post(f"/projects/{encoded(ref.project)}/issues/{ref.iid}/notes", body=body)


def list_links(gitlab: Connection, ref: IssueRef) -> list[LinkRecord]:
    """List an issue's links to other issues."""
    found = gitlab.list(f"/projects/{encoded(ref.project)}/issues/{ref.iid}/links")
    return [
        LinkRecord(
            id=link["issue_link_id"],
            kind=link["link_type"],
            ref=_ref(link),
            title=link["title"],
            web_url=link["web_url"],
            open=link["state"] == "opened",
            assignees=_usernames(link.get("assignees")),
        )
        for link in found
    ]


def _usernames(users: list[Json] | None) -> tuple[str, ...] | None:
    return None if users is None else tuple(user["username"] for user in users)


def add_link(gitlab: Connection, ref: IssueRef, target: IssueRef, kind: str) -> None:
    """Link an issue to another; ``is_blocked_by`` needs Premium (403 without)."""
    gitlab.post(
        f"/projects/{encoded(ref.project)}/issues/{ref.iid}/links",
        target_project_id=target.project,
        target_issue_iid=str(target.iid),
        link_type=kind,
    )


def remove_link(gitlab: Connection, ref: IssueRef, link_id: int) -> None:
    """Remove a link by its id."""
    gitlab.delete(f"/projects/{encoded(ref.project)}/issues/{ref.iid}/links/{link_id}")


def _ref(found: Json) -> IssueRef:
    project = found["references"]["full"].rpartition("#")[0]
    return IssueRef(project, found["iid"])


def _issue(found: Json) -> IssueSnapshot:
    return IssueSnapshot(
        ref=_ref(found),
        id=found["id"],
        web_url=found["web_url"],
        title=found["title"],
        closed=found["state"] == "closed",
        labels=tuple(found.get("labels") or ()),
        assignees=tuple(user["username"] for user in found.get("assignees") or ()),
        project_id=found["project_id"],
        description=found.get("description") or "",
        links_known=False,
        status_known=False,
        requests_known=False,
        moved=found.get("moved_to_id") is not None,
        duplicate=bool((found.get("_links") or {}).get("closed_as_duplicate_of")),
        changed_at=parse_timestamp(found.get("updated_at")),
    )


def parse_timestamp(text: str | None) -> datetime | None:
    """Parse a GitLab timestamp (ISO 8601); None if it is missing."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
