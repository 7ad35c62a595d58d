"""What counts as activity, as opposed to the assistant's own writes."""

from datetime import UTC, datetime

import pytest

from campaigns.sync.activity import active_since
from campaigns.sync.snapshots import IssueRef, IssueSnapshot


def at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(f"2023-03-31 {text}").replace(tzinfo=UTC) if text else None


@pytest.mark.parametrize(
    ("changed", "requests", "touched", "active"),
    [
        ("10:00", None, None, "10:00"),
        (None, "11:00", None, "11:00"),
        ("10:00", "11:00", None, "11:00"),
        ("10:00", "09:00", "10:00", "09:00"),
        ("10:00:10", None, "10:00", None),
        ("10:00:11", None, "10:00", "10:00:11"),
        (None, None, "10:00", None),
        (None, None, None, None),
    ],
)
def test_the_assistants_own_writes_are_not_activity(
    changed: str | None, requests: str | None, touched: str | None, active: str | None
) -> None:
    seen = IssueSnapshot(
        IssueRef("g/gitaly", 1), 1, "", changed_at=at(changed), requests_changed_at=at(requests)
    )

    assert active_since(seen, at(touched)) == at(active)
