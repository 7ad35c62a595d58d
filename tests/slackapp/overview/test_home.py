"""App Home: own items, snoozes, upcoming reminders; it updates without being reopened."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from campaigns.model.reminder import Reminder
from campaigns.reminders.ladder import ReminderState, RungKind
from campaigns.states import ItemState
from commands.overview.show_home import Snoozed, show_home
from commands.overview.show_status import ItemStatus
from commands.people.actors import get_actor
from commands.reminders.answer_reminder import OpenReminder
from sandbox.slack.acting.reading import SeenView
from slackapp.cli.story.waiting import FACILITATOR, wait_for
from slackapp.jobs import HOME
from slackapp.views.overview.home import build_home
from slackapp.views.overview.show_status import BUMP
from slackapp.views.reminders import digest_buttons as buttons
from slackapp.views.summary import summary as view
from tests.slackapp.reminders.test_reminders import FRIDAY_0930, at, block_on_thursday_evening, nth
from tests.slackapp.started import TEAM, Campaign

GUS = "U0GUS"
MONDAY_NINE = datetime(2023, 4, 3, 7, 0, tzinfo=UTC)


def home(campaign: Campaign, words: str, who: str = GUS) -> SeenView:
    """Wait until someone's Home has this text."""

    def look() -> SeenView | None:
        seen = campaign.slack.home(who)
        return seen if seen is not None and words in seen.plain else None

    return wait_for(look, f"the Home of {who} to say {words}")


def test_home_shows_what_is_mine_and_what_comes_next(campaign: Campaign) -> None:
    campaign.slack.open_home(GUS)
    seen = home(campaign, "Your open items")
    assert "Gitaly" in seen.plain
    assert "You have no reminders in the next 14 days" in seen.plain
    assert "Go 1.20" in seen.plain

    campaign.say("block gitaly by container-registry", GUS)
    home(campaign, "Your next reminder is about Gitaly in a digest")


@pytest.fixture
def asked(campaign: Campaign) -> Campaign:
    """Return a campaign in which Gus opened Home and was asked about Gitaly this morning."""
    campaign.slack.open_home(GUS)
    home(campaign, "Your open items")
    block_on_thursday_evening(campaign)
    at(campaign, FRIDAY_0930)
    nth(campaign, 1)
    home(campaign, "Waiting for your answer")
    return campaign


def modal(campaign: Campaign, who: str = GUS) -> SeenView:
    return wait_for(lambda: campaign.slack.view(who), f"a modal for {who}")


def test_open_reminders_are_answered_from_home(asked: Campaign) -> None:
    seen = home(asked, "Waiting for your answer")
    assert "*Gitaly* (Go 1.20)  ·  blocked" in seen.plain
    assert seen.plain.count("Gitaly") == 2  # the question, and what comes next
    asked.slack.press(GUS, seen.id, buttons.SNOOZE)
    asked.slack.submit(GUS, modal(asked).id, {"until": "2023-04-05"})
    assert asked.slack.view(GUS) is None
    seen = home(asked, "Snoozed by you")
    assert "Waiting for your answer" not in seen.plain
    nth(asked, 1, "Snoozed by Gus Almeida")


def test_a_late_answer_opens_a_message_over_home(asked: Campaign) -> None:
    stale = home(asked, "Waiting for your answer")
    asked.assistant.scheduler.pause_job(HOME)
    asked.say("acknowledge gitaly", GUS)
    asked.slack.press(GUS, stale.id, buttons.ACKNOWLEDGE)
    assert "Gitaly was already acknowledged by Gus Almeida." in modal(asked).plain


def test_a_merge_request_asked_for_from_home_is_answered_over_it(campaign: Campaign) -> None:
    campaign.slack.open_home(GUS)
    seen = home(campaign, "Your open items")
    campaign.slack.press(GUS, seen.id, BUMP, "go/gitaly")
    assert "Opening or updating a draft merge request" in modal(campaign).plain


def test_home_keeps_to_slacks_limit_and_names_what_is_left(campaign_of_all: Campaign) -> None:
    deps, view = campaign_of_all.assistant.deps, campaign_of_all.view()
    gus = get_actor(deps.store, deps.catalog, GUS, TEAM)
    seen = show_home(deps.store, deps.catalog, gus, now=deps.clock())
    item = replace(view.items[0], title="<!channel> " + "x" * 10_000, state=ItemState.blocked)
    question = Reminder(
        id=1,
        campaign_id=view.campaign.id,
        item_id=item.id,
        person=GUS,
        owner=GUS,
        since=view.campaign.started_at,
        step=1,
        kind=RungKind.digest,
        due_at=view.campaign.started_at,
        state=ReminderState.sent,
        message="digest",
        sent_at=view.campaign.started_at,
        answered_by=None,
        answered_at=None,
        quiet_until=None,
        reason=None,
    )
    many = replace(
        seen,
        asked=(OpenReminder(question, view.campaign, item),) * 300,
        mine=replace(seen.mine, entries=(ItemStatus(view.campaign, item),) * 300),
        snoozed=(Snoozed(view.campaign, item, view.campaign.started_at),) * 300,
        campaigns=seen.campaigns * 300,
    )
    shown = build_home(many).to_dict()["blocks"]
    assert len(shown) <= 100
    assert "… and 285 more" in str(shown)
    assert "/runtime-upgrade help" in str(shown[-1])
    assert "<!channel>" not in str(shown)


def test_the_leads_see_the_criteria_in_short(campaign: Campaign) -> None:
    campaign.slack.open_home(FACILITATOR)
    seen = home(campaign, "Exit criteria", FACILITATOR)
    assert "completed (" in seen.plain
    campaign.box.clock.set(datetime(2023, 7, 3, 7, 0, tzinfo=UTC))
    home(campaign, "is late: its target was 30 June 2023", FACILITATOR)
    campaign.slack.open_home(GUS)
    assert "Exit criteria" not in home(campaign, "Your open items").plain


def test_the_facilitators_home_has_the_draft_and_posts_it(campaign: Campaign) -> None:
    campaign.slack.open_home(FACILITATOR)
    campaign.box.clock.set(MONDAY_NINE + timedelta(minutes=1))
    seen = home(campaign, "is a draft", FACILITATOR)
    campaign.slack.press(FACILITATOR, seen.id, view.POST)
    wait_for(
        lambda: next(
            (m for m in campaign.slack.messages("C0WGRUNTIME") if "Weekly" in m.text), None
        ),
        "the summary",
    )
    home_without(campaign, "is a draft", FACILITATOR)


def home_without(campaign: Campaign, words: str, who: str) -> None:
    def look() -> bool | None:
        seen = campaign.slack.home(who)
        return True if seen is not None and words not in seen.plain else None

    wait_for(look, f"the Home of {who} to say {words} no more")


def test_a_home_that_slack_did_not_take_is_published_again(campaign: Campaign) -> None:
    campaign.slack.refuse("views.publish", "hash_conflict")
    campaign.slack.open_home(GUS)

    home(campaign, "Your open items")

    assert len(campaign.slack.faults.journal("views.publish")) == 2


def test_the_home_of_a_guest_shows_only_whom_to_ask(campaign: Campaign) -> None:
    campaign.slack.open_home("U0GUEST")

    seen = home(campaign, "Runtime upgrades", "U0GUEST")

    who = "full members of this workspace"
    assert seen.plain == f":lock: Runtime upgrades are only open to {who}: ask @Frida Lindqvist."


def test_a_dialog_that_opens_too_late_is_asked_for_again(asked: Campaign) -> None:
    seen = home(asked, "Waiting for your answer")
    asked.slack.refuse("views.open", "expired_trigger_id")
    message = nth(asked, 1)

    asked.slack.click(GUS, message.channel, message.ts, buttons.SNOOZE)

    asked.told(GUS, "That took too long. Please press the button again.")
    asked.slack.press(GUS, seen.id, buttons.SNOOZE)
    assert "No reminders about" in modal(asked).plain


def test_a_late_press_in_home_is_answered_with_a_direct_message(asked: Campaign) -> None:
    asked.slack.refuse("views.open", "expired_trigger_id", times=2)
    asked.slack.press(GUS, home(asked, "Waiting for your answer").id, buttons.SNOOZE)

    wait_for(
        lambda: [
            m for m in asked.slack.direct_messages(GUS) if "press the button again" in m.plain
        ],
        "a direct message to Gus",
    )
