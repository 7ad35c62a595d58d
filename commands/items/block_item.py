"""Marking an item as blocked by an issue, another item, or a described reason."""

from dataclasses import asdict, dataclass

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.model.campaign import Campaign
from campaigns.model.item import Blocker, Item
from campaigns.people.roles import Actor, Permission
from campaigns.states import ItemState
from campaigns.sync.snapshots import IssueRef
from commands.clocks import Clocks
from commands.errors import InvalidRequestError
from commands.items.find_items import get_item
from commands.items.issue_links import read_issue_link
from commands.items.notes import as_markdown
from commands.items.record_item_decision import record_item_decision
from commands.items.write_item import BLOCKERS, STATE
from commands.notices.notices import refresh_notices
from commands.people.actors import require
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.lifecycle.campaigns import add_blocker, find_items_named, update_item
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store
from storage.tables import BlockerRow

MAX_REASON = 500


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


@dataclass(frozen=True)
class _Blocker:
    """A resolved blocker; ``ours`` is true if the assistant creates the link."""

    kind: str
    text: str
    project: str | None = None
    iid: int | None = None
    web_url: str | None = None
    ours: bool = False


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
        blocker = _blocker(session, campaign, item, request.by, gitlab_url)
        row = BlockerRow(
            **asdict(blocker), item_id=item.id, since=now.story, added_by=actor.slack_id
        )
        if any(_same(blocker, known) for known in item.blockers):
            return Blocked(campaign, item, blocker.text, already=True)
        add_blocker(session, row)
        _record(unit, actor, campaign, item, blocker)
    return Blocked(campaign, item, blocker.text)


def _require_blockable(item: Item) -> None:
    if item.closed:
        raise InvalidRequestError(f"{item.title} is closed in GitLab: reopen its issue first.")
    if item.issue_iid is None:
        raise InvalidRequestError(
            f"{item.title} has no issue yet: wait until the campaign has started."
        )


def _blocker(
    session: Session, campaign: Campaign, item: Item, words: str, gitlab_url: str
) -> _Blocker:
    """Resolve the blocker: a component of the campaign, an issue link, or a description."""
    if not words.strip():
        raise InvalidRequestError(
            "Specify what blocks it: an issue link, a component or a few words."
        )
    other = _component(session, campaign, words)
    ref = read_issue_link(words, gitlab_url)
    if other is not None and other.issue_iid is not None:
        ref = IssueRef(other.project, other.issue_iid)
    if other == item or ref == IssueRef(item.project, item.issue_iid or 0):
        raise InvalidRequestError(
            f"{item.title} cannot be blocked by itself: name another blocker."
        )
    kind = "item" if other else "issue" if ref else "words"
    text = other.title if other else str(ref) if ref else words.strip()[:MAX_REASON]
    if ref is None:
        return _Blocker(kind, text)
    web_url = f"{gitlab_url.rstrip('/')}/{ref.project}/-/issues/{ref.iid}"
    return _Blocker(kind, text, ref.project, ref.iid, web_url, ours=True)


def _component(session: Session, campaign: Campaign, words: str) -> Item | None:
    found = find_items_named(session, words, campaign_id=campaign.id)
    return found[0][1] if found else None


def _same(blocker: _Blocker, known: Blocker) -> bool:
    if blocker.iid is None:
        return known.text == blocker.text
    return (known.project, known.iid) == (blocker.project, blocker.iid)


def _record(unit: Unit, actor: Actor, campaign: Campaign, item: Item, blocker: _Blocker) -> None:
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
    by = blocker.web_url or as_markdown(blocker.text)
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
        note=f"Blocked by {by} (reported by {as_markdown(actor.name)} in Slack).",
        aspects={STATE, BLOCKERS},
    )
