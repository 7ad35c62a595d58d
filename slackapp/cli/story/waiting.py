"""The stage of the story, and waiting for what people see."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

FACILITATOR = "U0FRIDA"
CHANNEL = "C0WGRUNTIME"
PATIENCE_SECONDS = 90  # a busy machine is slow


class StoryError(Exception):
    """The story did not go as scripted."""


def wait_for(look: Callable[[], T | None], what: str, seconds: float = PATIENCE_SECONDS) -> T:
    """Wait until ``look`` returns something, and return it.

    Raises:
        StoryError: it did not in time.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found is not None:
            return found
        time.sleep(0.05)
    raise StoryError(f"The story timed out waiting for {what}.")
