"""Answering in Slack: modals, previews, Not mine, and the messages afterwards."""

import pytest

from campaigns.events import EventKind
from campaigns.states import ItemState
from sandbox.slack.acting.inputs import NotOnScreenError
from sandbox.slack.acting.reading import SeenMessage
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from slackapp.listeners.reminders.replies import hear
from slackapp.views.items import note_item
from slackapp.views.reminders import decline_item
from slackapp.views.reminders import digest_buttons as buttons
from storage.events import list_events
from tests.slackapp.reminders.test_reminders import (
    FRIDAY_0930,
    GUS,
    MONDAY_0930,
    OTTO,
    WEDNESDAY_0930,
    at,
    block_on_thursday_evening,
    nth,
    press,
    submit,
)
from tests.slackapp.started import Campaign


@pytest.fixture
def asked(campaign: Campaign) -> Campaign:
    """Return a campaign in which Gus was asked about Gitaly this morning."""
    block_on_thursday_evening(campaign)
    at(campaign, FRIDAY_0930)
    nth(campaign, 1)
    return campaign


@pytest.fixture(scope="module")
def asked_once(campaign_of_all: Campaign) -> Campaign:
    """Return one such campaign for tests that change nothing."""
    block_on_thursday_evening(campaign_of_all)
    at(campaign_of_all, FRIDAY_0930)
    nth(campaign_of_all, 1)
    return campaign_of_all


def more(campaign: Campaign, what: str) -> None:
    message = nth(campaign, 1)
    campaign.slack.click(GUS, message.channel, message.ts, buttons.MORE, what)


def notes(campaign: Campaign, component: str = "gitaly") -> list[str]:
    item, state = campaign.item(component), campaign.gitlab.state
    project = state.find_project(item.project)
    assert project is not None
    issue = state.find_issue(project, item.issue_iid or 0)
    assert issue is not None
    return [note.body for note in issue.notes if not note.system]


def noted(campaign: Campaign, words: str) -> str:
    return wait_for(
        lambda: next((note for note in notes(campaign) if words in note), None),
        f"a note {words}",
    )


def direct(campaign: Campaign, who: str, words: str) -> SeenMessage:
    return wait_for(
        lambda: next((m for m in campaign.slack.direct_messages(who) if words in m.plain), None),
        f"{who} to read {words}",
    )


def kinds(campaign: Campaign) -> list[EventKind]:
    with campaign.assistant.deps.store.read() as session:
        return [event.kind for event in list_events(session, campaign.view().campaign.id)]


def test_a_snooze_has_a_date_and_a_reason_or_a_sentence_at_the_date(asked: Campaign) -> None:
    press(asked, nth(asked, 1), buttons.SNOOZE)
    shown = submit(asked, {"until": "2023-03-30"})
    assert shown is not None
    assert "30 March 2023 is not in the future" in shown.errors["until"]
    shown = submit(asked, {"until": "2033-03-30"})
    assert shown is not None
    assert "more than 90 days away" in shown.errors["until"]

    assert submit(asked, {"until": "2023-04-20", "reason": "the image is late"}) is None
    answered = nth(asked, 1, "Snoozed by Gus Almeida")
    assert "until 20 April" in answered.plain or "2023-04-20" in str(answered.blocks)
    assert "the image is late" not in answered.plain


def test_an_outdated_modal_says_so(asked: Campaign) -> None:
    press(asked, nth(asked, 1), buttons.SNOOZE)
    asked.say("acknowledge gitaly", GUS)
    shown = submit(asked, {})

    assert shown is not None
    assert shown.errors == {"days": "Gitaly was already acknowledged by Gus Almeida."}


def test_a_note_is_public_only_after_its_preview(asked: Campaign) -> None:
    before = notes(asked)
    more(asked, "Add a note…")
    preview = submit(asked, {"words": "built tonight @all <b>"})

    assert preview is not None
    assert "Gus Almeida says in Slack: built tonight @all <b>" in preview.plain
    assert notes(asked) == before
    assert submit(asked, {}) is None
    assert "Gus Almeida says in Slack: built tonight \\@all \\<b\\>" in noted(asked, "tonight")
    nth(asked, 1, "Acknowledged by Gus Almeida")
    assert EventKind.item_noted in kinds(asked)


def test_a_note_by_command_is_shown_first_and_published_once(asked: Campaign) -> None:
    assert "Name a component and write a note" in asked.say("note gitaly", GUS).text
    assert "at most 500 characters" in asked.say(f"note gitaly {'x' * 501}", GUS).text
    assert "may add a note" in asked.say("note gitaly the image", "U0NOLAB").text
    asked.say("note gitaly built tonight", GUS)
    shown = asked.told(GUS, "Gus Almeida says in Slack: built tonight")
    asked.slack.click(GUS, shown.channel, shown.ts, note_item.BUTTONS.confirm)
    asked.told(GUS, "Your note is being added")
    noted(asked, "built tonight")

    asked.say("note gitaly built tonight", GUS)
    again = asked.told(GUS, "Gus Almeida says in Slack: built tonight")
    asked.slack.click(GUS, again.channel, again.ts, note_item.BUTTONS.confirm)
    asked.told(GUS, "This note is already on the issue for Gitaly.")
    asked.slack.click(GUS, again.channel, again.ts, note_item.BUTTONS.keep)
    asked.told(GUS, "Nothing was published.")


def test_a_declined_item_goes_to_whom_the_facilitator_chooses(asked: Campaign) -> None:
    more(asked, "Not mine")
    nth(asked, 1, "Gus Almeida says it is not theirs")
    question = direct(asked, FACILITATOR, "is not theirs")
    asked.slack.click(FACILITATOR, question.channel, question.ts, decline_item.CHOOSE)
    submit(asked, {"person": OTTO}, FACILITATOR)

    direct(asked, FACILITATOR, "assigned it to Otto")
    assert asked.item("gitaly").dri == "otto-sandbox"
    with pytest.raises(NotOnScreenError):
        asked.slack.click(FACILITATOR, question.channel, question.ts, decline_item.KEEP)


def test_a_declined_item_goes_to_its_backup_by_one_button(asked: Campaign) -> None:
    more(asked, "Not mine")
    question = direct(asked, FACILITATOR, "Mira Kovacs is its backup")
    asked.slack.click(FACILITATOR, question.channel, question.ts, decline_item.ASSIGN_BACKUP)

    direct(asked, FACILITATOR, "Frida Lindqvist assigned it to Mira Kovacs")
    nth(asked, 1, "it was assigned to somebody else")
    assert asked.item("gitaly").dri == "mira-sandbox"


def test_a_decline_left_in_place_is_asked_again(asked: Campaign) -> None:
    more(asked, "Not mine")
    question = direct(asked, FACILITATOR, "is not theirs")
    asked.slack.click(FACILITATOR, question.channel, question.ts, decline_item.KEEP)

    direct(asked, FACILITATOR, "kept Gus Almeida as the owner")
    assert kinds(asked).count(EventKind.item_woken) == 1


def test_unblocked_asks_before_it_converts_somebody_elses_link(campaign: Campaign) -> None:
    item, other = campaign.item("gitaly"), campaign.item("labkit")
    engineer = campaign.engineer()
    try:
        engineer.post(
            f"/projects/{item.project.replace('/', '%2F')}/issues/{item.issue_iid}/links",
            target_project_id=other.project,
            target_issue_iid=other.issue_iid,
            link_type="is_blocked_by",
        )
    finally:
        engineer.close()
    campaign.box.clock.set(FRIDAY_0930)
    campaign.say("check go", GUS)
    wait_for(
        lambda: campaign.item("gitaly").state == ItemState.blocked or None, "Gitaly to be blocked"
    )
    at(campaign, FRIDAY_0930)
    at(campaign, MONDAY_0930)
    press(campaign, nth(campaign, 1), buttons.UNBLOCK)

    question = submit(campaign, {})
    assert question is not None
    assert "which somebody linked in GitLab" in question.plain
    assert campaign.item("gitaly").state == ItemState.blocked
    assert submit(campaign, {}) is None
    assert campaign.item("gitaly").state == ItemState.not_started


def test_a_direct_message_answers_the_newest_digest_and_is_kept_between_us(
    asked: Campaign,
) -> None:
    before = notes(asked)
    asked.slack.say(GUS, asked.slack.workspace.app.bot_user_id, "waiting for the <image> & more")

    told = direct(asked, GUS, "Acknowledged: no reminders about Gitaly until")
    shown = nth(asked, 1, "waiting for the <image> & more")
    assert "Acknowledged by Gus Almeida" in shown.plain
    assert notes(asked) == before
    assert EventKind.reply_received in kinds(asked)

    asked.slack.click(GUS, told.channel, told.ts, buttons.PUBLISH_REPLY)
    assert submit(asked, {}) is not None
    assert submit(asked, {}) is None
    noted(asked, "says in Slack: waiting for the")
    direct(asked, GUS, "Your reply is now a note on the issue.")


def test_a_reply_in_the_campaigns_thread_or_the_digests_counts(asked: Campaign) -> None:
    card = asked.card("1 blocked")
    asked.slack.say(OTTO, CHANNEL, "me too", card.ts)
    asked.slack.say(GUS, CHANNEL, "not in the thread")
    asked.slack.say(GUS, CHANNEL, "on it", card.ts)
    nth(asked, 1, "on it")

    at(asked, WEDNESDAY_0930)
    second = nth(asked, 2)
    asked.slack.say(GUS, second.channel, "still on it", second.ts)
    nth(asked, 2, "still on it")
    replies = [event for event in kinds(asked) if event == EventKind.reply_received]
    assert len(replies) == 2


def test_a_message_from_before_the_question_does_not_answer_it(campaign: Campaign) -> None:
    block_on_thursday_evening(campaign)
    ts = campaign.slack.say(GUS, campaign.slack.workspace.app.bot_user_id, "good evening")
    direct(campaign, GUS, "Nothing is waiting for your answer.")
    at(campaign, FRIDAY_0930)
    asking = nth(campaign, 1)
    late = {"user": GUS, "channel": asking.channel, "ts": ts, "text": "good evening"}
    hear(campaign.assistant.deps, late, "T0TANUKI", direct=True)

    assert EventKind.reply_received not in kinds(campaign)


@pytest.mark.parametrize(
    "odd",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"bot_id": "B0BOT"},
        {"app_id": "A0RUNTIME"},
        {"user": None},
        {"user": "U0GUEST"},
        {"user": "U0GONE"},
        {"user": "U0OTHERBOT"},
        {"user": OTTO},
    ],
)
def test_edits_bots_and_other_people_do_not_answer(
    asked_once: Campaign, odd: dict[str, str | None]
) -> None:
    asking = nth(asked_once, 1)
    said = {"user": GUS, "channel": asking.channel, "ts": f"{float(asking.ts) + 60}", "text": "x"}
    hear(asked_once.assistant.deps, said | odd, "T0TANUKI", direct=True)

    assert EventKind.reply_received not in kinds(asked_once)


def test_a_message_that_answers_nothing_gets_one_reply_a_day(campaign: Campaign) -> None:
    for words in ("hello", "anybody there?"):
        campaign.slack.say(GUS, campaign.slack.workspace.app.bot_user_id, words)
    direct(campaign, GUS, "Nothing is waiting for your answer.")

    told = [m for m in campaign.slack.direct_messages(GUS) if "Nothing is waiting" in m.plain]
    assert len(told) == 1
