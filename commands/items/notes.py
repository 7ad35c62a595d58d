"""Notes on issues about actions in Slack; a marker ensures that each is written only once."""

from sqlmodel import Session

from campaigns.events import ASSISTANT
from campaigns.sync.snapshots import IssueRef
from commands.clocks import Clocks
from commands.markdown import Markdown
from gitlab_gateway import issues
from gitlab_gateway.connection import Connection
from storage.delivery.queues import add_intent
from storage.lifecycle.campaigns import get_item_record
from storage.store import Store

KIND = "note"


def enqueue_note(
    session: Session,
    item_id: int,
    event_id: int,
    body: Markdown,
    *,
    by: str = ASSISTANT,
    now: Clocks,
) -> None:
    """Enqueue a note about an event, to be written on the item's issue.

    ``by`` is the Slack id of the person to notify if that fails.
    """
    payload = {
        "item_id": item_id,
        "asked_by": by,
        "body": body,
        "mark": f"<!-- runtime-upgrade: note {event_id} -->",
    }
    add_intent(session, KIND, f"{KIND}:{event_id}", payload, now=now.wall)


def write_note(
    store: Store, gitlab: Connection, item_id: int, body: str, mark: str, *, may_exist: bool
) -> None:
    """Write a note on an item's issue.

    With ``may_exist``, first check whether an earlier attempt wrote it.

    Raises:
        GitLabError: GitLab did not respond, or rejected the request.
    """
    with store.read() as session:
        item = get_item_record(session, item_id)
    if item.issue_iid is None:
        return
    write_note_on(gitlab, IssueRef(item.project, item.issue_iid), body, mark, may_exist=may_exist)


def write_note_on(
    gitlab: Connection, ref: IssueRef, body: str, mark: str, *, may_exist: bool
) -> None:
    """Write a note on any issue; raises the same errors as `write_note`."""
    if may_exist and any(mark in note for note in issues.list_notes(gitlab, ref)):
        return
    issues.add_note(gitlab, ref, f"{body}\n\n{mark}")
