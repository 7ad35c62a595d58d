"""The in-memory Slack answers like the sandbox's for every call of the sender."""
# ruff: noqa: ANN401 - one body for two kinds of Slack

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.run import start_slack
from slackapp.delivery.lookup import LookupAnswer, LookupResult, look_for_message
from tests.chaos.memory_slack import MemorySlack

OWN = frozenset({"U0BOT", "B0BOT"})


@pytest.fixture(params=["in memory", "the sandbox"])
def slack(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "in memory":
        yield MemorySlack(time.time)
        return
    with start_slack() as started:
        yield WebClient(token=started.bot_token, base_url=started.api_url, retry_handlers=[])


def post(slack: Any, key: str, channel: str = "U0GUS", **more: Any) -> Any:
    return slack.chat_postMessage(
        channel=channel,
        metadata=metadata(key),
        text=f"This is {key}.",
        unfurl_links=False,
        unfurl_media=False,
        **more,
    )


def metadata(key: str) -> dict[str, Any]:
    return {"event_type": "runtime_upgrade_message", "event_payload": {"key": key}}


def look(slack: Any, key: str, channel: str, **more: Any) -> LookupResult:
    given = {"thread_ts": None, "since": datetime.now(UTC), **more}
    return look_for_message(slack, OWN, channel=channel, key=key, **given)


def test_a_post_to_a_person_appears_in_their_direct_messages(slack: Any) -> None:
    posted = post(slack, "one")
    opened = slack.conversations_open(users="U0GUS")

    assert posted["channel"] == opened["channel"]["id"]
    assert look(slack, "one", posted["channel"]) == LookupResult(
        LookupAnswer.there, ts=posted["ts"]
    )
    assert look(slack, "two", posted["channel"]) == LookupResult(LookupAnswer.absent)


def test_messages_older_than_the_window_are_not_found(slack: Any) -> None:
    posted = post(slack, "one")
    later = datetime.now(UTC) + timedelta(hours=2)

    assert look(slack, "one", posted["channel"], since=later).found == LookupAnswer.absent


def test_a_message_in_a_thread_is_found_there(slack: Any) -> None:
    parent = post(slack, "parent")
    child = post(slack, "child", parent["channel"], thread_ts=parent["ts"])

    found = look(slack, "child", parent["channel"], thread_ts=parent["ts"])
    assert found == LookupResult(LookupAnswer.there, ts=child["ts"])
    assert look(slack, "child", parent["channel"]).found == LookupAnswer.absent


def test_an_update_changes_the_posted_message(slack: Any) -> None:
    posted = post(slack, "one")
    ts, channel = posted["ts"], posted["channel"]

    changed = slack.chat_update(
        channel=channel, ts=ts, text="Anew.", metadata=metadata("one"), blocks=None
    )

    assert changed["ts"] == ts
    listed = slack.conversations_history(
        channel=channel, oldest="0", limit=10, include_all_metadata=True, inclusive=True
    )
    assert [message["text"] for message in listed["messages"]] == ["Anew."]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda slack: post(slack, "one", "C0NOWHERE"), "channel_not_found"),
        (
            lambda slack: slack.chat_update(
                channel=post(slack, "x")["channel"], ts="1.000001", text="x", metadata=metadata("x")
            ),
            "message_not_found",
        ),
    ],
)
def test_a_definite_refusal_is_an_error_with_its_code(slack: Any, call: Any, code: str) -> None:
    with pytest.raises(SlackApiError) as caught:
        call(slack)

    assert (caught.value.response.status_code, caught.value.response.get("error")) == (200, code)
