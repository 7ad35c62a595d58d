"""The story begins: a plan that one person sees, and a campaign that everybody sees."""

from datetime import UTC, datetime

from slackapp.cli.story.telling import FRIDA, Story

THURSDAY_MORNING = datetime(2023, 3, 30, 9, 35, tzinfo=UTC)
A_LITTLE_LATER = datetime(2023, 3, 30, 9, 45, tzinfo=UTC)


def plan(story: Story) -> None:
    """Frida asks for a plan; nothing is created yet."""
    story.chapter("1. The plan", FRIDA, THURSDAY_MORNING)
    story.types(FRIDA, "start go 1.20")
    story.direct(FRIDA, "Plan:", "1.18.10\N{EN DASH}1.19.6", "[Start]")
    story.tell()


def start(story: Story) -> None:
    """Frida starts it: the epic, its issues and the card appear."""
    story.chapter("2. Start", FRIDA, A_LITTLE_LATER)
    story.clicks(FRIDA, story.direct(FRIDA, "[Start]"), "Start")
    story.in_channel("Started Go 1.20: 29 issues")
    story.in_channel("29 not started", "In the repositories")
    story.in_thread("The campaign is active")
    story.look()
    story.direct(FRIDA, "Announcement: Epic created")
    story.direct(FRIDA, "Your turn")
    story.tell()
