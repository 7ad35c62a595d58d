"""The decisions on items that have not reached GitLab, for the card and the lists."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from storage.delivery.tables import IntentRow, QueueState

WRITE_ITEM = "write_item"
# The key in the payload of a refused intent whose item shows again what GitLab shows.
FALLEN = "fallen"
_WORDS = {
    QueueState.pending.value: "not in GitLab yet",
    QueueState.dead.value: "GitLab did not accept the last change",
}


def key_of_item(item_id: int | None) -> str:
    """Return the key of the intent that writes an item's decisions."""
    return f"{WRITE_ITEM}:{item_id}"


def unwritten_by_item(session: Session, item_ids: Sequence[int | None]) -> dict[int, str]:
    """Map items to why their last decision is not in GitLab, if an attempt has failed."""
    keys = [key_of_item(item_id) for item_id in item_ids]
    rows = session.exec(
        select(IntentRow).where(
            col(IntentRow.dedupe_key).in_(keys),
            col(IntentRow.state).in_(_WORDS),
            col(IntentRow.last_error).is_not(None),
        )
    )
    return {
        row.payload["item_id"]: f"{_WORDS[row.state]}: {row.last_error}"
        for row in rows
        if FALLEN not in row.payload
    }
