"""Marking an item as blocked by an issue, another item, or a described reason."""

from contextlib import suppress
from dataclasses import asdict, dataclass

from campaigns.events import Event, EventKind
from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.people.roles import Actor, Permission
from campaigns.states import ItemState
from campaigns.sync.snapshots import IssueRef
from commands.clocks import Clocks
from commands.errors import InvalidRequestError
from commands.items.find_items import get_item
from commands.items.named_blocker import NamedBlocker, is_same_blocker, read_blocker
from commands.items.record_item_decision import record_item_decision
from commands.items.write_item import BLOCKERS, STATE
from commands.markdown import address, as_markdown, markdown
from commands.notices.notices import refresh_notices
from commands.people.actors import require
from commands.unit import Unit
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import RateLimitedError, UnreachableError
from gitlab_gateway.issues import find_issue
from storage.catalog.read import Catalog
from storage.items import has_issue
from storage.lifecycle.campaigns import add_blocker, update_item
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store
from storage.tables import BlockerRow


@dataclass(frozen=True)
class BlockRequest:
    """A parsed `block <component> by <issue link, component or words>`."""

    component: str
    by: str


@dataclass(frozen=True)
class Blocked:
    """The result of `block_item`; ``already`` if the item already had this blocker."""

    campaign: Campaign
    item: Item
    by: str
    already: bool = False


def block_item(
    store: Store,
    catalog: Catalog,
    actor: Actor,
    request: BlockRequest,
    *,
    gitlab_url: str,
    now: Clocks,
) -> Blocked:
    """Mark an item as blocked and record why; workers update GitLab and the card.

    Raises:
        NotPermittedError: the actor is neither a group member nor the item's DRI.
        InvalidRequestError: the component is unknown, closed, has no issue yet or would block
            itself, or the link is to another host.
    """
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        campaign, item = get_item(session, request.component)
        require(catalog, actor, Permission.block, (item.dri, item.backup))
        _require_blockable(item)
        blocker = read_blocker(session, campaign, item, request.by, gitlab_url)
        row = BlockerRow(
            **asdict(blocker), item_id=item.id, since=now.story, added_by=actor.slack_id
        )
        if any(is_same_blocker(blocker, known) for known in item.blockers):
            return Blocked(campaign, item, blocker.text, already=True)
        add_blocker(session, row)
        _record(unit, actor, campaign, item, blocker)
    return Blocked(campaign, item, blocker.text)


def find_unknown_issue(
    store: Store, catalog: Catalog, actor: Actor, request: BlockRequest, *, gitlab_url: str
) -> IssueRef | None:
    """Return the issue that a request names, unless it is one of a campaign or names none.

    Raises:
        NotPermittedError, InvalidRequestError: as for `block_item`.
    """
    with store.read() as session:
        campaign, item = get_item(session, request.component)
        require(catalog, actor, Permission.block, (item.dri, item.backup))
        _require_blockable(item)
        blocker = read_blocker(session, campaign, item, request.by, gitlab_url)
        if blocker.project is None or blocker.iid is None:
            return None
        known = any(is_same_blocker(blocker, one) for one in item.blockers)
        if known or has_issue(session, blocker.project, blocker.iid):
            return None
        return IssueRef(blocker.project, blocker.iid)


def require_issue(gitlab: Connection, ref: IssueRef) -> None:
    """Check that an issue exists before it is named in public.

    A GitLab that does not respond proves nothing: the worker that links it finds out.

    Raises:
        InvalidRequestError: there is no such issue, or it is not visible to the token.
    """
    with suppress(UnreachableError, RateLimitedError):
        if find_issue(gitlab, ref) is None:
            raise InvalidRequestError(
                f"There is no issue {ref}, or the assistant cannot see it: check the link, or "
                "describe what blocks it in a few words."
            )


def _require_blockable(item: Item) -> None:
    if item.closed:
        raise InvalidRequestError(f"{item.title} is closed in GitLab: reopen its issue first.")
    if item.issue_iid is None:
        raise InvalidRequestError(
            f"{item.title} has no issue yet: wait until the campaign has started."
        )


def _record(
    unit: Unit, actor: Actor, campaign: Campaign, item: Item, blocker: NamedBlocker
) -> None:
    """Update the state and record the decision."""
    if item.state != ItemState.blocked:
        update_item(
            unit.session,
            item.id,
            state=ItemState.blocked.value,
            state_before_block=item.state.value,
            state_since=unit.now.story,
        )
        refresh_notices(unit.session, item.id, now=unit.now)
    by = address(blocker.web_url) if blocker.web_url else as_markdown(blocker.text)
    decision = Event(
        EventKind.item_blocked,
        campaign.slug,
        unit.now.story,
        actor.slack_id,
        component=item.component,
        before=item.state.value,
        after=ItemState.blocked.value,
        reason=blocker.text,
    )
    record_item_decision(
        unit,
        item,
        decision,
        note=markdown("Blocked by {} (reported by {} in Slack).", by, actor.name),
        aspects={STATE, BLOCKERS},
    )
