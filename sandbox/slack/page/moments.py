"""The page's choices of times: for moving the story clock, and for ending a status."""

from datetime import UTC, datetime, time, timedelta

MORNING = time(9, 30)
SATURDAY = 5
DAYS_OF_A_WEEK = 7
STATUS_ENDS = (
    ("", "Don't remove"),
    ("30 minutes", "30 minutes"),
    ("1 hour", "1 hour"),
    ("4 hours", "4 hours"),
    ("today", "Today"),
    ("week", "This week"),
    ("at", "Choose date and time"),
)
_LATER = {
    "30 minutes": timedelta(minutes=30),
    "1 hour": timedelta(hours=1),
    "4 hours": timedelta(hours=4),
}


def next_morning(now: datetime) -> datetime:
    """Return the next working morning, 09:30 UTC from Monday to Friday."""
    day = now.astimezone(UTC).date()
    if now.astimezone(UTC).time() >= MORNING:
        day += timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, UTC)


def usual_moments(now: datetime) -> list[tuple[str, datetime]]:
    """List the times that are always offered, nearest first."""
    return [
        ("One hour later", now + timedelta(hours=1)),
        ("Next working morning", next_morning(now)),
        ("One day later", now + timedelta(days=1)),
        ("One week later", now + timedelta(weeks=1)),
    ]


def show_moment(moment: datetime) -> str:
    """Format a story time for display, such as ``Thu 30 Mar 2023, 09:30 UTC``."""
    return f"{moment.astimezone(UTC):%a} {moment.day} {moment.astimezone(UTC):%b %Y, %H:%M} UTC"


def status_end(choice: str, at: str, now: datetime) -> int:
    """Return when a status ends (story time, epoch seconds); 0 means never.

    ``choice`` is one of :data:`STATUS_ENDS`; ``at`` is a date and time in the person's time
    zone, which is also the time zone of ``now``.

    Raises:
        ValueError: no time was chosen, or it is in the past.
    """
    if not choice:
        return 0
    end = now + _LATER[choice] if choice in _LATER else _chosen_end(choice, at, now)
    if end <= now:
        raise ValueError("Choose a time in the future.")
    return int(end.timestamp())


def _chosen_end(choice: str, at: str, now: datetime) -> datetime:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if choice == "today":
        return midnight + timedelta(days=1)
    if choice == "week":
        return midnight + timedelta(days=DAYS_OF_A_WEEK - now.weekday())
    if not at:
        raise ValueError("Choose a date and time.")
    return datetime.fromisoformat(at).replace(tzinfo=now.tzinfo)
