"""Items that wait for each other in a circle: nobody can begin, so a lead has to decide."""

from collections.abc import Iterable

from sqlmodel import Session

from campaigns.causes import find_loops
from campaigns.roles import Role
from commands.messages import want_notice
from commands.moments import Moment
from commands.recipients import find_lead
from storage.campaigns import get_view
from storage.catalog import Catalog
from storage.queues import find_message
from storage.records import ItemRecord


def list_loops(items: Iterable[ItemRecord]) -> tuple[tuple[ItemRecord, ...], ...]:
    """List the loops in which items of a campaign wait for each other."""
    by_reference = {f"{item.project}#{item.issue_iid}": item for item in items if item.issue_iid}
    blocked_by = {
        reference: [b.reference for b in item.blockers if b.reference in by_reference]
        for reference, item in by_reference.items()
        if not item.closed
    }
    return tuple(tuple(by_reference[ref] for ref in loop) for loop in find_loops(blocked_by))


def tell_loops(session: Session, catalog: Catalog, campaign_id: int, *, now: Moment) -> None:
    """Tell the functional lead, once, of each loop in a campaign."""
    lead = find_lead(session, catalog, Role.functional_lead)
    view = get_view(session, campaign_id)
    for loop in list_loops(view.items) if lead is not None else ():
        key = f"loop:{campaign_id}:{':'.join(str(item.id) for item in loop)}"
        if lead is not None and find_message(session, f"notice:{key}") is None:
            named = " waits for ".join(item.title for item in (*loop, loop[0]))
            sentence = (
                f"In {view.campaign.title} {named}: nobody can begin. "
                "Please take one of the blocking links away."
            )
            want_notice(session, lead.slack_id, key, sentence, now=now)
