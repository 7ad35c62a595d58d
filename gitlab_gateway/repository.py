"""A project's repository: its default branch and files (api/projects, repositories)."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gitlab_gateway.connection import Connection, encoded
from gitlab_gateway.errors import NotFoundError, RefusedError

SYMLINK = "120000"
GONE = "it no longer exists"
HUGE = 2_000_000
BINARY_START = 8000


def get_default_branch(gitlab: Connection, project: str) -> str:
    """Return a project's default branch, if a merge request can be opened in it.

    Raises:
        RefusedError: the repository is empty, archived, gone or hidden, or merge requests are
            disabled.
    """
    found = gitlab.get(f"/projects/{encoded(project)}")
    if found.get("archived"):
        raise RefusedError(f"{project} is archived and therefore read-only", status=403)
    branch = found.get("default_branch")
    if not branch or found.get("empty_repo"):
        raise RefusedError(f"the repository of {project} is empty", status=404)
    if found.get("merge_requests_access_level") == "disabled":
        raise RefusedError(f"merge requests are disabled in {project}", status=403)
    return str(branch)


def list_paths(gitlab: Connection, project: str, ref: str, *, under: str = "") -> tuple[str, ...]:
    """List all files of a branch or commit, or of one folder in it, except symbolic links.

    Empty for an empty repository, or if ``under`` is not a folder.
    """
    try:
        found = gitlab.list(
            f"/projects/{encoded(project)}/repository/tree", ref=ref, recursive="true", path=under
        )
    except NotFoundError:
        return ()
    return tuple(e["path"] for e in found if e["type"] == "blob" and e.get("mode") != SYMLINK)


@dataclass(frozen=True)
class FileText:
    """A file's text, or why it has none.

    ``last_commit_id`` is the optimistic lock for an edit.
    """

    path: str
    text: str = ""
    failure: str | None = None
    last_commit_id: str = ""


def read_text(gitlab: Connection, project: str, path: str, *, ref: str) -> FileText:
    """Read a file's text in one request (api/repository_files).

    Raises:
        GitLabError: GitLab did not respond, or rejected the token.
    """
    try:
        found = gitlab.get(
            f"/projects/{encoded(project)}/repository/files/{encoded(path)}", ref=ref
        )
        content = base64.b64decode(found["content"])
    except NotFoundError:
        return FileText(path, failure=GONE)
    except binascii.Error:
        return FileText(path, failure="GitLab's response was incomplete")
    if len(content) > HUGE:
        return FileText(path, failure=f"it is larger than {HUGE} bytes")
    if b"\0" in content[:BINARY_START]:
        return FileText(path, failure="it is binary")
    try:
        return FileText(path, content.decode("utf-8"), last_commit_id=found["last_commit_id"])
    except UnicodeDecodeError:
        return FileText(path, failure="it is not encoded as UTF-8")


BATCH = 50
_BLOBS = """
query Files($project: ID!, $ref: String!, $paths: [String!]!) {
  project(fullPath: $project) {
    repository { blobs(ref: $ref, paths: $paths, first: 100) { nodes { path rawTextBlob } } }
  }
}"""


def read_texts(
    gitlab: Connection,
    project: str,
    paths: Sequence[str],
    *,
    ref: str,
    pause: Callable[[], object] = lambda: None,
) -> list[FileText]:
    """Read the texts of files, fifty per request (api/graphql/reference, "Repository.blobs").

    Files that GraphQL does not return (not text, gone, or an older GitLab without the field) are
    read over REST one by one, which also returns the reason. ``pause`` is called after each
    request.

    Raises:
        GitLabError: GitLab did not respond, or rejected the token.
    """
    found: list[FileText] = []
    for start in range(0, len(paths), BATCH):
        batch = paths[start : start + BATCH]
        texts = _batch(gitlab, project, batch, ref) if len(batch) > 1 else {}
        if texts:
            pause()
        for path in batch:
            if path in texts:
                found.append(_within(path, texts[path]))
                continue
            found.append(read_text(gitlab, project, path, ref=ref))
            pause()
    return found


def _batch(gitlab: Connection, project: str, paths: Sequence[str], ref: str) -> dict[str, str]:
    """Map paths to the texts that GraphQL returns; its complexity is (50 + 4) * 2 + 2 of 250."""
    variables = {"project": project, "ref": ref, "paths": list(paths)}
    try:
        answer = gitlab.query(_BLOBS, variables)
    except RefusedError:
        return {}
    repository = (answer.get("project") or {}).get("repository") or {}
    nodes = (repository.get("blobs") or {}).get("nodes") or ()
    return {node["path"]: node["rawTextBlob"] for node in nodes if node["rawTextBlob"] is not None}


def _within(path: str, text: str) -> FileText:
    if len(text.encode()) > HUGE:
        return FileText(path, failure=f"it is larger than {HUGE} bytes")
    return FileText(path, text)


@dataclass(frozen=True)
class Head:
    """The newest commit of a project's default branch, or why there is none."""

    project: str
    commit: str = ""
    failure: str | None = None


def find_head(gitlab: Connection, project: str) -> Head:
    """Find the newest commit of the default branch, in one request (api/commits).

    Raises:
        GitLabError: GitLab did not respond, or rejected the token.
    """
    try:
        found = gitlab.list_first(f"/projects/{encoded(project)}/repository/commits")
    except NotFoundError:
        return Head(project, failure="its repository is gone, empty or not visible to the token")
    except RefusedError as error:
        return Head(project, failure=error.what)
    if not found:
        return Head(project, failure="its repository is empty")
    return Head(project, commit=str(found[0]["id"]))
