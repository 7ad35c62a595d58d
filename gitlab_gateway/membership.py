"""What an operator has to put right in GitLab: a membership, a label, an archived project."""

from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import NeedsOperatorError, RefusedError
from gitlab_gateway.projects import current_user, find_group, find_project, group_access_level

FORBIDDEN, NOT_FOUND = 403, 404


def hidden_group(group: str) -> NeedsOperatorError:
    """Build the error for a group that the token cannot see."""
    return NeedsOperatorError(
        f"The group {group} is not visible to the token",
        todo=f"invite the assistant's GitLab user to {group}",
    )


def missing_label(name: str, place: str) -> NeedsOperatorError:
    """Build the error for a label of the catalog that does not exist, such as a renamed one."""
    return NeedsOperatorError(
        f"{place} has no label {name}",
        todo="if it was renamed, rename it back or change `labels` in working-group.yml",
    )


def explain_refusal(
    gitlab: Connection, group: str, project: str | None, error: RefusedError
) -> RefusedError:
    """Return a refusal with its cause: GitLab gives the same answer for an archived project.

    Raises:
        NeedsOperatorError: the token's user is no longer a member of the group. A refusal for
            that reason ends when somebody invites them again.
        GitLabError: GitLab did not respond to the questions asked here.
    """
    if error.status not in (FORBIDDEN, NOT_FOUND):
        return error
    _require_member(gitlab, group)
    found = find_project(gitlab, project) if project else None
    if found is not None and found.archived:
        return RefusedError(
            f"{found.path} is archived and therefore read-only", status=error.status
        )
    return error


def _require_member(gitlab: Connection, group: str) -> None:
    if find_group(gitlab, group) is None:
        raise hidden_group(group)
    if not group_access_level(gitlab, group, current_user(gitlab).id):
        raise NeedsOperatorError(
            f"The token's user is not a member of {group} any more",
            todo=f"invite the assistant's GitLab user to {group}",
        )
