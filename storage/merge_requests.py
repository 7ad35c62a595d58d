"""Queries for merge requests: those found in GitLab, and those that the assistant opened."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session, col, select

from campaigns.sync.snapshots import MergeRequestSnapshot
from storage.records import to_record
from storage.tables import ItemRow, MergeRequestRow

OPENED = "opened"


@dataclass(frozen=True)
class OwnRequest:
    """A merge request that the assistant opened for an item, in its last known state."""

    id: int
    campaign_id: int
    item_id: int
    reference: str
    state: str
    draft: bool
    pipeline: str | None
    pipeline_id: int | None


def replace_merge_requests(
    session: Session, item_id: int, seen: Sequence[MergeRequestSnapshot]
) -> None:
    """Replace an item's merge requests with those in GitLab, except the assistant's own."""
    others = (MergeRequestRow.item_id == item_id, col(MergeRequestRow.ours).is_(False))
    for row in session.exec(select(MergeRequestRow).where(*others)):
        session.delete(row)
    session.flush()
    session.add_all(
        MergeRequestRow(
            item_id=item_id, reference=m.reference, web_url=m.web_url, state=m.state, draft=m.draft
        )
        for m in seen
    )


def save_own_request(session: Session, item_id: int, reference: str, web_url: str) -> bool:
    """Store a merge request that the assistant opened for an item; return whether it is new."""
    row = session.exec(
        select(MergeRequestRow).where(
            MergeRequestRow.item_id == item_id, MergeRequestRow.reference == reference
        )
    ).first()
    if row is not None and row.ours:
        row.state = OPENED  # it may have been closed and reopened
        return False
    row = row or MergeRequestRow(
        item_id=item_id, reference=reference, web_url=web_url, state=OPENED, draft=True
    )
    row.ours = True
    session.add(row)
    return True


def list_open_own_requests(session: Session) -> tuple[OwnRequest, ...]:
    """List the assistant's merge requests whose last known state is open."""
    rows = session.exec(
        select(MergeRequestRow, ItemRow.campaign_id)
        .join(ItemRow, col(ItemRow.id) == col(MergeRequestRow.item_id))
        .where(col(MergeRequestRow.ours).is_(True), MergeRequestRow.state == OPENED)
        .order_by(col(MergeRequestRow.id))
    )
    return tuple(to_record(OwnRequest, row, campaign_id=number) for row, number in rows)


def update_own_request(session: Session, row_id: int, **values: object) -> None:
    """Update columns of a merge request."""
    session.execute(
        update(MergeRequestRow).where(col(MergeRequestRow.id) == row_id).values(**values)
    )
