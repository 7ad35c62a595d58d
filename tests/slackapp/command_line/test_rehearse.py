"""A rehearsal shows what will be sent, and changes nothing."""

from datetime import UTC, datetime
from pathlib import Path

from slackapp.cli.demo import EXAMPLE_CATALOG
from slackapp.cli.rehearse import copied, play
from storage.catalog.read import read_catalog
from storage.copying import copy_database
from storage.store import open_store
from tests.slackapp.started import Campaign

THURSDAY_EVENING = datetime(2023, 3, 30, 23, 0, tzinfo=UTC)
TABLES = ("outbox", "reminder", "notice", "event", "summary")


def everything(url: str) -> list[object]:
    """Return every row of the tables that sending changes."""
    store = open_store(url)
    with store.read() as session:
        run = session.connection().exec_driver_sql
        rows = [tuple(row) for table in TABLES for row in run(f"SELECT * FROM {table}")]
    store.dispose()
    return rows


def test_the_next_days_are_played_on_a_copy(campaign: Campaign, tmp_path: Path) -> None:
    campaign.box.clock.set(THURSDAY_EVENING)
    campaign.say("block gitaly by the new image", "U0GUS")
    campaign.card("1 blocked")
    still = tmp_path / "still.db"  # the assistant's own goes on living
    assert copy_database(campaign.assistant.deps.store.engine, still)
    url = f"sqlite:///{still}"
    before = everything(url)

    with copied(url) as copy:
        told = list(play(copy, read_catalog(EXAMPLE_CATALOG), start=THURSDAY_EVENING, days=8))

    assert everything(url) == before
    to_gus = [t for t in told if "direct messages of Gus Almeida" in t.words]
    digests = [t for t in to_gus if "blocked" in t.words]
    assert digests[0].at == datetime(2023, 3, 31, 12, 30, tzinfo=UTC)
    assert "Gitaly" in digests[0].words
    assert any("Draft of the weekly summary" in t.words for t in told)
