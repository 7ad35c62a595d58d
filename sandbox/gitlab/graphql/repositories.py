"""Repositories and their files (docs.gitlab.com/api/graphql/reference, "Repository")."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from sandbox.gitlab.git import Commit, Repository, blob_id, last_change
from sandbox.gitlab.graphql.connections import connection
from sandbox.gitlab.records import Project

BINARY_START = 8000
Info = GraphQLResolveInfo
Resolver = Callable[..., Any]


@dataclass(frozen=True)
class _Blob:
    """A file in a commit; ``number`` is its position in the request."""

    number: int
    path: str
    content: bytes


def _blobs(
    repository: Repository,
    _info: Info,
    *,
    paths: list[str],
    ref: str | None = None,
    **args: Any,  # noqa: ANN401 - first, last, before, after
) -> dict[str, Any]:
    """Return the files that exist at these paths, in the order requested."""
    commit = repository.resolve(ref or "HEAD")
    files: Mapping[str, bytes] = {} if commit is None else commit.files
    found = [_Blob(n, path, files[path]) for n, path in enumerate(paths, 1) if path in files]
    return connection(found, lambda blob: blob.number, args)


def _text(blob: _Blob, _info: Info) -> str | None:
    """Return the content of a text file; null for a binary one."""
    if b"\0" in blob.content[:BINARY_START]:
        return None
    try:
        return blob.content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _tree(
    repository: Repository,
    _info: Info,
    *,
    ref: str = "HEAD",
    path: str = "",
    **_args: Any,  # noqa: ANN401 - recursive
) -> Commit | None:
    """Return the last change of a folder; null if there is no such commit."""
    commit = repository.resolve("HEAD" if ref == "head" else ref)
    return commit if commit is None or not path else last_change(commit, path)


def _repository(project: Project, _info: Info) -> Repository:
    return project.repository


REPOSITORY: Mapping[str, Resolver] = {"repository": _repository}
REPOSITORIES: Mapping[str, Mapping[str, Resolver]] = {
    "Repository": {
        "blobs": _blobs,
        "empty": lambda repository, _info: not repository.branches,
        "exists": lambda _repository, _info: True,
        "rootRef": lambda repository, _info: repository.default_branch,
        "tree": _tree,
    },
    "Tree": {"lastCommit": lambda commit, _info: commit},
    "Commit": {
        "id": lambda commit, _info: f"gid://gitlab/Commit/{commit.id}",
        "sha": lambda commit, _info: commit.id,
        "shortId": lambda commit, _info: commit.id[:8],
        "title": lambda commit, _info: commit.title,
    },
    "RepositoryBlob": {
        "name": lambda blob, _info: blob.path.rpartition("/")[2],
        "oid": lambda blob, _info: blob_id(blob.content),
        "path": lambda blob, _info: blob.path,
        "rawTextBlob": _text,
    },
}
