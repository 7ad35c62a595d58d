"""The dates on which components reached each state, read from the event log for reports."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from campaigns.events import Event, EventKind
from campaigns.states import ItemState


@dataclass(frozen=True)
class ItemDates:
    """The dates on which an item's issue was created and it first reached each state, or None."""

    created_on: date | None = None
    in_dev_on: date | None = None
    in_review_on: date | None = None
    blocked_on: date | None = None
    production_on: date | None = None
    verified_on: date | None = None


_KINDS = {EventKind.issue_created: "created_on", EventKind.item_verified: "verified_on"}
_STATES = {
    ItemState.in_dev.value: "in_dev_on",
    ItemState.in_review.value: "in_review_on",
    ItemState.blocked.value: "blocked_on",
    ItemState.production.value: "production_on",
}
_MOVES = frozenset({EventKind.state_changed, EventKind.item_blocked, EventKind.item_unblocked})


def read_dates(events: Iterable[Event]) -> dict[str, ItemDates]:
    """Return each component's dates from events, oldest first."""
    found: dict[str, ItemDates] = {}
    for event in events:
        name = _KINDS.get(event.kind)
        if event.kind in _MOVES:
            name = _STATES.get(str(event.after))
        if event.component is None or name is None:
            continue
        known = found.get(event.component, ItemDates())
        if getattr(known, name) is None:
            found[event.component] = replace(known, **{name: event.at.date()})
    return found
