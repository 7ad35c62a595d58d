"""Evidence inside a unit: what the repositories say of items."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from storage.evidence_tables import EvidenceRow
from storage.records import EvidenceRecord, to_record


def evidence_by_item(session: Session, ids: Collection[int | None]) -> dict[int, EvidenceRecord]:
    """Map the ids of items that a repository was read for to what it says."""
    rows = session.exec(select(EvidenceRow).where(col(EvidenceRow.item_id).in_(ids)))
    return {row.item_id: _record(row) for row in rows}


def _record(row: EvidenceRow) -> EvidenceRecord:
    return to_record(EvidenceRecord, row, pins=tuple(row.pins), findings=tuple(row.findings))
