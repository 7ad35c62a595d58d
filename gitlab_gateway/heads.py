"""The newest commits of many projects' default branches, in few requests."""

from collections.abc import Mapping, Sequence

from gitlab_gateway.connection import Connection, Json
from gitlab_gateway.errors import RefusedError
from gitlab_gateway.repository import Head, find_head

# `lastCommit` alone costs 10 of the 250 points that a query may have (GitLab's `TreeType`).
PROJECTS_A_QUERY = 12
_LAST_COMMIT = "repository { tree { lastCommit { sha } } }"


def find_heads(gitlab: Connection, projects: Sequence[str]) -> Mapping[str, Head]:
    """Map projects to the newest commit of their default branch, twelve projects per request.

    A project whose commit GraphQL does not show (hidden, empty, or an older GitLab) is asked for
    over REST, which also gives the reason.

    Raises:
        GitLabError: GitLab did not respond, or rejected the token.
    """
    found: dict[str, Head] = {}
    for start in range(0, len(projects), PROJECTS_A_QUERY):
        asked = projects[start : start + PROJECTS_A_QUERY]
        commits = _last_commits(gitlab, asked) if len(asked) > 1 else {}
        for project in asked:
            sha = commits.get(project)
            found[project] = Head(project, sha) if sha else find_head(gitlab, project)
    return found


def _last_commits(gitlab: Connection, projects: Sequence[str]) -> Mapping[str, str]:
    """Map projects to the commits that GraphQL shows; empty if it refuses."""
    names = ", ".join(f"$path{number}: ID!" for number, _ in enumerate(projects))
    parts = " ".join(
        f"head{number}: project(fullPath: $path{number}) {{ {_LAST_COMMIT} }}"
        for number, _ in enumerate(projects)
    )
    variables = {f"path{number}": path for number, path in enumerate(projects)}
    try:
        answer = gitlab.query(f"query Heads({names}) {{ {parts} }}", variables)
    except RefusedError:
        return {}
    return {
        path: sha
        for number, path in enumerate(projects)
        if (sha := _sha(answer.get(f"head{number}")))
    }


def _sha(node: Json | None) -> str:
    """Return the commit in a part of the answer, any of which may be null."""
    for name in ("repository", "tree", "lastCommit"):
        node = (node or {}).get(name)
    return str((node or {}).get("sha") or "")
