"""Shared fixtures: a browser, a sandbox, and the assistant running in it over real sockets."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from sandbox.run import Sandbox, start_sandbox
from sandbox.slack.installed import InstalledApp
from slackapp.assistant import Assistant
from slackapp.cli.demo import assistant_in
from slackapp.cli.installed import installed_app
from tests.browsing import browser
from tests.servers import mark_servers
from tests.slackapp.started import Campaign, settled, start_go
from tests.snapshots import Kept, keep, made_once, restored

__all__ = ["browser"]


# How long an example takes says how busy the machine is, not whether the rule holds.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mark_servers(items)


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with start_sandbox(installed=installed_app()) as started:
        yield started


@pytest.fixture
def assistant(box: Sandbox, tmp_path: Path) -> Iterator[Assistant]:
    with assistant_in(box, tmp_path / "assistant.db") as running:
        yield running


@pytest.fixture(scope="session")
def started_campaign(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Go 1.20 once all its issues exist and all messages are sent."""
    return made_once(tmp_path_factory, "campaign", _start_campaign)


def _start_campaign(folder: Path) -> Kept:
    database = folder / "assistant.db"
    with start_sandbox(installed=installed_app()) as box:
        with assistant_in(box, database) as assistant:
            settled(start_go(box, assistant))
        return keep(box, database)


@contextmanager
def campaign_from(
    kept: Kept, database: Path, *, installed: InstalledApp | None = None
) -> Iterator[Campaign]:
    """Run the assistant in a copy of a snapshot."""
    with (
        restored(kept, database, installed=installed or installed_app()) as box,
        assistant_in(box, database) as assistant,
    ):
        yield Campaign(box, assistant)


@pytest.fixture
def campaign(started_campaign: Kept, tmp_path: Path) -> Iterator[Campaign]:
    with campaign_from(started_campaign, tmp_path / "assistant.db") as copy:
        yield copy


@pytest.fixture(scope="module")
def campaign_of_all(
    started_campaign: Kept, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Campaign]:
    """One campaign for tests that only read."""
    database = tmp_path_factory.mktemp("campaign") / "assistant.db"
    with campaign_from(started_campaign, database) as copy:
        yield copy
