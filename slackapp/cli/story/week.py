"""The chapters of the next week: the summary, the end of a snooze, and the exit criteria."""

from datetime import UTC, datetime

from slackapp.cli.story.telling import FRIDA, OTTO, Story

MONDAY_0900_IN_BERLIN = datetime(2023, 4, 3, 7, 0, tzinfo=UTC)
MONDAY_0935_IN_BERLIN = datetime(2023, 4, 3, 7, 35, tzinfo=UTC)
MONDAY_AFTERNOON = datetime(2023, 4, 3, 13, 0, tzinfo=UTC)
MOVED = """Done: Gitaly, a day after the start. Thank you, Mira and Gus!
Verified: Gitaly
Newly blocked: Prometheus"""


def summary(story: Story) -> None:
    """Have Frida edit the draft of the summary and post it."""
    story.chapter("9. Monday's summary", FRIDA, MONDAY_0900_IN_BERLIN)
    draft = story.direct(FRIDA, "Draft of the weekly summary", "Finishes between")
    story.print_news()
    story.clicks(FRIDA, draft, "Edit")
    story.submits(FRIDA, {"Go 1.20: What changed": MOVED})
    draft = story.direct(FRIDA, "Draft of the weekly summary", "Thank you, Mira and Gus!")
    story.print_news()
    story.clicks(FRIDA, draft, "Post")
    story.run_jobs()
    posted = story.in_channel("Weekly summary", "Thank you, Mira and Gus!")
    story.direct(FRIDA, "Posted by Frida Lindqvist")
    story.in_thread_of(posted, "Prerequisites, in this order: 0 of 3")
    story.print_news()


def unblock(story: Story) -> None:
    """Have Otto answer the reminder that follows his snooze."""
    story.chapter("10. The snooze is over", OTTO, MONDAY_0935_IN_BERLIN)
    digest = story.direct(OTTO, "*Prometheus*", "[Acknowledge]")
    story.print_news()
    story.clicks(OTTO, digest, "Unblocked…")
    story.submits(OTTO, {"Note": "The exporter is released"})
    story.in_thread("Otto Brandt unblocked *Prometheus*")
    story.run_jobs()
    story.direct(OTTO, "No longer blocked")
    story.print_news()


def criteria(story: Story) -> None:
    """Have Frida tie an exit criterion to the campaign, and read the criteria."""
    story.chapter("11. The exit criteria", FRIDA, MONDAY_AFTERNOON)
    story.types(FRIDA, "criteria set 2 campaign go-1.20")
    story.print_news()
