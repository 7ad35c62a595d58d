"""Decisions that GitLab permanently refused, or that an operator dropped.

The next sync resets the item to what GitLab shows, and keeps the original decision in the intent,
so that an operator can retry it.
"""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from campaigns.events import ASSISTANT, Event, EventKind
from campaigns.model.item import Item
from commands.items.write_item import BLOCKERS, DRI, STATE
from commands.overview.update_card import update_card
from commands.sync.sync_context import SyncContext
from commands.unit import Unit
from storage.delivery.tables import IntentRow, QueueState
from storage.delivery.unwritten import FALLEN, WRITE_ITEM
from storage.events import record_event
from storage.items import reopen_blockers
from storage.lifecycle.campaigns import get_campaign, get_item_record, update_item

_ENDED = (QueueState.dead.value, QueueState.dropped.value)


def list_refused(session: Session) -> dict[int, IntentRow]:
    """Map items to their refused or dropped decisions, unless the items were already reset."""
    query = select(IntentRow).where(IntentRow.kind == WRITE_ITEM, col(IntentRow.state).in_(_ENDED))
    rows = session.exec(query).all()
    return {row.payload["item_id"]: row for row in rows if FALLEN not in row.payload}


def record_fallen_back(sync: SyncContext, components: Iterable[str]) -> None:
    """Record that the items of ``components`` were reset to what GitLab shows."""
    if not sync.refused:
        return
    rows = list_refused(sync.unit.session)
    for item in (sync.view.item(c) for c in sync.refused.intersection(components)):
        row = rows[item.id]
        row.payload = {**row.payload, FALLEN: _wanted(item, row.payload["aspects"])}
        sync.unit.session.add(row)


def _wanted(item: Item, aspects: Iterable[str]) -> dict[str, Any]:
    before = item.state_before_block
    wanted: dict[str, dict[str, Any]] = {
        STATE: {
            "state": item.state.value,
            "state_before_block": None if before is None else before.value,
        },
        BLOCKERS: {"blockers": [blocker.id for blocker in item.blockers]},
        DRI: {"dri": item.dri},
    }
    return {name: value for aspect in aspects for name, value in wanted[aspect].items()}


def restore_refused(unit: Unit, row: IntentRow) -> None:
    """Restore the refused decision on an item, before it is written again."""
    wanted = dict(row.payload.get(FALLEN, {}))
    row.payload = {name: part for name, part in row.payload.items() if name != FALLEN}
    unit.session.add(row)
    if not wanted:
        return
    item = get_item_record(unit.session, row.payload["item_id"])
    reopen_blockers(unit.session, wanted.pop("blockers", []))
    if wanted.get("state", item.state.value) != item.state.value:
        wanted["state_since"] = unit.now.story
    if wanted:
        update_item(unit.session, item.id, **wanted)
    update_card(unit, item.campaign_id, list(_restored(unit, item, wanted)))


def _restored(unit: Unit, item: Item, wanted: dict[str, Any]) -> Iterable[int]:
    """Record what has changed; return the ids of the events."""
    slug = get_campaign(unit.session, item.campaign_id).slug
    known = {"state": (EventKind.state_changed, item.state.value)}
    known["dri"] = (EventKind.dri_changed, item.dri or "")
    for name, (kind, before) in known.items():
        if wanted.get(name, before) == before:
            continue
        event = Event(
            kind,
            slug,
            unit.now.story,
            ASSISTANT,
            component=item.component,
            before=before,
            after=wanted[name],
            reason="an operator retries the change",
        )
        yield record_event(unit.session, item.campaign_id, event)
