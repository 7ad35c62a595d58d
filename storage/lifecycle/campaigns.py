"""Queries and updates for campaigns and items."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, or_, update
from sqlmodel import Session, col, select

from campaigns.items.names import is_named, normalise
from campaigns.lifecycle.plans import Plan
from campaigns.model.campaign import Campaign, CampaignView, Tier
from campaigns.model.item import Blocker, Item, MergeRequest
from campaigns.states import OPEN_CAMPAIGN_STATES, CampaignState, ItemState
from storage.delivery.unwritten import unwritten_by_item
from storage.evidence.queries import evidence_by_item
from storage.records import to_record
from storage.tables import BlockerRow, CampaignRow, ItemRow, MergeRequestRow


def add_campaign(session: Session, plan: Plan, *, slug: str, by: str, now: datetime) -> int:
    """Insert a planned campaign and its items; return its id."""
    row = CampaignRow(
        slug=slug,
        runtime=plan.runtime,
        runtime_title=plan.runtime_title,
        version=plan.version,
        patch=plan.patch,
        due_on=plan.due.on,
        group_path=plan.group,
        label=plan.label,
        epic_title=plan.epic_title,
        tiers=[asdict(tier) for tier in plan.tiers],
        started_by=by,
        started_at=now,
    )
    session.add(row)
    session.flush()
    campaign_id = row.id or 0
    session.add_all(_item_rows(plan, campaign_id, now))
    session.flush()
    return campaign_id


def _item_rows(plan: Plan, campaign_id: int, now: datetime) -> Iterable[ItemRow]:
    for position, item in enumerate(plan.items):
        yield ItemRow(
            campaign_id=campaign_id,
            component=item.component,
            title=item.title,
            tier=item.tier,
            position=position,
            project=item.project,
            dri=item.dri,
            backup=item.backup,
            state_since=now,
        )


def _campaign_record(row: CampaignRow) -> Campaign:
    return to_record(
        Campaign,
        row,
        state=CampaignState(row.state),
        tiers=tuple(Tier(**tier) for tier in row.tiers),
        notices=tuple(row.notices),
        opened_tiers=tuple(row.opened_tiers),
    )


def get_campaign(session: Session, campaign_id: int) -> Campaign:
    """Return a campaign, or raise KeyError if there is none."""
    row = session.get(CampaignRow, campaign_id)
    if row is None:
        raise KeyError(campaign_id)
    return _campaign_record(row)


def list_campaigns(
    session: Session, *, runtime: str | None = None, only_open: bool = False
) -> tuple[Campaign, ...]:
    """List the campaigns of one runtime or of all, newest first."""
    query = select(CampaignRow).order_by(col(CampaignRow.id).desc())
    if runtime is not None:
        query = query.where(CampaignRow.runtime == runtime)
    if only_open:
        states = [state.value for state in OPEN_CAMPAIGN_STATES]
        query = query.where(col(CampaignRow.state).in_(states))
    return tuple(_campaign_record(row) for row in session.exec(query))


def get_view(session: Session, campaign_id: int) -> CampaignView:
    """Return a campaign with its items, or raise KeyError if there is none."""
    return CampaignView(get_campaign(session, campaign_id), list_items(session, campaign_id))


def list_views(session: Session, *, only_open: bool = False) -> tuple[CampaignView, ...]:
    """List campaigns with their items, newest first, in a fixed number of queries."""
    campaigns = list_campaigns(session, only_open=only_open)
    rows = session.exec(
        select(ItemRow)
        .where(col(ItemRow.campaign_id).in_([campaign.id for campaign in campaigns]))
        .order_by(col(ItemRow.position))
    ).all()
    items: dict[int, list[Item]] = {}
    for item in _item_records(session, rows):
        items.setdefault(item.campaign_id, []).append(item)
    return tuple(
        CampaignView(campaign, tuple(items.get(campaign.id, ()))) for campaign in campaigns
    )


def list_items(session: Session, campaign_id: int) -> tuple[Item, ...]:
    """List a campaign's items in order, with their open blockers and merge requests."""
    rows = session.exec(
        select(ItemRow).where(ItemRow.campaign_id == campaign_id).order_by(col(ItemRow.position))
    ).all()
    return _item_records(session, rows)


def list_members(session: Session, campaign_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """List the components of each campaign in order, with their tiers."""
    members: dict[int, list[tuple[str, str]]] = {campaign_id: [] for campaign_id in campaign_ids}
    query = (
        select(ItemRow.campaign_id, ItemRow.component, ItemRow.tier)
        .where(col(ItemRow.campaign_id).in_(campaign_ids))
        .order_by(col(ItemRow.position))
    )
    for campaign_id, component, tier in session.exec(query):
        members[campaign_id].append((component, tier))
    return members


def find_items_named(
    session: Session, name: str, *, runtime: str | None = None, campaign_id: int | None = None
) -> tuple[tuple[Campaign, Item], ...]:
    """Find the items of open campaigns by their component's key or name, ignoring case.

    A name may hold invisible characters or quotes that nobody types.

    Their merge requests and unwritten decisions are not read, because no decision needs them.
    """
    wanted = name.strip().lower()
    query = (
        select(CampaignRow, ItemRow)
        .join(ItemRow, col(ItemRow.campaign_id) == col(CampaignRow.id))
        .where(col(CampaignRow.state).in_([state.value for state in OPEN_CAMPAIGN_STATES]))
    )
    as_written = or_(func.lower(ItemRow.component) == wanted, func.lower(ItemRow.title) == wanted)
    if runtime is not None:
        query = query.where(CampaignRow.runtime == runtime)
    if campaign_id is not None:
        query = query.where(CampaignRow.id == campaign_id)
    found = session.exec(query.where(as_written)).all() or [
        (campaign, item) for campaign, item in session.exec(query) if is_named(item.title, name)
    ]
    items = _item_records(session, [item for _, item in found], with_requests=False)
    campaigns = [_campaign_record(campaign) for campaign, _ in found]
    return tuple(zip(campaigns, items, strict=True))


def list_item_names(session: Session) -> tuple[str, ...]:
    """List the keys and names of every component in the open campaigns, as people type them."""
    query = (
        select(ItemRow.component, ItemRow.title)
        .join(CampaignRow, col(ItemRow.campaign_id) == col(CampaignRow.id))
        .where(col(CampaignRow.state).in_([state.value for state in OPEN_CAMPAIGN_STATES]))
    )
    return tuple(normalise(name) for names in session.exec(query) for name in names)


def _item_records(
    session: Session, rows: Sequence[ItemRow], *, with_requests: bool = True
) -> tuple[Item, ...]:
    ids = [row.id for row in rows]
    if not ids:
        return ()
    blockers: dict[int, list[Blocker]] = {}
    open_ones = select(BlockerRow).where(
        col(BlockerRow.item_id).in_(ids), col(BlockerRow.open).is_(True)
    )
    for blocker in session.exec(open_ones):
        blockers.setdefault(blocker.item_id, []).append(_blocker_record(blocker))
    evidence = evidence_by_item(session, ids)
    requests: dict[int, list[MergeRequest]] = {}
    theirs = select(MergeRequestRow).where(col(MergeRequestRow.item_id).in_(ids))
    for request in session.exec(theirs) if with_requests else ():
        requests.setdefault(request.item_id, []).append(to_record(MergeRequest, request))
    unwritten = unwritten_by_item(session, ids) if with_requests else {}
    return tuple(
        to_record(
            Item,
            row,
            state=ItemState(row.state),
            state_before_block=_state(row.state_before_block),
            blockers=tuple(blockers.get(row.id or 0, ())),
            merge_requests=tuple(requests.get(row.id or 0, ())),
            evidence=evidence.get(row.id or 0),
            unwritten=unwritten.get(row.id or 0),
        )
        for row in rows
    )


def _state(name: str | None) -> ItemState | None:
    return None if name is None else ItemState(name)


def update_campaign(session: Session, campaign_id: int, **values: object) -> None:
    """Update columns of a campaign."""
    session.execute(update(CampaignRow).where(col(CampaignRow.id) == campaign_id).values(**values))


def update_item(session: Session, item_id: int, **values: object) -> None:
    """Update columns of an item."""
    session.execute(update(ItemRow).where(col(ItemRow.id) == item_id).values(**values))


def add_blocker(session: Session, row: BlockerRow) -> None:
    """Insert a blocker of an item."""
    session.add(row)


def end_blockers(session: Session, blocker_ids: Sequence[int]) -> None:
    """Mark blockers as ended."""
    session.execute(
        update(BlockerRow).where(col(BlockerRow.id).in_(blocker_ids)).values(open=False)
    )


def count_slugs(session: Session, stem: str) -> int:
    """Count the campaigns whose slug is ``stem`` or ``stem-N``, to name the next one."""
    slugs = session.exec(select(CampaignRow.slug)).all()
    return sum(slug == stem or slug.removeprefix(f"{stem}-").isdigit() for slug in slugs)


def get_item_record(session: Session, item_id: int) -> Item:
    """Return one item, or raise KeyError if there is none."""
    row = session.get(ItemRow, item_id)
    if row is None:
        raise KeyError(item_id)
    return _item_records(session, [row])[0]


def list_ended_links(session: Session, item_id: int) -> tuple[Blocker, ...]:
    """List the ended blocking links that the assistant created for an item."""
    rows = session.exec(
        select(BlockerRow).where(
            BlockerRow.item_id == item_id,
            col(BlockerRow.open).is_(False),
            col(BlockerRow.ours).is_(True),
            col(BlockerRow.iid).is_not(None),
        )
    )
    return tuple(_blocker_record(row) for row in rows)


def _blocker_record(row: BlockerRow) -> Blocker:
    return to_record(Blocker, row, assignees=tuple(row.assignees))


def set_assignees(session: Session, blocker_id: int, assignees: Sequence[str]) -> None:
    """Store the assignees of a blocking issue."""
    session.execute(
        update(BlockerRow).where(col(BlockerRow.id) == blocker_id).values(assignees=list(assignees))
    )


def mark_links_foreign(session: Session, blocker_ids: Sequence[int]) -> None:
    """Mark the links of ended blockers as no longer the assistant's."""
    session.execute(
        update(BlockerRow).where(col(BlockerRow.id).in_(blocker_ids)).values(ours=False)
    )


def mark_links_own(session: Session, blocker_ids: Sequence[int]) -> None:
    """Mark the links of blockers as the assistant's, on a person's request."""
    session.execute(update(BlockerRow).where(col(BlockerRow.id).in_(blocker_ids)).values(ours=True))
