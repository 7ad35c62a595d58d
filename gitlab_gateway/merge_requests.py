"""Branches, commits and merge requests (docs.gitlab.com/api: commits, merge_requests, jobs)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gitlab_gateway.connection import Connection, Json, encoded
from gitlab_gateway.errors import NotFoundError, RefusedError

OPENED = "opened"


@dataclass(frozen=True)
class FileEdit:
    """A file's new text, replacing ``before``; rejected if it changed since ``last_commit_id``."""

    path: str
    text: str
    before: str
    last_commit_id: str = ""


@dataclass(frozen=True)
class MergeRequestRecord:
    """A merge request of a project; ``pipeline`` is the status of its newest pipeline."""

    project: str
    iid: int
    reference: str
    web_url: str
    state: str
    draft: bool
    title: str
    description: str
    pipeline: str | None
    pipeline_id: int | None
    pipeline_url: str | None
    pipeline_since: datetime | None = None
    conflicts: bool = False


@dataclass(frozen=True)
class NewRequest:
    """A merge request to open."""

    title: str
    description: str
    source_branch: str
    target_branch: str
    assignee_id: int | None


def branch_exists(gitlab: Connection, project: str, branch: str) -> bool:
    """Return whether a branch exists (api/branches)."""
    try:
        gitlab.get(f"/projects/{encoded(project)}/repository/branches/{encoded(branch)}")
    except NotFoundError:
        return False
    return True


def list_branch_titles(
    gitlab: Connection, project: str, branch: str, *, since: str
) -> tuple[str, ...]:
    """List the titles of a branch's commits that are not in ``since``.

    This takes one request (api/repositories, "compare branches, tags or commits").
    """
    path = f"/projects/{encoded(project)}/repository/compare"
    found = gitlab.get(path, **{"from": since, "to": branch})
    return tuple(str(commit["title"]) for commit in found["commits"])


def commit_files(
    gitlab: Connection,
    project: str,
    edits: Sequence[FileEdit],
    *,
    branch: str,
    start_branch: str | None,
    message: str,
    recreate: bool = False,
) -> None:
    """Commit edits in one request; with ``start_branch`` the branch is created as well.

    ``recreate`` replaces an existing branch from ``start_branch``.

    Raises:
        RefusedError: the branch already exists, or a file has changed.
    """
    actions = [
        {
            "action": "update",
            "file_path": edit.path,
            "content": edit.text,
            "last_commit_id": edit.last_commit_id,
        }
        for edit in edits
    ]
    start: Json = {} if start_branch is None else {"start_branch": start_branch, "force": recreate}
    gitlab.post(
        f"/projects/{encoded(project)}/repository/commits",
        branch=branch,
        commit_message=message,
        actions=actions,
        **start,
    )


def find_open_request(gitlab: Connection, project: str, branch: str) -> MergeRequestRecord | None:
    """Find the open merge request of a branch, with its pipeline."""
    found = gitlab.list_first(
        f"/projects/{encoded(project)}/merge_requests", source_branch=branch, state=OPENED
    )
    return get_request(gitlab, project, found[0]["iid"]) if found else None


def get_request(gitlab: Connection, project: str, iid: int) -> MergeRequestRecord:
    """Return a merge request with its newest pipeline.

    Raises:
        NotFoundError: it is gone or hidden.
    """
    return _request(project, gitlab.get(f"/projects/{encoded(project)}/merge_requests/{iid}"))


def create_request(gitlab: Connection, project: str, new: NewRequest) -> MergeRequestRecord:
    """Open a merge request; GitLab returns 409 if the branch already has one."""
    assigned: Json = {} if new.assignee_id is None else {"assignee_ids": [new.assignee_id]}
    made = gitlab.post(
        f"/projects/{encoded(project)}/merge_requests",
        title=new.title,
        description=new.description,
        source_branch=new.source_branch,
        target_branch=new.target_branch,
        remove_source_branch=True,
        **assigned,
    )
    return _request(project, made)


def change_request(
    gitlab: Connection, project: str, iid: int, *, title: str, description: str
) -> None:
    """Change the title and description of a merge request."""
    path = f"/projects/{encoded(project)}/merge_requests/{iid}"
    gitlab.put(path, title=title, description=description)


def find_failed_job(gitlab: Connection, project: str, pipeline_id: int) -> str | None:
    """Find the URL of a pipeline's first failed job (api/jobs, "scope")."""
    try:
        found = gitlab.list_first(
            f"/projects/{encoded(project)}/pipelines/{pipeline_id}/jobs", **{"scope[]": "failed"}
        )
    except RefusedError:
        return None
    return str(found[0]["web_url"]) if found else None


def _request(project: str, found: Json) -> MergeRequestRecord:
    pipeline = found.get("head_pipeline") or {}
    return MergeRequestRecord(
        project=project,
        iid=found["iid"],
        reference=found["references"]["full"],
        web_url=found["web_url"],
        state=found["state"],
        draft=bool(found.get("draft")),
        title=found["title"],
        description=found.get("description") or "",
        pipeline=pipeline.get("status"),
        pipeline_id=pipeline.get("id"),
        pipeline_url=pipeline.get("web_url"),
        pipeline_since=_moment(pipeline.get("created_at")),
        conflicts=bool(found.get("has_conflicts")),
    )


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)
