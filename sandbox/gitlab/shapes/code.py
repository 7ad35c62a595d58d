"""Merge requests, pipelines, branches, commits and files (api/merge_requests, commits, ...)."""

import base64
import hashlib

from sandbox.gitlab.git import Commit, Link, blob_id, last_change
from sandbox.gitlab.merging import has_conflicts, merge_status
from sandbox.gitlab.records import MergeRequest, Pipeline, Project
from sandbox.gitlab.shapes.basics import (
    Json,
    label_names,
    merge_request_url,
    moment,
    project_url,
    user_brief,
)
from sandbox.gitlab.shapes.issues import time_stats
from sandbox.gitlab.work_items.notes import people_notes


def merge_request_shape(base: str, request: MergeRequest) -> Json:
    """Build the JSON of a merge request."""
    assignees = [user_brief(base, user) for user in request.assignees]
    status = merge_status(request)
    head = request.pipelines[0] if request.pipelines else None
    return {
        "id": request.id,
        "iid": request.iid,
        "project_id": request.project.id,
        "title": request.title,
        "description": request.description,
        "state": request.state,
        "imported": False,
        "imported_from": "none",
        "created_at": moment(request.created_at),
        "updated_at": moment(request.updated_at),
        "merged_by": None if request.merged_by is None else user_brief(base, request.merged_by),
        "merge_user": None if request.merged_by is None else user_brief(base, request.merged_by),
        "merged_at": moment(request.merged_at),
        "closed_by": None if request.closed_by is None else user_brief(base, request.closed_by),
        "closed_at": moment(request.closed_at),
        "target_branch": request.target_branch,
        "source_branch": request.source_branch,
        "user_notes_count": people_notes(request),
        "upvotes": 0,
        "downvotes": 0,
        "author": user_brief(base, request.author),
        "assignees": assignees,
        "assignee": assignees[0] if assignees else None,
        "reviewers": [user_brief(base, user) for user in request.reviewers],
        "source_project_id": request.project.id,
        "target_project_id": request.project.id,
        "labels": label_names(request.labels),
        "draft": request.draft,
        "work_in_progress": request.draft,
        "milestone": None,
        "merge_when_pipeline_succeeds": False,
        "merge_status": "can_be_merged" if status != "conflict" else "cannot_be_merged",
        "detailed_merge_status": status,
        "merge_after": None,
        "sha": request.sha,
        "merge_commit_sha": request.merge_commit_sha,
        "squash_commit_sha": None,
        "discussion_locked": None,
        "should_remove_source_branch": None,
        "force_remove_source_branch": request.remove_source_branch,
        "prepared_at": moment(request.created_at),
        "reference": f"!{request.iid}",
        "references": {
            "short": f"!{request.iid}",
            "relative": f"!{request.iid}",
            "full": request.reference,
        },
        "web_url": merge_request_url(base, request),
        "time_stats": time_stats(),
        "squash": False,
        "squash_on_merge": False,
        "task_completion_status": {"count": 0, "completed_count": 0},
        "has_conflicts": has_conflicts(request),
        "blocking_discussions_resolved": True,
        "changes_count": "1",
        "head_pipeline": None if head is None else pipeline_shape(base, head),
        "pipeline": None if head is None else pipeline_shape(base, head),
        "diff_refs": None,
        "merge_error": None,
        "user": {"can_merge": True},
    }


def pipeline_shape(base: str, pipeline: Pipeline) -> Json:
    """Build the JSON of a pipeline in a list (api/pipelines)."""
    return {
        "id": pipeline.id,
        "iid": pipeline.iid,
        "project_id": pipeline.project.id,
        "sha": pipeline.sha,
        "ref": pipeline.ref,
        "status": pipeline.status,
        "source": "merge_request_event",
        "created_at": moment(pipeline.created_at),
        "updated_at": moment(pipeline.updated_at),
        "web_url": f"{project_url(base, pipeline.project)}/-/pipelines/{pipeline.id}",
    }


def job_shape(base: str, pipeline: Pipeline) -> Json:
    """Build the JSON of a pipeline's only job (api/jobs)."""
    return {
        "id": pipeline.id,
        "name": "test",
        "stage": "test",
        "status": pipeline.status,
        "ref": pipeline.ref,
        "allow_failure": False,
        "created_at": moment(pipeline.created_at),
        "pipeline": pipeline_shape(base, pipeline),
        "web_url": f"{project_url(base, pipeline.project)}/-/jobs/{pipeline.id}",
    }


def commit_shape(base: str, project: Project, commit: Commit) -> Json:
    """Build the JSON of a commit (api/commits)."""
    written = moment(commit.created_at)
    return {
        "id": commit.id,
        "short_id": commit.id[:8],
        "created_at": written,
        "parent_ids": [parent.id for parent in commit.parents],
        "title": commit.title,
        "message": commit.message,
        "author_name": commit.author_name,
        "author_email": commit.author_email,
        "authored_date": written,
        "committer_name": commit.author_name,
        "committer_email": commit.author_email,
        "committed_date": written,
        "trailers": {},
        "extended_trailers": {},
        "web_url": f"{project_url(base, project)}/-/commit/{commit.id}",
    }


def branch_shape(base: str, project: Project, name: str, *, can_push: bool) -> Json:
    """Build the JSON of a branch (api/branches)."""
    default = name == project.repository.default_branch
    return {
        "name": name,
        "commit": commit_shape(base, project, project.repository.branches[name]),
        "merged": False,
        "protected": default,
        "developers_can_push": False,
        "developers_can_merge": default,
        "can_push": can_push,
        "default": default,
        "web_url": f"{project_url(base, project)}/-/tree/{name}",
    }


def file_shape(commit: Commit, path: str, ref: str) -> Json:
    """Build the JSON of a file, with its content in base64 (api/repository_files)."""
    content = commit.files[path]
    return {
        "file_name": path.rpartition("/")[2],
        "file_path": path,
        "size": len(content),
        "encoding": "base64",
        "content_sha256": hashlib.sha256(content).hexdigest(),
        "ref": ref,
        "blob_id": blob_id(content),
        "commit_id": commit.id,
        "last_commit_id": last_change(commit, path).id,
        "execute_filemode": False,
        "content": base64.b64encode(content).decode(),
    }


def tree_shape(commit: Commit, under: str, *, recursive: bool) -> list[Json]:
    """List the folders and files in a commit's folder (api/repositories, tree)."""
    prefix = f"{under.strip('/')}/" if under.strip("/") else ""
    entries: dict[str, Json] = {}
    for path, content in sorted(commit.files.items()):
        if not path.startswith(prefix):
            continue
        parts = path.removeprefix(prefix).split("/")
        for depth in range(1, len(parts) if recursive else min(len(parts), 2)):
            folder = prefix + "/".join(parts[:depth])
            entries.setdefault(folder, _entry(folder, "tree", folder.encode()))
        if recursive or len(parts) == 1:
            entries[path] = _entry(path, "blob", content)
    return sorted(entries.values(), key=lambda entry: (entry["type"] == "blob", entry["path"]))


def _entry(path: str, kind: str, content: bytes) -> Json:
    return {
        "id": blob_id(content),
        "name": path.rpartition("/")[2],
        "type": kind,
        "path": path,
        "mode": _mode(kind, content),
    }


def _mode(kind: str, content: bytes) -> str:
    """Return the git mode of an entry: a folder, a symbolic link or a regular file."""
    if kind == "tree":
        return "040000"
    return "120000" if isinstance(content, Link) else "100644"
