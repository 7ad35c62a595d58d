from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from campaigns.lifecycle.due_dates import DueDate, DueSource
from campaigns.lifecycle.plans import Plan, PlannedItem
from campaigns.model.campaign import Tier
from storage.store import Store
from tests.snapshots import migrated_store

NOW = datetime(2023, 3, 30, 9, 30, tzinfo=UTC)


def plan_of(runtime: str = "go", version: str = "1.20") -> Plan:
    return Plan(
        runtime=runtime,
        runtime_title=runtime.title(),
        version=version,
        group="g",
        epic_title="Update",
        label=f"runtime-upgrade-{runtime}-{version}",
        due=DueDate(NOW.date(), DueSource.given),
        tiers=(Tier("first", "First", ordered=True),),
        items=(
            PlannedItem("gitaly", "Gitaly", "g/gitaly", "first", dri="gus", backup="mira"),
            PlannedItem("cli", "CLI", "g/cli", "first"),
        ),
    )


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    opened = migrated_store(database)
    yield opened
    opened.dispose()
