"""Commits that the story's engineers make by hand, which change every Go version."""

import re

from gitlab_gateway.connection import Connection
from gitlab_gateway.merge_requests import FileEdit, commit_files
from gitlab_gateway.repository import list_paths, read_text

VERSION = re.compile(r"(?<![v\d.])1\.1[789](\.\d+)?\b")


def move_versions(gitlab: Connection, project: str, branch: str) -> None:
    """Commit Go 1.20 in place of every older version, if there is any."""
    files = [read_text(gitlab, project, p, ref=branch) for p in list_paths(gitlab, project, branch)]
    edits = [
        FileEdit(file.path, moved, file.text, file.last_commit_id)
        for file in files
        if (moved := VERSION.sub(_newer, file.text)) != file.text
    ]
    if edits:
        commit_files(
            gitlab, project, edits, branch=branch, start_branch=None, message="Move to Go 1.20"
        )


def _newer(old: re.Match[str]) -> str:
    return "1.20.14" if old[1] else "1.20"
