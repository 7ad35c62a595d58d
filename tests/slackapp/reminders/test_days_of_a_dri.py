"""Whole days of a DRI, as everyone concerned reads them in Slack."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from campaigns.states import ItemState
from commands.notices.dispatch_notices import dispatch_notices
from sandbox.slack.acting.reading import SeenMessage
from slackapp.cli.story.waiting import FACILITATOR, wait_for
from slackapp.views.reminders import digest_buttons as buttons
from slackapp.views.reminders import escalate_item
from tests.slackapp.reminders.test_answers import direct
from tests.slackapp.reminders.test_reminders import (
    FRIDAY_0930,
    GUS,
    MONDAY_0930,
    at,
    block_on_thursday_evening,
    handed_over,
    nth,
    press,
    submit,
)
from tests.slackapp.started import Campaign

LEO, SANA, MIRA = "U0LEO", "U0SANA", "U0MIRA"
WEDNESDAY_IN_NEW_YORK = datetime(2023, 4, 5, 13, 31, tzinfo=UTC)
FRIDAY_A_WEEK_LATER = datetime(2023, 4, 7, 12, 31, tzinfo=UTC)
MONDAY_IN_CHICAGO = datetime(2023, 4, 10, 14, 31, tzinfo=UTC)
BACK = datetime(2023, 4, 10, 9, tzinfo=UTC)


def notices_at(campaign: Campaign, moment: datetime) -> None:
    at(campaign, moment)
    deps = campaign.assistant.deps
    dispatch_notices(deps.store, deps.catalog, clock=deps.clock)
    deps.wake_jobs()


def once(look: Callable[[], SeenMessage | None], what: str) -> SeenMessage:
    return wait_for(look, what)


def first_value(message: SeenMessage, action_id: str) -> str:
    """Return the value of a message's first button; blocked items come first."""
    elements = [one for block in message.blocks for one in block.get("elements", ())]
    return next(str(one["value"]) for one in elements if one.get("action_id") == action_id)


def close_in_gitlab(campaign: Campaign, component: str) -> None:
    item, engineer = campaign.item(component), campaign.engineer("pia-sandbox")
    project = item.project.replace("/", "%2F")
    try:
        engineer.put(f"/projects/{project}/issues/{item.issue_iid}", state_event="close")
    finally:
        engineer.close()


def test_a_snooze_ends_when_the_blocker_closes_and_the_dri_hears_it_in_their_hours(
    campaign: Campaign,
) -> None:
    block_on_thursday_evening(campaign)
    at(campaign, FRIDAY_0930)
    press(campaign, nth(campaign, 1), buttons.SNOOZE)
    submit(campaign, {"days": "7"})
    nth(campaign, 1, "no reminders until")

    campaign.box.clock.set(datetime(2023, 4, 2, 12, tzinfo=UTC))  # a Sunday
    wait_for(lambda: "blocked" in str(campaign.issue("gitaly")["labels"]) or None, "the label")
    close_in_gitlab(campaign, "container-registry")
    campaign.say("check go", GUS)
    nth(campaign, 1, "No longer blocked; it is not started.")
    notices_at(campaign, datetime(2023, 4, 2, 13, tzinfo=UTC))
    assert [m for m in campaign.slack.direct_messages(GUS) if "Unblocked" in m.text] == []

    notices_at(campaign, MONDAY_0930)
    told = direct(campaign, GUS, "no longer blocked after")
    assert told.text == "Unblocked: Gitaly."
    at(campaign, datetime(2023, 4, 7, 13, tzinfo=UTC))  # when the snooze would have ended
    assert campaign.item("gitaly").state == ItemState.not_started
    assert handed_over(campaign) == 1


def test_silence_climbs_to_the_sponsor_by_a_press_and_one_answer_settles_it_all(
    campaign: Campaign,
) -> None:
    block_on_thursday_evening(campaign)
    for number, moment in ((1, FRIDAY_0930), (2, MONDAY_0930)):
        at(campaign, moment)
        nth(campaign, number)
    at(campaign, MONDAY_0930 + timedelta(days=1))
    campaign.mention(f"<@{GUS}>", "what about")
    at(campaign, WEDNESDAY_IN_NEW_YORK)
    direct(campaign, LEO, "Gus Almeida has not answered")
    at(campaign, FRIDAY_A_WEEK_LATER)
    asked = direct(campaign, FACILITATOR, "Gus Almeida has not answered")
    value = first_value(asked, buttons.ESCALATE)
    campaign.slack.click(FACILITATOR, asked.channel, asked.ts, buttons.ESCALATE, value)
    question = campaign.told(FACILITATOR, "Ask Sana Okafor, the executive sponsor?")
    campaign.slack.click(FACILITATOR, question.channel, question.ts, escalate_item.BUTTONS.confirm)
    direct(campaign, FACILITATOR, "the executive sponsor Sana Okafor was asked")
    at(campaign, MONDAY_IN_CHICAGO)
    direct(campaign, SANA, "Gus Almeida has not answered")

    assert "No reminders about" in campaign.say("acknowledge all", GUS).text
    nth(campaign, 2, "Acknowledged by Gus Almeida")
    for who in (LEO, FACILITATOR, SANA):
        direct(campaign, who, "Acknowledged by Gus Almeida")
    settled = campaign.mention("Gus Almeida", "answered")
    assert "what about" not in settled.text


def test_people_who_are_away_are_left_alone_until_they_are_back(campaign: Campaign) -> None:
    campaign.box.clock.set(datetime(2023, 3, 30, 12, tzinfo=UTC))
    campaign.slack.set_status(GUS, "PTO", ":palm_tree:", until=int(BACK.timestamp()))
    block_on_thursday_evening(campaign)
    at(campaign, FRIDAY_0930)
    told = direct(campaign, MIRA, "Gus Almeida is away until Mon 10 Apr")
    assert "PTO" not in told.plain

    said = campaign.say("snooze all until 2023-04-10 because it is Gus's to say", MIRA)
    assert "No reminders about" in said.text
    at(campaign, datetime(2023, 4, 7, 13, tzinfo=UTC))
    assert handed_over(campaign) == 0
    at(campaign, datetime(2023, 4, 10, 12, 31, tzinfo=UTC))
    assert "it is Gus's to say" not in nth(campaign, 1).plain
