"""The commit that the page creates for a person, replacing every older Go version."""

import re
from collections.abc import Mapping

from sandbox.gitlab.git import Commit
from sandbox.gitlab.records import By, Issue

_VERSION = re.compile(r"\b1\.(\d{2})(?:\.\d+)?\b")
RECENT = 3
_BRANCH = re.compile(r"[^a-z0-9]+")
_PINNING = re.compile(r"go|docker|versions|variables|tool-versions|ci|workspace", re.IGNORECASE)


def wanted_version(text: str) -> str | None:
    """Return the Go version in an issue's title; None if there is none."""
    found = _VERSION.search(text)
    return None if found is None else found[0]


def bumped(files: Mapping[str, bytes], version: str) -> dict[str, bytes]:
    """Replace older Go versions in the files that pin them, keeping their precision."""
    return {
        path: _bumped_text(content.decode("utf-8", "replace"), version).encode()
        if _PINNING.search(path)
        else content
        for path, content in files.items()
    }


def _bumped_text(text: str, version: str) -> str:
    target = _VERSION.fullmatch(version)
    if target is None:
        return text
    return "\n".join(_bumped_line(line, int(target[1]), version) for line in text.split("\n"))


def _bumped_line(line: str, minor: int, version: str) -> str:
    """Replace the newest Go version in a line; a matrix keeps its older versions."""
    old = [int(match[1]) for match in _VERSION.finditer(line)]
    recent = [found for found in old if minor - RECENT <= found < minor]
    if not recent or _foreign(line):
        return line

    def newer(match: re.Match[str]) -> str:
        if int(match[1]) != max(recent):
            return match[0]
        return version if match[0].count(".") > 1 else f"1.{minor}"

    return _VERSION.sub(newer, line)


def _foreign(line: str) -> bool:
    """Return whether a line pins something else, such as a required module."""
    return line.startswith("\t") or not re.search(r"go|matrix|^\s*-", line, re.IGNORECASE)


def branch_name(issue: Issue) -> str:
    """Return the branch name that GitLab would suggest: number and title."""
    slug = _BRANCH.sub("-", issue.title.lower()).strip("-")[:60].rstrip("-")
    return f"{issue.iid}-{slug}"


def commit_bump(issue: Issue, branch: str, version: str | None, by: By) -> Commit:
    """Commit the bump, or a line in the changelog if there is nothing to replace."""
    repository = issue.project.repository
    parent = repository.branches[repository.default_branch]
    files = dict(parent.files) if version is None else bumped(parent.files, version)
    if files == dict(parent.files):
        old = files.get("CHANGELOG.md", b"# Changes\n\n")
        files["CHANGELOG.md"] = old + f"- {issue.title}\n".encode()
    return repository.commit(
        branch,
        files,
        message=f"{issue.title}\n\nPart of {issue.reference}",
        author=(by.user.name, by.user.email),
        now=by.now,
        parents=(parent,),
    )
