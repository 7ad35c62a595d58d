"""Checks that the assistant may create, assign, label and link issues in the projects.

docs.gitlab.com/user/permissions: Planner (15) or Reporter (20) and above may edit, assign,
label and link any issue. Below that, an issue can be created in a public project, but its
labels are dropped, so it could never be found again by its campaign's label.
"""

from collections.abc import Iterator, Sequence

from gitlab_gateway.connection import Connection
from gitlab_gateway.projects import PLANNER, ProjectRecord, find_project
from slackapp.doctor.lines import ReportLine, fail, ok


def check_projects(gitlab: Connection, paths: Sequence[str]) -> Iterator[ReportLine]:
    """Report the obstacle in each project; count projects without one in a single line."""
    troubles = [line for path in paths if (line := check_project(path, find_project(gitlab, path)))]
    fine = len(paths) - len(troubles)
    if fine:
        may = "visible, and the assistant may create, assign, label and link issues in them"
        yield ok(f"{fine} of {len(paths)} projects: {may}.")
    yield from troubles


def check_project(path: str, seen: ProjectRecord | None) -> ReportLine | None:
    """Return the obstacle in a project, or None."""
    invite = f"invite the assistant's GitLab user to {path} as Reporter"
    if seen is None:
        return fail(
            f"{path} is not visible to the token.", f"{invite}, or fix its path in the catalog"
        )
    if seen.archived:
        return fail(f"{path} is archived.", "remove its components from the catalog")
    if not seen.issues_enabled:
        return fail(f"{path} has issues disabled.", "track its components elsewhere")
    if seen.access_level < PLANNER:
        return fail(f"The assistant may not assign, label and link issues in {path}.", invite)
    return None
