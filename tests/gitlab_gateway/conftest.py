from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from gitlab_gateway.connection import Connection
from sandbox.run import Sandbox, start_sandbox


@contextmanager
def connected(box: Sandbox, token: str | None = None, timeout: float = 5) -> Iterator[Connection]:
    gitlab = Connection(box.gitlab.url, token or box.gitlab.token, timeout=timeout)
    try:
        yield gitlab
    finally:
        gitlab.close()


@contextmanager
def gitlab_with(**options: Any) -> Iterator[tuple[Sandbox, Connection]]:  # noqa: ANN401
    premium = options.pop("premium", True)
    with (
        start_sandbox(premium=premium, gitlab_options=options) as box,
        connected(box) as gitlab,
    ):
        yield box, gitlab


@pytest.fixture
def gitlab(box: Sandbox) -> Iterator[Connection]:
    with connected(box) as connection:
        yield connection
