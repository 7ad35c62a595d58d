"""A workspace of an Enterprise Grid organization, where the app is installed for all of it."""

from slackapp.connection.authorization import save_auth_test
from slackapp.views.reminders import digest_buttons as buttons
from tests.slackapp.reminders.test_reminders import (
    FRIDAY_0930,
    GUS,
    WEDNESDAY_0930,
    at,
    block_on_thursday_evening,
    nth,
)
from tests.slackapp.started import Campaign


def test_replies_and_presses_arrive_from_the_organization(campaign: Campaign) -> None:
    campaign.slack.join_organization("E0TANUKI", ["T0SISTER"], is_org_wide=True)
    save_auth_test(campaign.assistant.deps)
    block_on_thursday_evening(campaign)
    at(campaign, FRIDAY_0930)
    first = nth(campaign, 1)

    campaign.slack.say(GUS, first.channel, "on it, with <@U0MIRA>", first.ts)
    nth(campaign, 1, "on it")

    at(campaign, WEDNESDAY_0930)
    second = nth(campaign, 2)
    campaign.slack.click(GUS, second.channel, second.ts, buttons.ACKNOWLEDGE)
    nth(campaign, 2, "Acknowledged by Gus Almeida")
