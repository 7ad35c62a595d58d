"""Marking the tests that start a server; no others can open a socket."""

from collections.abc import Iterable
from itertools import groupby

import pytest

# The fixtures and functions that every way to a running server leads through.
WAYS_TO_A_SERVER = frozenset(
    [
        "box",
        "browser",
        "desk",
        "desk_in",
        "here",
        "check_port",
        "listen",
        "planned_desk",
        "play",
        "read_settings",
        "run_beside",
        "running",
        "serve_metrics",
        "slack",
        "start",
        "start_from",
        "start_gitlab",
        "start_sandbox",
        "start_slack",
        "started_campaign",
        "started_desk",
        "subprocess",
        "terminal",
    ]
)


def mark_servers(items: Iterable[pytest.Item]) -> None:
    """Mark the tests of files that start a server, and disable sockets for the others."""
    for _path, tests in groupby(items, key=lambda item: item.path):
        listed = list(tests)
        mark = "server" if any(map(_starts_one, listed)) else "disable_socket"
        for test in listed:
            test.add_marker(mark)


def _starts_one(item: pytest.Item) -> bool:
    names = {*getattr(item, "fixturenames", ()), *vars(getattr(item, "module", item))}
    return not WAYS_TO_A_SERVER.isdisjoint(names)
