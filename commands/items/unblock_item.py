"""Unblocking an item: its earlier state is restored, and our link becomes `relates_to`."""

from dataclasses import dataclass

from campaigns.events import Event, EventKind
from campaigns.model.campaign import Campaign
from campaigns.model.item import Blocker, Item
from campaigns.people.roles import Actor, Permission
from campaigns.states import ITEM_STATE_TITLES, ItemState, state_after_block
from commands.clocks import Clocks
from commands.errors import InvalidRequestError
from commands.items.find_items import get_item
from commands.items.record_item_decision import record_item_decision
from commands.items.unblocked_items import NOT_BLOCKED, notify_unblocked
from commands.items.write_item import BLOCKERS, STATE
from commands.markdown import markdown
from commands.notices.notices import refresh_notices
from commands.people.actors import require
from commands.people.delegates import find_owner
from commands.reminders.end_snooze import end_snooze
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.lifecycle.campaigns import end_blockers, mark_links_own, update_item
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


@dataclass(frozen=True)
class UnblockRequest:
    """A parsed `unblock <component> [note]`; ``foreign_too`` is set after a confirmation."""

    component: str
    note: str | None = None
    foreign_too: bool = False


@dataclass(frozen=True)
class Unblocked:
    """The result of `unblock_item`; if it has ``foreign`` links, it must be confirmed first."""

    campaign: Campaign
    item: Item
    state: ItemState
    foreign: tuple[Blocker, ...] = ()
    already: bool = False


def unblock_item(
    store: Store, catalog: Catalog, actor: Actor, request: UnblockRequest, *, now: Clocks
) -> Unblocked:
    """Restore the state that an item had before it was blocked, or In dev if unknown.

    Blocking links that somebody else created in GitLab are only changed after a confirmation.
    Without one, nothing changes, and the result lists these links.

    Raises:
        NotPermittedError: the actor is neither a group member nor the item's DRI.
        InvalidRequestError: the component is unknown or closed.
    """
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        campaign, item = get_item(session, request.component)
        require(catalog, actor, Permission.unblock, (item.dri, item.backup))
        if item.state == ItemState.production:
            raise InvalidRequestError(f"{item.title} is closed in GitLab, so nothing blocks it.")
        if item.state != ItemState.blocked:
            return Unblocked(campaign, item, item.state, already=True)
        foreign = tuple(b for b in item.blockers if b.iid is not None and not b.ours)
        if foreign and not request.foreign_too:
            return Unblocked(campaign, item, item.state, foreign=foreign)
        state = state_after_block(item.state_before_block)
        mark_links_own(session, [blocker.id for blocker in foreign])
        end_blockers(session, [blocker.id for blocker in item.blockers])
        _record(unit, actor, campaign, item, state, request.note)
    return Unblocked(campaign, item, state)


def _record(
    unit: Unit, actor: Actor, campaign: Campaign, item: Item, state: ItemState, note: str | None
) -> None:
    """Update the state and record the decision."""
    update_item(
        unit.session,
        item.id,
        state=state.value,
        state_before_block=None,
        state_since=unit.now.story,
    )
    said = markdown(": {}.", note) if note else markdown(".")
    refresh_notices(unit.session, item.id, now=unit.now)
    end_snooze(unit.session, campaign, item, by=actor.slack_id, now=unit.now, why=NOT_BLOCKED)
    owner = find_owner(unit, item)
    if owner is not None and actor.slack_id not in owner.slack_ids:
        why = f"unblocked by {actor.name}" + (f": {note}" if note else "")
        notify_unblocked(unit, item, state, why)
    decision = Event(
        EventKind.item_unblocked,
        campaign.slug,
        unit.now.story,
        actor.slack_id,
        component=item.component,
        before=item.state.value,
        after=state.value,
        reason=note,
    )
    record_item_decision(
        unit,
        item,
        decision,
        note=markdown(
            "Unblocked by {} in Slack{} Back to {}.", actor.name, said, ITEM_STATE_TITLES[state]
        ),
        aspects={STATE, BLOCKERS},
    )
