"""The story's chapters in order, and the function that plays them."""

from collections.abc import Callable

from sandbox.run import Sandbox
from slackapp.assistant import Assistant
from slackapp.cli.story import blocked, ending, merged, starting, week
from slackapp.cli.story.telling import Story

CHAPTERS: tuple[Callable[[Story], None], ...] = (
    starting.plan,
    starting.start,
    blocked.block,
    blocked.snooze,
    blocked.digest,
    blocked.unblock,
    merged.bump,
    merged.merge,
    week.summary,
    week.unblock,
    week.criteria,
    ending.waive,
    ending.finish,
    ending.close,
)


def play_story(box: Sandbox, assistant: Assistant, say: Callable[[str], None]) -> None:
    """Play the story and print what people do and read.

    Raises:
        StoryError: something did not happen as scripted.
    """
    story = Story(box, assistant, say)
    for play in CHAPTERS:
        play(story)
