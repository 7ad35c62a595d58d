"""Unblocking an item when nothing in GitLab blocks it any more."""

from sqlmodel import Session

from campaigns.events import ASSISTANT, Event, EventKind
from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.notices import NoticeKind
from campaigns.states import ITEM_STATE_TITLES, ItemState
from campaigns.sync.snapshots import IssueSnapshot
from commands.clocks import Clocks
from commands.items.notes import enqueue_note
from commands.items.write_item import BLOCKERS, STATE, enqueue_item_written
from commands.markdown import markdown
from commands.notices.notices import plan_notice
from commands.unit import Unit
from storage.events import record_event

NOT_BLOCKED = "it is no longer blocked"


def why_unblocked(seen: IssueSnapshot, item: Item) -> str:
    """Describe why each issue no longer blocks an item; empty if no issue blocked it."""
    closed = {str(b.ref) for b in (*seen.blockers, *seen.related) if not b.open}
    refs = [f"{b.project}#{b.iid}" for b in item.blockers if b.project and b.iid]
    said = [f"{ref} {'is closed' if ref in closed else 'is no longer linked'}" for ref in refs]
    return ", ".join(said)


def lift_block(
    session: Session,
    campaign: Campaign,
    item: Item,
    back_to: ItemState,
    why: str,
    *,
    now: Clocks,
) -> int:
    """Enqueue the updates to GitLab for an item that its blocking issues no longer block.

    The label or Status is removed, our link becomes `relates_to`, and a note says why. Return the
    event's id.
    """
    event = Event(
        EventKind.item_unblocked,
        campaign.slug,
        now.story,
        ASSISTANT,
        component=item.component,
        before=item.state.value,
        after=back_to.value,
        reason=why,
    )
    event_id = record_event(session, campaign.id, event)
    note = markdown("No longer blocked: {}. Back to {}.", why, ITEM_STATE_TITLES[back_to])
    enqueue_note(session, item.id, event_id, note, now=now)
    enqueue_item_written(session, item.id, {STATE, BLOCKERS}, by=ASSISTANT, now=now)
    return event_id


def notify_unblocked(unit: Unit, item: Item, state: ItemState, why: str) -> None:
    """Notify an item's owner that it is unblocked and back in this state."""
    since = item.state_since.isoformat() if item.state_since else None
    detail = {"why": why, "state": state.value, "blocked_since": since}
    plan_notice(unit, item, NoticeKind.unblocked, detail=detail)
