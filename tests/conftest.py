"""What tests share: a fresh sandbox, and the assistant running in it over real sockets."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.run import Sandbox, start_sandbox
from slackapp.assistant import Assistant
from slackapp.cli.demo import assistant_in


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with start_sandbox() as started:
        yield started


@pytest.fixture
def assistant(box: Sandbox, tmp_path: Path) -> Iterator[Assistant]:
    with assistant_in(box, tmp_path / "assistant.db") as running:
        yield running
