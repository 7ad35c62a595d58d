"""The story's channel and facilitator, and a function that waits for a result."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

FACILITATOR = "U0FRIDA"
CHANNEL = "C0WGRUNTIME"
PATIENCE_SECONDS = 90  # enough on a busy machine


class StoryError(Exception):
    """The story did not go as scripted."""


def wait_for(read: Callable[[], T | None], what: str, seconds: float = PATIENCE_SECONDS) -> T:
    """Wait until ``read`` returns something, and return it.

    Raises:
        StoryError: it returned nothing in time.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = read()
        if found is not None:
            return found
        time.sleep(0.05)
    raise StoryError(f"The story timed out waiting for {what}.")
