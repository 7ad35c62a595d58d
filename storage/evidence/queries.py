"""Queries for readings and evidence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.model.evidence import Evidence, EvidenceState
from storage.evidence.tables import EvidenceRow, ReadingRow
from storage.records import to_record


@dataclass(frozen=True)
class ReadingRecord:
    """The pins of a runtime in a repository at a commit, or why it could not be read."""

    project: str
    runtime: str
    commit: str
    pins: tuple[Mapping[str, object], ...]
    failure: str | None
    read_at: datetime
    scope: str = ""


def find_reading(session: Session, project: str, runtime: str) -> ReadingRecord | None:
    """Find the last reading of a runtime in a project's repository."""
    row = _reading(session, project, runtime)
    return None if row is None else to_record(ReadingRecord, row, pins=tuple(row.pins))


def save_reading(session: Session, reading: ReadingRecord) -> None:
    """Store a reading of a repository, replacing the earlier one."""
    row = _reading(session, reading.project, reading.runtime) or ReadingRow(
        project=reading.project, runtime=reading.runtime, read_at=reading.read_at
    )
    row.commit, row.failure, row.read_at = reading.commit, reading.failure, reading.read_at
    row.scope = reading.scope
    row.pins = [dict(pin) for pin in reading.pins]
    session.add(row)
    session.flush()


def _reading(session: Session, project: str, runtime: str) -> ReadingRow | None:
    return session.exec(
        select(ReadingRow).where(ReadingRow.project == project, ReadingRow.runtime == runtime)
    ).first()


def evidence_by_item(session: Session, ids: Collection[int | None]) -> dict[int, Evidence]:
    """Map item ids to the evidence about them, if their repository was read."""
    rows = session.exec(select(EvidenceRow).where(col(EvidenceRow.item_id).in_(ids)))
    return {row.item_id: _record(row) for row in rows}


def _record(row: EvidenceRow) -> Evidence:
    standing = EvidenceState(row.standing)
    return to_record(
        Evidence, row, standing=standing, pins=tuple(row.pins), findings=tuple(row.findings)
    )


def save_evidence(session: Session, item_id: int, evidence: Evidence) -> None:
    """Store the evidence about an item."""
    row = session.get(EvidenceRow, item_id) or EvidenceRow(
        item_id=item_id,
        standing=evidence.standing.value,
        since=evidence.since,
        looked_at=evidence.looked_at,
    )
    for name in ("commit", "failure", "since", "verified_at", "backslid_at"):
        setattr(row, name, getattr(evidence, name))
    row.standing = evidence.standing.value
    row.looked_at, row.mismatched_at = evidence.looked_at, evidence.mismatched_at
    row.pins = _plain(evidence.pins)
    row.findings = _plain(evidence.findings)
    session.add(row)
    session.flush()


def _plain(records: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    return [dict(record) for record in records]
