"""Reminders as people see them in Slack, with the story clock moved."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from campaigns.states import ItemState
from commands.errors import NotPermittedError
from commands.people.actors import get_actor
from commands.reminders.plan_reminders import plan_reminders
from sandbox.slack.acting.inputs import NotOnScreenError
from sandbox.slack.acting.reading import SeenMessage, SeenView
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from slackapp.listeners.pressing import Press
from slackapp.listeners.reminders.acknowledge_reminder import BUTTONS
from slackapp.views.reminders import digest_buttons as buttons
from slackapp.views.reminders.digest_buttons import ACKNOWLEDGE
from storage.delivery.tables import OutboxRow
from tests.slackapp.started import Campaign

GUS, OTTO = "U0GUS", "U0OTTO"
THURSDAY_EVENING = datetime(2023, 3, 30, 23, 0, tzinfo=UTC)
FRIDAY_0930 = datetime(2023, 3, 31, 12, 30, tzinfo=UTC)  # in Sao Paulo, where Gus lives
MONDAY_0930 = datetime(2023, 4, 3, 12, 30, tzinfo=UTC)
WEDNESDAY_0930 = datetime(2023, 4, 5, 12, 30, tzinfo=UTC)


def at(campaign: Campaign, moment: datetime) -> None:
    """Move the story clock, and run the reminder job and the sender."""
    campaign.box.clock.set(moment)
    deps = campaign.assistant.deps
    plan_reminders(deps.store, deps.catalog, clock=deps.clock)
    deps.wake_jobs()


def handed_over(campaign: Campaign) -> int:
    """Count the digests for Gus that were ever dispatched."""
    to_gus = select(OutboxRow).where(OutboxRow.kind == "digest", OutboxRow.channel == GUS)
    with campaign.assistant.deps.store.read() as session:
        return len(session.exec(to_gus).all())


def nth(campaign: Campaign, number: int, words: str = "") -> SeenMessage:
    """Wait until Gus's nth digest has this text."""

    def look() -> SeenMessage | None:
        told = [m for m in campaign.slack.direct_messages(GUS) if "Blocked comp" in m.plain]
        return next((m for m in told[number - 1 : number] if words in m.plain), None)

    return campaign.recorded(wait_for(look, f"digest {number} to say {words}"))


def press(campaign: Campaign, message: SeenMessage, action_id: str, who: str = GUS) -> None:
    campaign.slack.click(who, message.channel, message.ts, action_id)


def submit(campaign: Campaign, values: dict[str, str], who: str = GUS) -> SeenView | None:
    """Submit someone's open modal; return what it shows then."""
    shown = campaign.slack.view(who)
    assert shown is not None
    campaign.slack.submit(who, shown.id, values)
    return campaign.slack.view(who)


def block_on_thursday_evening(campaign: Campaign) -> None:
    campaign.box.clock.set(THURSDAY_EVENING)
    campaign.say("block gitaly by container-registry", GUS)
    at(campaign, THURSDAY_EVENING + timedelta(minutes=1))


def test_a_blocked_item_is_reminded_answered_and_reminded_again_after_silence(
    campaign: Campaign,
) -> None:
    block_on_thursday_evening(campaign)
    at(campaign, FRIDAY_0930 - timedelta(minutes=2))
    assert handed_over(campaign) == 0

    at(campaign, FRIDAY_0930)
    first = nth(campaign, 1)
    assert "*Gitaly* (Go 1.20)  ·  blocked 13 hours by Container Registry" in first.plain
    assert "Pia Sorensen can unblock it" in first.plain
    assert first.text == "1 blocked component, 1 to answer."

    press(campaign, first, buttons.ACKNOWLEDGE)
    nth(campaign, 1, "Acknowledged by Gus Almeida")
    with pytest.raises(NotOnScreenError):
        press(campaign, nth(campaign, 1), buttons.ACKNOWLEDGE)

    at(campaign, MONDAY_0930)
    at(campaign, WEDNESDAY_0930 - timedelta(minutes=2))
    assert handed_over(campaign) == 1
    at(campaign, WEDNESDAY_0930)
    second = nth(campaign, 2)

    press(campaign, second, buttons.SNOOZE)
    submit(campaign, {"days": "1", "reason": "the image is late"})
    nth(campaign, 2, "Snoozed by Gus Almeida")
    at(campaign, WEDNESDAY_0930 + timedelta(hours=23))
    assert handed_over(campaign) == 2
    at(campaign, WEDNESDAY_0930 + timedelta(days=1))
    third = nth(campaign, 3, "snoozed 1 time")

    press(campaign, third, buttons.UNBLOCK)
    submit(campaign, {"note": "the image is out"})
    at(campaign, WEDNESDAY_0930 + timedelta(days=1, minutes=5))
    nth(campaign, 3, "No longer blocked; it is not started")
    at(campaign, WEDNESDAY_0930 + timedelta(days=2))
    assert campaign.item("gitaly").state == ItemState.not_started
    assert handed_over(campaign) == 3


def test_a_reminder_is_answered_by_command_too(campaign: Campaign) -> None:
    block_on_thursday_evening(campaign)
    early = campaign.say("acknowledge gitaly", GUS)
    assert "No question about Gitaly is waiting for your answer." in early.text
    at(campaign, FRIDAY_0930)
    nth(campaign, 1)

    assert "No question about Gitaly is waiting" in campaign.say("snooze gitaly 3", OTTO).text
    assert "a number of days or a date" in campaign.say("snooze gitaly soon", GUS).text
    assert "more than 90 days away" in campaign.say("snooze gitaly 400 days", GUS).text
    assert "not in the future" in campaign.say("snooze gitaly until 2023-03-01", GUS).text
    assert "is not a date" in campaign.say("snooze gitaly until soon", GUS).text
    said = campaign.say("snooze gitaly 3 days because the image is late", GUS)
    assert said.text.startswith("No reminders about ")
    nth(campaign, 1, "Snoozed by Gus Almeida")

    at(campaign, MONDAY_0930)
    second = nth(campaign, 2, "snoozed 1 time")
    assert "the image is late" not in second.plain
    assert "No reminders about" in campaign.say("acknowledge Gitaly", GUS).text
    nth(campaign, 2, "Acknowledged by Gus Almeida")


def test_an_item_unblocked_in_time_is_never_reminded_of(campaign: Campaign) -> None:
    block_on_thursday_evening(campaign)
    campaign.say("unblock gitaly", GUS)

    at(campaign, FRIDAY_0930)
    campaign.card("0 of 29")
    assert handed_over(campaign) == 0


def test_silence_brings_a_mention_into_the_thread_of_the_card(campaign: Campaign) -> None:
    block_on_thursday_evening(campaign)
    for number, moment in ((1, FRIDAY_0930), (2, MONDAY_0930)):
        at(campaign, moment)
        nth(campaign, number)  # the next is counted from when it was given
    at(campaign, MONDAY_0930 + timedelta(days=1))
    assert "blocked 4 days by" in campaign.mention(f"<@{GUS}>, what about").text
    assert handed_over(campaign) == 2


def dead_digest(campaign: Campaign) -> OutboxRow:
    """Wait until Gus's digest was given up."""
    dead = select(OutboxRow).where(
        OutboxRow.kind == "digest", OutboxRow.channel == GUS, OutboxRow.state == "dead"
    )

    def look() -> OutboxRow | None:
        with campaign.assistant.deps.store.read() as session:
            return session.exec(dead).first()

    return wait_for(look, "a digest that was given up")


def test_a_digest_that_slack_refused_brings_no_early_mention(campaign: Campaign) -> None:
    block_on_thursday_evening(campaign)
    # Those to Gus and to Pia, who can unblock it.
    campaign.slack.refuse("chat.postMessage", "restricted_action", times=2)
    at(campaign, FRIDAY_0930)
    assert dead_digest(campaign).last_error == "restricted_action"

    for number, moment in ((1, MONDAY_0930), (2, MONDAY_0930 + timedelta(days=1))):
        at(campaign, moment)
        nth(campaign, number)
    thread = campaign.slack.thread(CHANNEL, campaign.card("blocked").ts)
    assert [message.text for message in thread if f"<@{GUS}>" in message.text] == []

    at(campaign, WEDNESDAY_0930)
    assert "blocked 5 days by" in campaign.mention(f"<@{GUS}>, what about").text


def test_a_press_for_somebody_else_is_answered_with_a_sentence(campaign: Campaign) -> None:
    """Slack shows a direct message to nobody else: only a forged payload gets here."""
    block_on_thursday_evening(campaign)
    at(campaign, FRIDAY_0930)
    nth(campaign, 1)
    deps = campaign.assistant.deps
    otto = get_actor(deps.store, deps.catalog, OTTO, "T0TANUKI")
    with pytest.raises(NotPermittedError, match="for somebody else"):
        BUTTONS[ACKNOWLEDGE](Press(deps, otto, "1", {}))


def test_upcoming_reminders_and_pauses_are_described(campaign: Campaign) -> None:
    assert "Nobody will be reminded in the next 14 days" in campaign.say("reminders").text
    block_on_thursday_evening(campaign)

    said = campaign.say("reminders 7", OTTO)
    # Four for Gus, and four for Pia, whose component blocks his.
    assert said.text == "Reminders in the next 7 days if nobody answers: 8."
    paused = campaign.say("pause reminders", FACILITATOR)
    assert paused.text == "All reminders are paused until somebody resumes them."
    assert "are already paused" in campaign.say("pause reminders", FACILITATOR).text
    at(campaign, FRIDAY_0930)
    assert "may pause" in campaign.say("pause reminders go", GUS).text
    assert "Specify what to resume" in campaign.say("resume", FACILITATOR).text
    assert "is not a number of days" in campaign.say("reminders soon", GUS).text
    assert "from 1 to 60" in campaign.say("reminders 4000", GUS).text
    assert handed_over(campaign) == 0
    assert campaign.say("resume reminders", FACILITATOR).text == "All reminders have resumed."
    at(campaign, FRIDAY_0930 + timedelta(minutes=1))
    nth(campaign, 1)
