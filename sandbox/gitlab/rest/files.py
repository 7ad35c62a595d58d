"""Trees, files and comparisons (api/repositories, api/repository_files)."""

from sandbox.gitlab.errors import not_found
from sandbox.gitlab.git import Commit, blob_id, changed_paths, history, last_change
from sandbox.gitlab.rest.paging import paged
from sandbox.gitlab.rest.params import boolean, needed_text, text
from sandbox.gitlab.rest.projects import project_of
from sandbox.gitlab.rest.repository import commit_of
from sandbox.gitlab.rest.routing import Answer, Call, Route
from sandbox.gitlab.shapes.basics import Json
from sandbox.gitlab.shapes.code import commit_shape, file_shape, tree_shape


def compare(call: Call) -> Answer:
    """Compare two refs: the commits between them and the files that differ."""
    project = project_of(call)
    one, other = (commit_of(project, needed_text(call, end)) for end in ("from", "to"))
    known = {commit.id for commit in history(one)}
    commits = [c for c in history(other) if c.id not in known]
    shapes = [commit_shape(call.base, project, c) for c in reversed(commits)]
    return Answer(
        {
            "commit": shapes[-1] if shapes else None,
            "commits": shapes,
            "diffs": [_diff(one, other, path) for path in changed_paths(other, one)],
            "compare_timeout": False,
            "compare_same_ref": one is other,
        }
    )


def _diff(one: Commit, other: Commit, path: str) -> Json:
    return {
        "old_path": path,
        "new_path": path,
        "a_mode": "100644",
        "b_mode": "100644",
        "diff": "",
        "new_file": path not in one.files,
        "renamed_file": False,
        "deleted_file": path not in other.files,
    }


def show_tree(call: Call) -> Answer:
    """List a folder of the repository."""
    project = project_of(call)
    commit = commit_of(project, text(call, "ref") or project.repository.default_branch)
    under = text(call, "path") or ""
    entries = tree_shape(commit, under, recursive=boolean(call, "recursive"))
    if under and not entries:
        raise not_found("Tree")
    return paged(call, entries, lambda entry: entry)


def _file(call: Call) -> tuple[Commit, str, str]:
    project = project_of(call)
    ref = text(call, "ref") or "HEAD"
    commit, path = project.repository.resolve(ref), call.named["file_path"]
    if commit is None:
        raise not_found("Commit")
    if path not in commit.files:
        raise not_found("File")
    return commit, path, ref


def show_file(call: Call) -> Answer:
    """Show a file, with its content in base64."""
    shape = file_shape(*_file(call))
    named = (("size", "size"), ("blob-id", "blob_id"), ("last-commit-id", "last_commit_id"))
    headers = tuple((f"x-gitlab-{header}", str(shape[field])) for header, field in named)
    return Answer(shape, headers=headers)


def show_raw_file(call: Call) -> Answer:
    """Return a file's raw content."""
    commit, path, ref = _file(call)
    headers = (
        ("x-gitlab-blob-id", blob_id(commit.files[path])),
        ("x-gitlab-commit-id", commit.id),
        ("x-gitlab-file-path", path),
        ("x-gitlab-last-commit-id", last_change(commit, path).id),
        ("x-gitlab-ref", ref),
        ("x-gitlab-size", str(len(commit.files[path]))),
    )
    return Answer(commit.files[path], headers=headers, content_type="text/plain")


_REPOSITORY = "/projects/:id/repository"
ROUTES = (
    Route("GET", f"{_REPOSITORY}/compare", compare),
    Route("GET", f"{_REPOSITORY}/tree", show_tree),
    Route("GET", f"{_REPOSITORY}/files/:file_path", show_file),
    Route("GET", f"{_REPOSITORY}/files/:file_path/raw", show_raw_file),
)
