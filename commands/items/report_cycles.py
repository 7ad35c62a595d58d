"""Notifying the functional lead of dependency cycles between components."""

from sqlmodel import Session

from campaigns.items.dependency_cycles import describe_cycle, list_dependency_cycles
from campaigns.model.item import Item
from campaigns.notices import NoticeKind
from campaigns.people.roles import Role
from commands.notices.notices import plan_notice, refresh_notices
from commands.people.recipients import find_lead
from commands.unit import Unit
from storage.lifecycle.campaigns import get_view
from storage.notices.queries import list_item_notices, list_notified_items


def report_cycles(unit: Unit, campaign_id: int) -> None:
    """Report each new dependency cycle in a campaign once, and refresh earlier notices."""
    lead = find_lead(unit.session, unit.catalog, Role.functional_lead)
    cycles = list_dependency_cycles(get_view(unit.session, campaign_id).items)
    waiting = {item.id for cycle in cycles for item in cycle}
    for item_id in list_notified_items(unit.session, campaign_id, NoticeKind.loop) - waiting:
        refresh_notices(unit.session, item_id, now=unit.now)
    for cycle in cycles if lead is not None else ():
        if not _is_reported(unit.session, cycle):
            detail = {"loop": describe_cycle(cycle)}
            plan_notice(unit, cycle[0], NoticeKind.loop, detail=detail, person=lead)


def _is_reported(session: Session, cycle: tuple[Item, ...]) -> bool:
    """Return whether a cycle was reported after its last blocking link was added."""
    references = {f"{item.project}#{item.issue_iid}" for item in cycle}
    began = max(b.since for item in cycle for b in item.blockers if b.reference in references)
    notices = list_item_notices(session, cycle[0].id)
    return any(one.kind == NoticeKind.loop and one.since >= began for one in notices)
