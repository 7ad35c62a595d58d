"""People's statuses, which are shown next to their names."""

from sandbox.slack.events import EventDelivery
from sandbox.slack.profiles import user_object
from sandbox.slack.records import Status
from sandbox.slack.workspace import Workspace


def change_status(
    workspace: Workspace, events: EventDelivery, user_id: str, status: Status
) -> None:
    """Set or clear a person's status and send user_change."""
    with workspace.lock:
        person = workspace.person(user_id)
        workspace.statuses[user_id] = status
        user = user_object(workspace, person, with_email=True)
        workspace.changed()
    events.notify("user_change", {"type": "user_change", "user": user})
