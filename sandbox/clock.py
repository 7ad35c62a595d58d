"""The story clock, which due dates and working hours follow; wire time never does."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

STORY_START = datetime(2023, 3, 30, 9, 30, tzinfo=UTC)


def real_now() -> datetime:
    """Return the real time, aware and in UTC."""
    return datetime.now(UTC)


class StoryClock:
    """A clock that can be set and then advances with real time; thread-safe."""

    def __init__(
        self, start: datetime = STORY_START, *, wall: Callable[[], datetime] = real_now
    ) -> None:
        self._wall = wall
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._offset = _aware(start) - wall()

    def now(self) -> datetime:
        """Return the story time, aware and in UTC."""
        with self._lock:
            return self._wall() + self._offset

    def advance(self, by: timedelta) -> datetime:
        """Advance the clock by ``by`` and return the new time; it cannot move back."""
        if by < timedelta(0):
            raise ValueError(f"the story clock only moves forward, not by {by}")
        with self._lock:
            self._offset += by
        self._announce()
        return self.now()

    def set(self, moment: datetime) -> datetime:
        """Set the clock to ``moment`` (aware) and return it."""
        with self._lock:
            self._offset = _aware(moment) - self._wall()
        self._announce()
        return self.now()

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after every move, in the thread that moved the clock."""
        with self._lock:
            self._listeners.append(listener)

    def _announce(self) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener()


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC)
