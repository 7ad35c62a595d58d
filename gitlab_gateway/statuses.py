"""The Status field (docs.gitlab.com/user/work_items/status): Premium, GraphQL and quick actions."""

from campaigns.sync.snapshots import IssueRef
from gitlab_gateway.capabilities import Feature, is_offered
from gitlab_gateway.connection import Connection
from gitlab_gateway.issues import add_note
from gitlab_gateway.schema import Schema


def statuses_available(schema: Schema) -> bool:
    """Return whether this GitLab's work items have a Status."""
    return is_offered(schema, Feature.status)


def set_status(gitlab: Connection, ref: IssueRef, name: str) -> None:
    """Set an issue's Status with a quick action, which takes the displayed name."""
    quoted = name.replace('"', "")
    add_note(gitlab, ref, f'/status "{quoted}"')
