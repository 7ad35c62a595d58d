"""Telling the functional lead of components that wait for each other in a circle, once."""

from sqlmodel import Session

from campaigns.notices import NoticeKind
from campaigns.people.roles import Role
from commands.clocks import Clocks
from commands.items.dependency_cycles import list_loops, name_loop
from commands.notices.notices import plan_notice, show_notices_anew
from commands.people.recipients import find_lead
from storage.catalog.read import Catalog
from storage.lifecycle.campaigns import get_view
from storage.notices.queries import list_item_notices, list_items_told
from storage.records import ItemRecord


def report_cycles(session: Session, catalog: Catalog, campaign_id: int, *, now: Clocks) -> None:
    """Tell of each loop in a campaign since it is closed, and bring up to date what was told."""
    lead = find_lead(session, catalog, Role.functional_lead)
    loops = list_loops(get_view(session, campaign_id).items)
    waiting = {item.id for loop in loops for item in loop}
    for item_id in list_items_told(session, campaign_id, NoticeKind.loop) - waiting:
        show_notices_anew(session, item_id, now=now)
    for loop in loops if lead is not None else ():
        if not _is_told(session, loop):
            detail = {"loop": name_loop(loop)}
            plan_notice(
                session, catalog, loop[0], NoticeKind.loop, detail=detail, person=lead, now=now
            )


def _is_told(session: Session, loop: tuple[ItemRecord, ...]) -> bool:
    """Tell whether a loop was told since the last of its blocking links was set."""
    references = {f"{item.project}#{item.issue_iid}" for item in loop}
    began = max(b.since for item in loop for b in item.blockers if b.reference in references)
    told = list_item_notices(session, loop[0].id)
    return any(one.kind == NoticeKind.loop and one.since >= began for one in told)
