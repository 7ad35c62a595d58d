"""Where the story can be moved to from the page."""

from datetime import UTC, datetime, time, timedelta

MORNING = time(9, 30)
SATURDAY = 5


def next_morning(now: datetime) -> datetime:
    """Find the next working morning, 09:30 UTC from Monday to Friday."""
    day = now.astimezone(UTC).date()
    if now.astimezone(UTC).time() >= MORNING:
        day += timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, UTC)


def usual_moments(now: datetime) -> list[tuple[str, datetime]]:
    """List the moments that are always offered, soonest words first."""
    return [
        ("One hour later", now + timedelta(hours=1)),
        ("Next working morning", next_morning(now)),
        ("One day later", now + timedelta(days=1)),
        ("One week later", now + timedelta(weeks=1)),
    ]


def show_moment(moment: datetime) -> str:
    """Write a story time for people, such as ``Thu 30 Mar 2023, 09:30 UTC``."""
    return f"{moment.astimezone(UTC):%a} {moment.day} {moment.astimezone(UTC):%b %Y, %H:%M} UTC"
