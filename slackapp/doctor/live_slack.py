"""One message to the operators' channel: posted, edited and deleted."""

from collections.abc import Iterator
from functools import partial

from slack_sdk import WebClient

from slackapp.doctor.asking import SlackAnswer, ask
from slackapp.doctor.lines import ReportLine, fail, ok, skipped
from slackapp.doctor.steps import LiveStep

WORDS = "This message of `runtime-upgrade doctor --live` is edited, then deleted."


def try_slack(slack: WebClient, channel: str | None) -> Iterator[LiveStep]:
    """Post, edit and delete a message; a failure ends the steps that need it."""
    if channel is None:
        line = skipped("Without operator_channel no message can be tried.")
        yield LiveStep("post a message", line)
        return
    posted = ask(partial(slack.chat_postMessage, channel=channel, text=WORDS))
    yield _step("post a message", posted)
    if posted.error:
        return
    where = {"channel": posted.answer["channel"], "ts": posted.answer["ts"]}
    yield _step("edit it", ask(partial(slack.chat_update, text=f"{WORDS} Edited.", **where)))
    yield _step("delete it", ask(partial(slack.chat_delete, **where)))


def _step(name: str, told: SlackAnswer) -> LiveStep:
    return LiveStep(name, _line(name, told), {"error": told.error} if told.error else {"ok": True})


def _line(name: str, told: SlackAnswer) -> ReportLine:
    if told.error:
        return fail(
            f"Slack could not {name} ({told.error}).",
            "check operator_channel, the scopes, and that the app is in the channel",
        )
    return ok(f"Slack could {name}.")
