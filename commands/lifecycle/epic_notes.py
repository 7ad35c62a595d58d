"""Notes on a campaign's epic or tracking issue, each written only once."""

from campaigns.sync.snapshots import IssueRef
from commands.markdown import Markdown
from commands.unit import Unit
from gitlab_gateway import issues
from gitlab_gateway.connection import Connection
from gitlab_gateway.epic_choice import open_epics
from gitlab_gateway.schema import Schema
from storage.delivery.queues import add_intent, find_intent
from storage.lifecycle.campaigns import get_campaign
from storage.store import Store

KIND = "epic_note"


def enqueue_epic_note(unit: Unit, campaign_id: int, summary_id: int, asked_by: str) -> None:
    """Enqueue a summary for a campaign's epic, once; ``asked_by`` is notified if it fails."""
    key = f"{KIND}:{campaign_id}:{summary_id}"
    if find_intent(unit.session, key) is None:
        payload = {"campaign_id": campaign_id, "summary_id": summary_id, "asked_by": asked_by}
        add_intent(unit.session, KIND, key, payload, now=unit.now.wall)


def enqueue_epic_words(unit: Unit, campaign_id: int, mark: str, body: Markdown) -> None:
    """Enqueue a note for a campaign's epic, once per ``mark``."""
    key = f"{KIND}:{campaign_id}:{mark}"
    if find_intent(unit.session, key) is None:
        payload = {"campaign_id": campaign_id, "mark": mark, "body": body}
        add_intent(unit.session, KIND, key, payload, now=unit.now.wall)


def write_epic_note(
    store: Store,
    gitlab: Connection,
    schema: Schema,
    campaign_id: int,
    name: str,
    body: str,
    *,
    may_exist: bool,
) -> None:
    """Write a note on a campaign's epic or tracking issue.

    ``name`` identifies the note. With ``may_exist``, first check whether an earlier attempt wrote
    it.

    Raises:
        GitLabError: GitLab did not respond, or rejected the request.
    """
    with store.read() as session:
        campaign = get_campaign(session, campaign_id)
    mark = f"<!-- runtime-upgrade: {name} -->"
    if campaign.epic_iid is None:
        return
    if campaign.epic_project is not None:
        ref = IssueRef(campaign.epic_project, campaign.epic_iid)
        if not (may_exist and any(mark in note for note in issues.list_notes(gitlab, ref))):
            issues.add_note(gitlab, ref, f"{body}\n\n{mark}")
        return
    epics = open_epics(gitlab, schema, campaign.group_path)
    if may_exist and any(mark in note for note in epics.notes(campaign.epic_iid)):
        return
    epics.add_note(campaign.epic_iid, f"{body}\n\n{mark}")
