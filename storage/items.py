"""Queries for blockers: those without a link in GitLab, and those named in Slack."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session, col, select

from campaigns.events import GITLAB
from campaigns.model.item import Item
from storage.tables import BlockerRow, ItemRow


def convert_to_words(session: Session, blocker_ids: Sequence[int]) -> None:
    """Turn blockers into free text, because there is no link that a sync could find or miss."""
    session.execute(
        update(BlockerRow)
        .where(col(BlockerRow.id).in_(blocker_ids))
        .values(kind="words", project=None, iid=None, ours=False)
    )


def reopen_blockers(session: Session, blocker_ids: Sequence[int]) -> None:
    """Undo the end of blockers."""
    session.execute(update(BlockerRow).where(col(BlockerRow.id).in_(blocker_ids)).values(open=True))


def is_blocked_from_slack(session: Session, item: Item) -> bool:
    """Return whether an item is blocked by an issue that someone named in Slack.

    If so, the assistant may remove the label or Status that it set.
    """
    query = select(BlockerRow.id).where(
        BlockerRow.item_id == item.id,
        col(BlockerRow.iid).is_not(None),
        BlockerRow.added_by != GITLAB,
    )
    if item.state_since is not None:
        query = query.where(col(BlockerRow.since) >= item.state_since)
    return session.exec(query.limit(1)).first() is not None


def has_issue(session: Session, project: str, iid: int) -> bool:
    """Return whether an issue is that of an item, in any campaign."""
    query = select(ItemRow.id).where(ItemRow.project == project, ItemRow.issue_iid == iid)
    return session.exec(query.limit(1)).first() is not None
