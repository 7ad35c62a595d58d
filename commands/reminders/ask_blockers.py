"""Commenting on blocking issues whose owner cannot be contacted in Slack."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from campaigns.dates import long_date
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Item
from campaigns.reminders.ladder import is_note_due
from campaigns.states import ItemState
from campaigns.sync.snapshots import IssueRef
from commands.clocks import Clocks
from commands.markdown import Markdown, join, markdown, reference
from commands.people.delegates import read_assignees
from commands.reminders.escalations import is_paused, list_active, usernames_of
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.delivery.queues import add_intent, list_intents_with_prefix
from storage.store import Store

KIND = "ask_blocker"


@dataclass(frozen=True)
class WaitingItem:
    """An item that is blocked by an issue without a known owner, and since when."""

    campaign: Campaign
    item: Item
    since: datetime


def ask_blockers(store: Store, catalog: Catalog, *, now: Clocks) -> int:
    """Enqueue a comment on each blocking issue without a known owner; return how many.

    The first comment is posted after a day, to leave time to find an owner, then one per week at
    most.
    """
    with store.read() as session:
        unit = Unit(session, catalog, now)
        if not _find_due(unit):
            return 0
    with store.write() as session:
        unit = Unit(session, catalog, now)
        due = _find_due(unit)
        items = {_reference(i): i.id for view in list_active(session) for i in view.items}
        for ref, waiting in due.items():
            _want(unit, ref, waiting, items.get(str(ref)))
        return len(due)


def _find_due(unit: Unit) -> Mapping[IssueRef, list[WaitingItem]]:
    unowned = _find_unowned(unit, list_active(unit.session))
    return {ref: one for ref, one in unowned.items() if _is_due(unit, ref, one)}


def _find_unowned(unit: Unit, views: list[CampaignView]) -> Mapping[IssueRef, list[WaitingItem]]:
    """Map blocking issues without a known owner to the items that they block."""
    assignees = read_assignees(unit, usernames_of(views))
    owned = {_reference(item): item for view in views for item in view.items if item.issue_iid}
    found: dict[IssueRef, list[WaitingItem]] = {}
    for campaign, item in _list_blocked(unit.session, views):
        for blocker in item.blockers:
            ref = IssueRef(blocker.project or "", blocker.iid or 0)
            if blocker.reference and assignees.blocker_owner(blocker, owned) is None:
                found.setdefault(ref, []).append(WaitingItem(campaign, item, blocker.since))
    return found


def _list_blocked(session: Session, views: list[CampaignView]) -> Iterator[tuple[Campaign, Item]]:
    for view in views:
        if is_paused(session, view.campaign):
            continue
        for item in view.items:
            if item.state == ItemState.blocked and not (item.closed or item.gone):
                yield view.campaign, item


def _reference(item: Item) -> str:
    return f"{item.project}#{item.issue_iid}"


def _is_due(unit: Unit, ref: IssueRef, waiting: list[WaitingItem]) -> bool:
    asked = [row.payload["asked_at"] for row in list_intents_with_prefix(unit.session, _key(ref))]
    last = datetime.fromisoformat(max(asked)) if asked else None
    return is_note_due(min(one.since for one in waiting), last, unit.now.story)


def _key(ref: IssueRef) -> str:
    return f"{KIND}:{ref}:"


def _want(unit: Unit, ref: IssueRef, waiting: list[WaitingItem], own_item: int | None) -> None:
    asked_at = unit.now.story.isoformat()
    payload = {
        "item_id": waiting[0].item.id,
        "own_item": own_item,
        "project": ref.project,
        "iid": ref.iid,
        "body": _body(waiting),
        "mark": f"<!-- runtime-upgrade: waits {asked_at} -->",
        "asked_at": asked_at,
    }
    add_intent(unit.session, KIND, f"{_key(ref)}{asked_at}", payload, now=unit.now.wall)


def _body(waiting: list[WaitingItem]) -> Markdown:
    asked = markdown("The owner of this issue could not be found in Slack. It blocks:\n")
    who = markdown("\nWho can take it? This comment is posted at most once a week.")
    return join([asked, *map(_line, waiting), who])


def _line(one: WaitingItem) -> Markdown:
    where, due_on = reference(_reference(one.item)), one.campaign.due_on
    due = markdown(", due {}", long_date(due_on)) if due_on else markdown("")
    return markdown("* {} ({}), {}{}", one.item.title, where, one.campaign.title, due)
