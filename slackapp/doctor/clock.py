"""The clock check: leases, signatures and message lookups depend on the clock."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from slackapp.doctor.lines import ReportLine, ok, skipped, warn

MAX_SECONDS = 30


def check_clock(headers: Mapping[str, str], now: datetime) -> ReportLine:
    """Compare this machine's clock with the Date header of Slack's answer."""
    try:
        there = parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError):
        return skipped("The clock cannot be checked: Slack's answer had no date.")
    seconds = abs((now - there.astimezone(UTC)).total_seconds())
    if seconds > MAX_SECONDS:
        return warn(f"The clock is {seconds:.0f} seconds off Slack's.", "synchronise it with NTP")
    return ok(f"The clock is within {MAX_SECONDS} seconds of Slack's.")
