"""The story, played: start a campaign, move a label in GitLab, check, and see the card."""

import time
from collections.abc import Callable
from typing import TypeVar

from gitlab_gateway.connection import Connection
from gitlab_gateway.issues import list_project_issues_labelled, relabel_issue
from sandbox.run import Sandbox
from sandbox.slack.reading import SeenMessage
from slackapp.views.show_help import COMMAND
from slackapp.views.start_campaign import START

T = TypeVar("T")

FACILITATOR = "U0FRIDA"
ENGINEER = "gus-sandbox"
GITALY = "gitlab-org/gitaly"
CHANNEL = "C0WGRUNTIME"
PATIENCE_SECONDS = 90  # a busy machine takes long


class StoryError(Exception):
    """The story did not go as told."""


def wait_for(look: Callable[[], T | None], what: str, seconds: float = PATIENCE_SECONDS) -> T:
    """Wait until a look gives something.

    Raises:
        StoryError: it did not in time.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found is not None:
            return found
        time.sleep(0.05)
    raise StoryError(f"The story waited in vain for {what}.")


def play_story(box: Sandbox, say: Callable[[str], None]) -> None:
    """Play the story and say what people see; raises StoryError where it goes wrong."""
    box.slack.command(FACILITATOR, CHANNEL, COMMAND, "start go 1.20")
    plan = wait_for(lambda: _message(box, "Plan:"), "the plan")
    box.slack.click(FACILITATOR, plan.channel, plan.ts, START)
    wait_for(lambda: _in_channel(box, "Started Go 1.20"), "the issues")
    wait_for(lambda: _in_channel(box, "0 of 29"), "the card")
    _move_label(box)
    box.slack.command(FACILITATOR, CHANNEL, COMMAND, "check go 1.20")
    wait_for(lambda: _in_channel(box, "1 In dev"), "the card to follow")
    say(box.slack.transcript())


def _message(box: Sandbox, words: str) -> SeenMessage | None:
    return _first(box.slack.direct_messages(FACILITATOR), words)


def _in_channel(box: Sandbox, words: str) -> SeenMessage | None:
    return _first(box.slack.messages(CHANNEL), words)


def _first(messages: tuple[SeenMessage, ...], words: str) -> SeenMessage | None:
    return next((message for message in messages if words in message.plain), None)


def _move_label(box: Sandbox) -> None:
    """Do in GitLab what an engineer does: take Gitaly's issue into development."""
    engineer = Connection(box.gitlab.url, box.gitlab.token_of(ENGINEER))
    listed = list_project_issues_labelled(engineer, GITALY, "runtime-upgrade-go-1.20")
    relabel_issue(engineer, listed[0].ref, add=["workflow::In dev"], remove=[])
    engineer.close()
