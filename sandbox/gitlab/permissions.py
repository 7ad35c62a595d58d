"""What a fine-grained token must be granted for a request (fine_grained_access_tokens_rest)."""

import re

from sandbox.gitlab.errors import RefusalError
from sandbox.gitlab.records import Token

_RESOURCES = (
    (r"^/personal_access_tokens", "Personal Access Token"),
    (r"^/(version|metadata)", "Metadata"),
    (r"^/users?", "User"),
    (r"/members", "Member"),
    (r"/notes|/boards|/issues|/epics", "Work Item"),
    (r"/labels", "Label"),
    (r"/merge_requests", "Merge Request"),
    (r"/jobs", "Job"),
    (r"/pipelines", "Pipeline"),
    (r"/repository/branches", "Branch"),
    (r"/repository/commits", "Commit"),
    (r"/repository", "Repository"),
    (r"^/projects", "Project"),
    (r"^/groups", "Group"),
)
_ACTIONS = {"GET": "Read", "HEAD": "Read", "POST": "Create", "PUT": "Update", "DELETE": "Delete"}


def permission_of(method: str, template: str) -> str:
    """Return the permission for a route, such as ``Work Item: Read``."""
    action = "Merge" if template.endswith("/merge") else _ACTIONS[method]
    found = (name for pattern, name in _RESOURCES if re.search(pattern, template))
    return f"{next(found, 'Instance')}: {action}"


def permission_name(permission: str) -> str:
    """Return the name that the API uses: ``read_work_item`` for ``Work Item: Read``."""
    resource, _, action = permission.partition(": ")
    return f"{action} {resource}".lower().replace(" ", "_")


def require_permission(token: Token, method: str, template: str) -> None:
    """Refuse with 403 what a fine-grained token was not granted."""
    wanted = permission_of(method, template)
    if token.granular is None or wanted in token.granular:
        return
    raise RefusalError(
        403,
        {
            "error": "insufficient_granular_scope",
            "error_description": "Access denied: Your Personal Access Token lacks the required "
            f"permissions: [{wanted}].",
        },
    )
