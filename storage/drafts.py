"""The query that summaries and announcements share to change a draft at a known version."""

from sqlalchemy import update
from sqlmodel import Session, SQLModel

from campaigns.drafts import DraftState
from storage.summary.tables import AnnouncementRow, SummaryRow

DraftTable = type[SummaryRow] | type[AnnouncementRow]


def change_draft(
    session: Session, table: DraftTable, draft_id: int, *, version: int, **values: object
) -> bool:
    """Update columns of a draft if it is still at this version; return whether it was."""
    session.flush()
    columns = SQLModel.metadata.tables[str(table.__tablename__)]
    changed = session.connection().execute(
        update(columns)
        .where(
            columns.c.id == draft_id,
            columns.c.version == version,
            columns.c.state == DraftState.draft.value,
        )
        .values(version=version + 1, **values)
    )
    session.expire_all()
    return bool(changed.rowcount)
