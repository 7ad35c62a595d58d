"""What the doctor derives from Slack's answers: scopes and kept metadata."""

import json

import pytest

from sandbox.faults import Fault, FaultKind
from sandbox.run import Sandbox
from slackapp.assistant import Assistant
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from slackapp.doctor.asking import SlackAnswer
from slackapp.doctor.lines import Level
from slackapp.doctor.slack import check_metadata, check_scopes
from slackapp.views.show_help import COMMAND
from storage.health import last_sent

WANTED = frozenset({"chat:write", "pins:write"})
REINSTALL = "update the app from manifest.yml and reinstall it"


@pytest.mark.parametrize(
    ("granted", "lines"),
    [
        (None, [(Level.skipped, "Slack does not list the granted scopes.")]),
        ("pins:write,chat:write", [(Level.ok, "All 2 scopes of manifest.yml are granted.")]),
        (
            "pins:write",
            [(Level.fail, "The scope chat:write was not granted: nothing can be posted.")],
        ),
        (
            "chat:write",
            [
                (
                    Level.warn,
                    "The scope pins:write was not granted: the campaign's card is not pinned.",
                )
            ],
        ),
        (
            "chat:write, pins:write, files:write",
            [(Level.warn, "Granted, but not needed: files:write.")],
        ),
    ],
)
def test_scopes_are_compared(granted: str | None, lines: list[tuple[Level, str]]) -> None:
    headers = {} if granted is None else {"x-oauth-scopes": granted}

    told = list(check_scopes(SlackAnswer(headers=headers), WANTED))

    assert [(line.level, line.what) for line in told] == lines
    assert {line.todo for line in told} <= {"", REINSTALL}


def sent(box: Sandbox, assistant: Assistant) -> tuple[str, str]:
    """Have the assistant send a plan, and return its channel and ts."""
    box.slack.command(FACILITATOR, CHANNEL, COMMAND, "start go 1.20")

    def look() -> tuple[str, str] | None:
        with assistant.deps.store.read() as session:
            return last_sent(session)

    return wait_for(look, "the plan")


def test_kept_metadata_is_seen_on_a_message_sent_earlier(
    box: Sandbox, assistant: Assistant
) -> None:
    line = check_metadata(assistant.deps.slack, sent(box, assistant))

    assert (line.level, line.what) == (
        Level.ok,
        "Slack keeps message metadata here: a message is never sent twice.",
    )


def test_metadata_that_is_not_kept_is_named(box: Sandbox, assistant: Assistant) -> None:
    channel, ts = sent(box, assistant)
    body = json.dumps({"ok": True, "messages": [{"ts": ts, "text": "Plan"}]}).encode()
    bare = Fault("conversations.history", FaultKind.STATUS, None, status=200, body=body)
    box.slack.faults.plan(bare)

    assert check_metadata(assistant.deps.slack, (channel, ts)).level == Level.warn


def test_before_anything_was_sent_metadata_is_not_guessed_at(assistant: Assistant) -> None:
    assert check_metadata(assistant.deps.slack, None).level == Level.skipped
