"""What each call needs of a fine-grained token; a classic one needs the scope `api`.

Source: docs.gitlab.com/auth/tokens/fine_grained_access_tokens_rest, by method and path.
"""

from collections.abc import Mapping

PERMISSIONS: Mapping[str, str] = {
    "GET /user": "User: Read",
    "GET /users": "User: Read",
    "GET /personal_access_tokens/self": "Personal Access Token: Read",
    "GET /personal_access_tokens/:x": "Personal Access Token: Read",
    "GET /version": "Metadata: Read",
    "GET /groups/:x": "Group: Read",
    "GET /groups/:x/members/all": "Member: Read",
    "GET /groups/:x/labels": "Label: Read",
    "POST /groups/:x/labels": "Label: Create",
    "GET /groups/:x/issues": "Work Item: Read",
    "GET /groups/:x/epics": "Work Item: Read",
    "POST /groups/:x/epics": "Work Item: Create",
    "GET /groups/:x/epics/:x": "Work Item: Read",
    "PUT /groups/:x/epics/:x": "Work Item: Update",
    "GET /groups/:x/epics/:x/issues": "Work Item: Read",
    "POST /groups/:x/epics/:x/issues/:x": "Work Item: Create",
    "GET /groups/:x/epics/:x/notes": "Work Item: Read",
    "POST /groups/:x/epics/:x/notes": "Work Item: Create",
    "GET /projects/:x": "Project: Read",
    "GET /projects/:x/labels": "Label: Read",
    "GET /projects/:x/issues": "Work Item: Read",
    "POST /projects/:x/issues": "Work Item: Create",
    "GET /projects/:x/issues/:x": "Work Item: Read",
    "PUT /projects/:x/issues/:x": "Work Item: Update",
    "GET /projects/:x/issues/:x/notes": "Work Item: Read",
    "POST /projects/:x/issues/:x/notes": "Work Item: Create",
    "GET /projects/:x/issues/:x/links": "Work Item: Read",
    "POST /projects/:x/issues/:x/links": "Work Item: Create",
    "DELETE /projects/:x/issues/:x/links/:x": "Work Item: Delete",
    "GET /projects/:x/merge_requests": "Merge Request: Read",
    "POST /projects/:x/merge_requests": "Merge Request: Create",
    "GET /projects/:x/merge_requests/:x": "Merge Request: Read",
    "PUT /projects/:x/merge_requests/:x": "Merge Request: Update",
    "GET /projects/:x/pipelines/:x/jobs": "Job: Read",
    "GET /projects/:x/repository/branches/:x": "Branch: Read",
    "GET /projects/:x/repository/commits": "Commit: Read",
    "POST /projects/:x/repository/commits": "Commit: Create",
    "GET /projects/:x/repository/compare": "Repository: Read",
    "GET /projects/:x/repository/files/:x": "Repository: Read",
    "GET /projects/:x/repository/tree": "Repository: Read",
}


def permission_name(permission: str) -> str:
    """Return the name that the API uses: `read_work_item` for `Work Item: Read`."""
    resource, _, action = permission.partition(": ")
    return f"{action} {resource}".lower().replace(" ", "_")
