"""Rendering ``<!date^...>`` (docs.slack.dev, messaging/formatting-message-text)."""

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

_TOKEN = re.compile(r"\{(\w+)\}")
_TEENS = range(11, 14)


def show_date(stamp: int, template: str, now: datetime, zone: ZoneInfo) -> str | None:
    """Render a date template in the time zone ``zone``; ``None`` if it has an unknown token.

    ``now`` determines today, yesterday and tomorrow.
    """
    try:
        moment = datetime.fromtimestamp(stamp, zone)
    except (OverflowError, OSError, ValueError):
        return None
    shown = {name: show(moment) for name, show in _PLAIN.items()}
    shown |= {
        f"{name}_pretty": _pretty(moment, now.astimezone(zone), shown[name]) for name in _DAYS
    }
    shown["ago"] = _ago((now.timestamp() - stamp) / 60)
    if any(name not in shown for name in _TOKEN.findall(template)):
        return None
    return _TOKEN.sub(lambda found: shown[found[1]], template)


def clock_time(moment: datetime) -> str:
    """Format a time of day as Slack does, such as ``9:05 AM``."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02d} {'AM' if moment.hour < 12 else 'PM'}"  # noqa: PLR2004


def _ordinal(day: int) -> str:
    suffix = "th" if day in _TEENS else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"


def _long(moment: datetime) -> str:
    return f"{moment:%B} {_ordinal(moment.day)}, {moment.year}"


_PLAIN: dict[str, Callable[[datetime], str]] = {
    "date_num": lambda m: f"{m:%Y-%m-%d}",
    "date_slash": lambda m: f"{m:%m/%d/%Y}",
    "date": _long,
    "date_short": lambda m: f"{m:%b} {m.day}, {m.year}",
    "date_long": lambda m: f"{m:%A}, {_long(m)}",
    "day_divider_pretty": lambda m: f"{m:%A}, {m:%B} {_ordinal(m.day)}",
    "time": clock_time,
    "time_secs": lambda m: clock_time(m).replace(" ", f":{m.second:02d} "),
}
_DAYS = ("date", "date_short", "date_long")


def _pretty(moment: datetime, now: datetime, otherwise: str) -> str:
    days = (moment.date() - now.date()).days
    return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days, otherwise)


def _ago(minutes: float) -> str:
    size = abs(minutes)
    steps = ((1440.0, "day"), (60.0, "hour"), (1.0, "minute"))
    for length, name in steps:
        if size >= length:
            count = int(size // length)
            words = f"{count} {name}{'s' if count > 1 else ''}"
            return f"{words} ago" if minutes > 0 else f"in {words}"
    return "now"
