"""What becomes of a blocker whose issue GitLab does not link."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session, col

from storage.tables import BlockerRow


def keep_as_words(session: Session, blocker_ids: Sequence[int]) -> None:
    """Keep blockers by their words: there is no link that a sync could find or miss."""
    session.execute(
        update(BlockerRow)
        .where(col(BlockerRow.id).in_(blocker_ids))
        .values(kind="words", project=None, iid=None, ours=False)
    )
