"""Recording that an item's issue was moved, lost or found again."""

from campaigns.events import EventKind
from campaigns.notices import NoticeKind
from campaigns.people.roles import Role
from campaigns.sync.snapshots import IssueSnapshot
from commands.notices.notices import plan_notice, refresh_notices
from commands.people.recipients import find_lead
from commands.sync.sync_context import SyncContext, issue_ref, record_seen
from storage.lifecycle.campaigns import update_item


def why_left(seen: IssueSnapshot) -> str:
    """Return why an issue no longer shows its item's state, or an empty string."""
    if seen.duplicate:
        return "closed as a duplicate"
    return "moved to a project that is not visible to the token" if seen.moved else ""


def has_moved(sync: SyncContext, component: str) -> bool:
    """Return whether an item's issue differs from the stored one."""
    return sync.matched[component].ref != issue_ref(sync.view.item(component))


def record_moved_issue(sync: SyncContext, component: str) -> int:
    """Point an item to its moved issue; return the id of the event."""
    seen, item = sync.matched[component], sync.view.item(component)
    update_item(
        sync.unit.session,
        item.id,
        project=seen.ref.project,
        project_id=seen.project_id
        or (item.project_id if seen.ref.project == item.project else None),
        issue_iid=seen.ref.iid,
        issue_id=seen.id,
        web_url=seen.web_url,
    )
    return record_seen(sync, EventKind.issue_moved, component, str(issue_ref(item)), str(seen.ref))


def record_lost_issue(sync: SyncContext, component: str, why: str) -> int:
    """Mark an item's issue as lost, and notify a lead; return the id of the event."""
    item = sync.view.item(component)
    update_item(sync.unit.session, item.id, gone=True)
    was = str(issue_ref(item))
    event_id = record_seen(sync, EventKind.issue_gone, component, was, None, reason=why)
    leads = (Role.functional_lead, Role.facilitator)
    told = (find_lead(sync.unit.session, sync.unit.catalog, role) for role in leads)
    plan_notice(
        sync.unit,
        item,
        NoticeKind.issue_gone,
        detail={"issue": was, "why": why},
        person=next((lead for lead in told if lead is not None), None),
    )
    return event_id


def record_found_issue(sync: SyncContext, component: str) -> int:
    """Resume tracking an item whose lost issue is visible again; return the id of the event."""
    item, seen = sync.view.item(component), sync.matched[component]
    update_item(sync.unit.session, item.id, gone=False)
    refresh_notices(sync.unit.session, item.id, now=sync.unit.now)
    return record_seen(sync, EventKind.issue_found, component, None, str(seen.ref))
