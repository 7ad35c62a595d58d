"""An operator's choice about work that GitLab refused, or that waits for it: retry or drop."""

from collections.abc import Callable

from sqlmodel import Session

from campaigns.delivery import NoticeMessage
from campaigns.model.item import Item
from campaigns.states import ITEM_STATE_TITLES
from commands.clocks import Clocks
from commands.delivery.intent_notices import describe_work
from commands.delivery.intent_work import UNDONE
from commands.delivery.messages import enqueue
from commands.items.write_item import BLOCKERS, DRI, STATE
from commands.sync.refused_writes import restore_refused
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.delivery.stuck import StuckRecord, drop_stuck, retry_stuck
from storage.delivery.tables import IntentRow
from storage.delivery.unwritten import FALLEN, WRITE_ITEM
from storage.lifecycle.campaigns import get_item_record, list_items
from storage.store import Store

INTENTS = "intents"


def retry_intent(
    store: Store, catalog: Callable[[], Catalog], row_id: int, *, now: Clocks
) -> StuckRecord | None:
    """Retry an intent; it writes the original decision, even if its item was reset meanwhile.

    Return the intent, or None if it neither failed nor waits. ``catalog`` is only read if an item
    has to be restored.
    """
    with store.write() as session:
        record = retry_stuck(session, INTENTS, row_id, now=now.wall)
        row = session.get(IntentRow, row_id)
        if record is not None and row is not None and FALLEN in row.payload:
            restore_refused(Unit(session, catalog(), now), row)
        return record


def drop_intent(store: Store, row_id: int, *, now: Clocks) -> tuple[StuckRecord, str] | None:
    """Drop an intent; return it, and how GitLab and the assistant differ now.

    People who were told that it would be done later are told that it will not. Return None if it
    has neither failed nor is waiting.
    """
    with store.write() as session:
        record = drop_stuck(session, INTENTS, row_id)
        row = session.get(IntentRow, row_id)
        if record is None or row is None:
            return None
        difference = _difference(session, row)
        for person, subject in row.payload.get("told", {}).items():
            failed = f"An operator has given up trying to {describe_work(session, row)}."
            notice = NoticeMessage.about(f"{subject}:dropped", f"{failed} {difference}".strip())
            enqueue(session, notice, to=person, now=now)
        return record, difference


def _difference(session: Session, row: IntentRow) -> str:
    if row.kind == WRITE_ITEM and FALLEN not in row.payload:
        item = get_item_record(session, row.payload["item_id"])
        return _unwritten(item, row.payload["aspects"])
    if row.kind == "start":
        items = list_items(session, row.payload["campaign_id"])
        missing = sum(item.issue_iid is None for item in items)
        return f"{missing} of {len(items)} components have no issue in GitLab."
    return UNDONE.get(row.kind, "")


def _unwritten(item: Item, aspects: list[str]) -> str:
    blockers = ", ".join(blocker.text for blocker in item.blockers) or "nothing"
    shown = {
        STATE: f"state {ITEM_STATE_TITLES[item.state]}",
        BLOCKERS: f"blocked by {blockers}",
        DRI: f"DRI {item.dri or 'nobody'}",
    }
    parts = ", ".join(shown[aspect] for aspect in shown if aspect in aspects)
    return (
        f"The assistant shows {item.title} with {parts}, and GitLab may not. "
        "The next sync shows it as it is in GitLab."
    )
