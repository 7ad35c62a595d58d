"""The times promised in docs/promises.md: two minutes, and a lease plus two minutes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from slackapp.delivery.sender import send_due
from storage.lifecycle.campaigns import list_items, update_item
from tests.chaos.story import Story, tell_story

PROMISED = timedelta(minutes=2)
SECOND = timedelta(seconds=1)
THURSDAY, FRIDAY = (datetime(2026, 3, day, 9, 30, tzinfo=UTC) for day in (5, 6))
EVENING = THURSDAY + timedelta(hours=10)


def block_all(story: Story) -> None:
    with story.store.write() as session:
        for item in list_items(session, 1):
            update_item(session, item.id, state="blocked", state_since=THURSDAY)


def send_every_second(story: Story, until: datetime) -> list[datetime]:
    """Send as often as `serve` does; return when each digest was posted."""
    before = len(story.posted)
    while story.now < until:
        send_due(story.sender)
        story.now += SECOND
    return [one.at for one in story.posted[before:] if one.key.startswith("digest:")]


def test_ninety_nine_digests_due_at_once_are_posted_within_two_minutes(tmp_path: Path) -> None:
    people = {f"U0P{number}": "UTC" for number in range(99)}
    with tell_story(tmp_path, people, EVENING) as story:
        block_all(story)
        story.plan()
        story.now = FRIDAY
        story.plan()
        told = send_every_second(story, FRIDAY + timedelta(minutes=5))

    late = sorted(at - FRIDAY for at in told)
    assert len(late) == len(people)
    assert late[len(late) * 99 // 100] <= PROMISED


def test_an_attempt_with_an_unknown_result_is_settled_within_a_lease_and_two_minutes(
    tmp_path: Path,
) -> None:
    """Slack posts it and the answer is lost: it is found, and exists once."""
    with tell_story(tmp_path, {"U0GUS": "UTC"}, EVENING) as story:
        block_all(story)
        story.plan()
        story.now = FRIDAY
        story.plan()
        story.lose_replies = 1
        send_every_second(story, FRIDAY + story.sender.timing.lease + PROMISED)
        digests = story.digests("U0GUS")
        rows = story.unsettled()

    assert (len(digests), rows) == (1, 0)
