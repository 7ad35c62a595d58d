"""What tests share: a browser, a sandbox, and the assistant running in it over real sockets."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.run import Sandbox, start_sandbox
from slackapp.assistant import Assistant
from slackapp.cli.demo import assistant_in
from slackapp.cli.installed import installed_app
from tests.browsing import browser
from tests.slackapp.started import Campaign, start_go

__all__ = ["browser"]


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with start_sandbox(installed=installed_app()) as started:
        yield started


@pytest.fixture
def assistant(box: Sandbox, tmp_path: Path) -> Iterator[Assistant]:
    with assistant_in(box, tmp_path / "assistant.db") as running:
        yield running


@pytest.fixture
def campaign(box: Sandbox, assistant: Assistant) -> Campaign:
    return start_go(box, assistant)


@pytest.fixture(scope="module")
def campaign_of_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Campaign]:
    """One campaign for tests that only ask."""
    folder = tmp_path_factory.mktemp("campaign")
    with (
        start_sandbox(installed=installed_app()) as started,
        assistant_in(started, folder / "assistant.db") as running,
    ):
        yield start_go(started, running)
