"""Daylight saving changes, and an outage of three days."""

import os
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from campaigns.delivery import backlog_sent_at
from commands.items.block_item import BlockRequest, block_item
from slackapp.delivery.sender import send_due
from storage.delivery.claims import count_backlog
from storage.lifecycle.campaigns import list_items, update_item
from tests.chaos.story import GITLAB, Story, tell_story

LONG = os.environ.get("CHAOS") == "long"
MANY = 1000 if LONG else 120
HALF_AN_HOUR = timedelta(minutes=30)
DAY = timedelta(days=1)
# tzdata 2025: in Santiago and Cairo the clocks change at midnight, on Lord Howe by half an hour.
CHANGES = [
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Santiago", date(2026, 4, 5)),
    ("America/Santiago", date(2026, 9, 6)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2026, 10, 30)),
]


def block(story: Story, component: str, who: str) -> None:
    request = BlockRequest(component, "the new image")
    block_item(
        story.store,
        story.catalog,
        story.actor(who),
        request,
        gitlab_url=GITLAB,
        now=story.moment(),
    )


@pytest.mark.parametrize(("zone", "day"), CHANGES if LONG else CHANGES[::4])
def test_on_a_day_on_which_the_clocks_change_one_digest_comes_at_its_hour(
    tmp_path: Path, zone: str, day: date
) -> None:
    here = ZoneInfo(zone)
    evening = datetime.combine(day - DAY, time(20), here).astimezone(UTC)
    with tell_story(tmp_path, {"U0GUS": zone}, evening, every_day=True) as story:
        block(story, "c0", "U0GUS")
        story.let_pass(timedelta(hours=44), HALF_AN_HOUR)
        told = story.digests("U0GUS")

    assert [moment.replace(tzinfo=None) for moment in told] == [
        datetime.combine(day, time(9, 30)),
        datetime.combine(day + DAY, time(9, 30)),
    ]


def test_after_three_days_everybody_gets_one_digest_at_the_rate_that_slack_takes(
    tmp_path: Path,
) -> None:
    people = {f"U0P{number}": "UTC" for number in range(MANY)}
    thursday, tuesday = (datetime(2026, 3, day, 12, tzinfo=UTC) for day in (5, 10))
    with tell_story(tmp_path, people, thursday) as story:
        with story.store.write() as session:
            for item in list_items(session, 1):
                update_item(session, item.id, state="blocked", state_since=thursday)
        story.plan()
        story.now = tuesday
        story.plan()
        before, expected = len(story.posted), drained(story)
        while backlog(story):
            story.now += timedelta(seconds=1)
            send_due(story.sender)
        ended = story.now
        story.tick()
        left = story.posted[before:]

    digests = [one for one in left if one.key.startswith("digest:")]
    assert Counter(one.channel for one in digests) == {f"D{who[1:]}": 1 for who in people}
    assert all(
        sum(start.at <= one.at < start.at + timedelta(minutes=1) for one in left) <= 100
        for start in left[:: len(left) // 20]
    )
    assert abs(ended - expected) <= timedelta(minutes=1, seconds=10)


def backlog(story: Story) -> int:
    with story.store.read() as session:
        return count_backlog(session, story.now)


def drained(story: Story) -> datetime:
    return backlog_sent_at(backlog(story), story.sender.pace, story.now)
