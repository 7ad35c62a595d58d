"""The reminder job's queries use an index, however many past rows there are."""

import pytest
from sqlalchemy import text

from storage.store import Store

DUE = "SELECT * FROM reminder WHERE state = :state AND due_at <= :now ORDER BY due_at, id"
OPEN = "SELECT id FROM reminder WHERE state IN (:state, :other) LIMIT 1"


@pytest.mark.parametrize("query", [DUE, OPEN])
def test_no_reminder_query_scans_the_table(store: Store, query: str) -> None:
    values = {"state": "planned", "other": "sent", "now": "2023-03-30"}
    with store.read() as session:
        plan = session.execute(text(f"EXPLAIN QUERY PLAN {query}"), values).all()

    assert "ix_reminder_state_due_at" in plan[0].detail
    assert [row.detail for row in plan if row.detail.startswith("SCAN")] == []
