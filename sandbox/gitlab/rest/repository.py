"""Branches and commits (api/branches, api/commits)."""

import base64
import binascii

from sandbox.gitlab.access import may_push, may_write, project_level
from sandbox.gitlab.errors import bad_parameter, forbidden, not_found, refused
from sandbox.gitlab.git import Commit, changed_paths, history, last_change
from sandbox.gitlab.merging import refresh
from sandbox.gitlab.records import MAINTAINER, Project
from sandbox.gitlab.rest.paging import paged
from sandbox.gitlab.rest.params import boolean, needed_text, text
from sandbox.gitlab.rest.projects import project_of
from sandbox.gitlab.rest.routing import Answer, Call, Route
from sandbox.gitlab.shapes.basics import Json
from sandbox.gitlab.shapes.code import branch_shape, commit_shape

_ACTIONS = ("create", "update", "delete", "move", "chmod")
_CHANGED_SINCE = (
    "You are attempting to update a file that has changed since you started editing it."
)


def commit_of(project: Project, ref: str) -> Commit:
    """Return the commit that a ref points to."""
    commit = project.repository.resolve(ref)
    if commit is None:
        raise not_found("Commit")
    return commit


def list_branches(call: Call) -> Answer:
    """List branches."""
    project = project_of(call)
    search = text(call, "search") or ""
    names = sorted(name for name in project.repository.branches if search in name)
    push = may_push(call.by, project)
    return paged(call, names, lambda n: branch_shape(call.base, project, n, can_push=push))


def show_branch(call: Call) -> Answer:
    """Show one branch."""
    project, name = project_of(call), call.named["branch"]
    if name not in project.repository.branches:
        raise not_found("Branch")
    push = may_push(call.by, project)
    return Answer(branch_shape(call.base, project, name, can_push=push))


def create_branch(call: Call) -> Answer:
    """Create a branch from a ref."""
    project = project_of(call)
    name, ref = needed_text(call, "branch"), needed_text(call, "ref")
    _require_push(call, project, name)
    if name in project.repository.branches:
        raise refused(400, "Branch already exists")
    commit = project.repository.resolve(ref)
    if commit is None:
        raise refused(400, f"Invalid reference name: {ref}")
    project.repository.branches[name] = commit
    return Answer(branch_shape(call.base, project, name, can_push=True), 201)


def delete_branch(call: Call) -> Answer:
    """Delete a branch that is not protected."""
    project, name = project_of(call), call.named["branch"]
    _require_push(call, project, name)
    if name not in project.repository.branches:
        raise not_found("Branch")
    if name == project.repository.default_branch:
        raise forbidden()
    del project.repository.branches[name]
    return Answer(status=204)


def _require_push(call: Call, project: Project, branch: str) -> None:
    if not may_write(call.state, call.user, project) or not may_push(call.by, project):
        raise forbidden()
    protected = branch in {project.repository.default_branch, *project.protected_branches}
    if protected and project_level(call.user, project) < MAINTAINER:
        raise forbidden("You are not allowed to push into this branch")


def list_commits(call: Call) -> Answer:
    """List a ref's commits, newest first; ``path`` keeps only those that changed it."""
    project = project_of(call)
    path = text(call, "path")
    start = commit_of(project, text(call, "ref_name") or project.repository.default_branch)
    commits = [c for c in history(start) if path is None or path in _changed(c)]
    return paged(call, commits, lambda commit: commit_shape(call.base, project, commit))


def _changed(commit: Commit) -> list[str]:
    return changed_paths(commit, commit.parents[0] if commit.parents else None)


def show_commit(call: Call) -> Answer:
    """Show one commit by id, branch or tag."""
    project = project_of(call)
    commit = commit_of(project, call.named["sha"])
    return Answer(
        commit_shape(call.base, project, commit) | {"last_pipeline": None, "status": None}
    )


def create_commit(call: Call) -> Answer:
    """Commit file actions to a branch, which is created first if ``start_branch`` is given."""
    project = project_of(call)
    branch, message = needed_text(call, "branch"), needed_text(call, "commit_message")
    _require_push(call, project, branch)
    parent = _parent(call, project, branch)
    files = dict(parent.files)
    for action in _actions(call):
        _apply(files, action, parent)
    made = project.repository.commit(
        branch,
        files,
        message=message,
        author=(
            text(call, "author_name") or call.user.name,
            text(call, "author_email") or call.user.email,
        ),
        now=call.now,
        parents=(parent,),
    )
    refresh(call.state, project, branch, call.by)
    return Answer(commit_shape(call.base, project, made) | _stats(made, parent), 201)


def _parent(call: Call, project: Project, branch: str) -> Commit:
    start = text(call, "start_branch") or text(call, "start_sha")
    branches = project.repository.branches
    if start is None:
        if branch not in branches:
            raise refused(400, "You can only create or edit files when you are on a branch")
        return branches[branch]
    if branch in branches and start != branch and not boolean(call, "force"):
        raise refused(
            400,
            f"A branch called '{branch}' already exists. "
            "Switch to that branch in order to make changes",
        )
    commit = project.repository.resolve(start)
    if commit is None:
        raise refused(400, f"Cannot find start_branch '{start}'")
    return commit


def _stats(made: Commit, parent: Commit) -> Json:
    count = len(changed_paths(made, parent))
    return {"stats": {"additions": count, "deletions": count, "total": 2 * count}, "status": None}


def _actions(call: Call) -> list[dict[str, object]]:
    actions = call.params.get("actions")
    if actions is None:
        raise bad_parameter("actions is missing")
    if not isinstance(actions, list) or not all(isinstance(a, dict) for a in actions):
        raise bad_parameter("actions is invalid")
    if not actions:
        raise bad_parameter("actions is empty")
    for action in actions:
        if action.get("action") not in _ACTIONS:
            raise bad_parameter("actions[0][action] does not have a valid value")
        if not action.get("file_path"):
            raise bad_parameter("actions[0][file_path] is missing")
    return actions


def _apply(files: dict[str, bytes], action: dict[str, object], parent: Commit) -> None:
    kind, path = action["action"], str(action["file_path"])
    source = str(action.get("previous_path") or path)
    if kind == "create" and path in files:
        raise refused(400, "A file with this name already exists")
    if kind != "create" and source not in files:
        raise refused(400, "A file with this name doesn't exist")
    lock = action.get("last_commit_id")
    if lock and source in parent.files and last_change(parent, source).id != lock:
        raise refused(400, _CHANGED_SINCE)
    if kind == "chmod":
        return
    old = files.pop(source, b"")
    if kind != "delete":
        files[path] = old if kind == "move" and "content" not in action else _content(action)


def _content(action: dict[str, object]) -> bytes:
    content = str(action.get("content") or "")
    if action.get("encoding") != "base64":
        return content.encode()
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error:
        raise bad_parameter("actions[0][content] is invalid") from None


_REPOSITORY = "/projects/:id/repository"
ROUTES = (
    Route("GET", f"{_REPOSITORY}/branches", list_branches),
    Route("POST", f"{_REPOSITORY}/branches", create_branch),
    Route("GET", f"{_REPOSITORY}/branches/:branch", show_branch),
    Route("DELETE", f"{_REPOSITORY}/branches/:branch", delete_branch),
    Route("GET", f"{_REPOSITORY}/commits", list_commits),
    Route("POST", f"{_REPOSITORY}/commits", create_commit),
    Route("GET", f"{_REPOSITORY}/commits/:sha", show_commit),
)
