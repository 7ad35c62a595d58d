"""A new week: the summary is drafted, edited and posted; a snooze ends; the exit criteria."""

from datetime import UTC, datetime

from slackapp.cli.story.telling import FRIDA, OTTO, Story

MONDAY_0900_IN_BERLIN = datetime(2023, 4, 3, 7, 0, tzinfo=UTC)
MONDAY_0935_IN_BERLIN = datetime(2023, 4, 3, 7, 35, tzinfo=UTC)
MONDAY_AFTERNOON = datetime(2023, 4, 3, 13, 0, tzinfo=UTC)
MOVED = """Done: Gitaly, a day after the start. Thank you, Mira and Gus!
Verified: Gitaly
Newly blocked: Prometheus"""


def summary(story: Story) -> None:
    """Frida gets the summary as a draft, edits it and posts it."""
    story.chapter("9. Monday's summary", FRIDA, MONDAY_0900_IN_BERLIN)
    draft = story.direct(FRIDA, "Draft of the weekly summary", "Finishes between")
    story.tell()
    story.clicks(FRIDA, draft, "Edit")
    story.submits(FRIDA, {"Go 1.20: What moved": MOVED})
    draft = story.direct(FRIDA, "Draft of the weekly summary", "Thank you, Mira and Gus!")
    story.tell()
    story.clicks(FRIDA, draft, "Post")
    story.look()
    posted = story.in_channel("Weekly summary", "Thank you, Mira and Gus!")
    story.direct(FRIDA, "Posted by Frida Lindqvist")
    story.in_thread_of(posted, "Prerequisites, in this order: 0 of 3")
    story.tell()


def unblock(story: Story) -> None:
    """Otto's snooze is over: he is asked again, and answers."""
    story.chapter("10. The snooze is over", OTTO, MONDAY_0935_IN_BERLIN)
    digest = story.direct(OTTO, "*Prometheus*", "[Acknowledge]")
    story.tell()
    story.clicks(OTTO, digest, "Unblocked…")
    story.submits(OTTO, {"Note": "The exporter is released"})
    story.in_thread("Otto Brandt unblocked *Prometheus*")
    story.look()
    story.direct(OTTO, "No longer blocked")
    story.tell()


def criteria(story: Story) -> None:
    """Frida reads the exit criteria, and ties one to the campaign."""
    story.chapter("11. The exit criteria", FRIDA, MONDAY_AFTERNOON)
    story.types(FRIDA, "criteria set 2 campaign go-1.20")
    story.tell()
