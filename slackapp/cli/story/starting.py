"""The first chapters: a plan that one person sees, and a campaign that everybody sees."""

from datetime import UTC, datetime

from slackapp.cli.story.telling import FRIDA, Story

THURSDAY_MORNING = datetime(2023, 3, 30, 9, 35, tzinfo=UTC)
A_LITTLE_LATER = datetime(2023, 3, 30, 9, 45, tzinfo=UTC)


def plan(story: Story) -> None:
    """Have Frida request a plan, which creates nothing yet."""
    story.chapter("1. The plan", FRIDA, THURSDAY_MORNING)
    story.types(FRIDA, "start go 1.20")
    story.direct(FRIDA, "Plan:", "1.18.10\N{EN DASH}1.19.6", "[Start]")
    story.print_news()


def start(story: Story) -> None:
    """Have Frida start the campaign, which creates the epic, its issues and the card."""
    story.chapter("2. Start", FRIDA, A_LITTLE_LATER)
    story.clicks(FRIDA, story.direct(FRIDA, "[Start]"), "Start")
    story.in_channel("Started Go 1.20: 29 issues")
    story.in_channel("29 not started", "In the repositories")
    story.in_thread("The campaign is active")
    story.run_jobs()
    story.direct(FRIDA, "Announcement: Epic created")
    story.direct(FRIDA, "Your turn")
    story.print_news()
