"""The weekly summary as the facilitator and the channel see it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from commands.errors import OutOfDateError
from commands.people.actors import get_actor
from commands.summary.decide_summary import edit_summary
from commands.summary.draft_summary import draft_due_summary
from sandbox.faults import Fault, FaultKind
from sandbox.slack.acting.reading import SeenMessage, SeenView
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from slackapp.listeners.pressing import Press
from slackapp.listeners.summary.summary import BUTTONS
from slackapp.views.summary import summary as view
from slackapp.views.summary.summary import POST
from storage.delivery.queues import find_message
from tests.slackapp.started import TEAM, Campaign

LEO, GUS = "U0LEO", "U0GUS"
TUESDAY_IN_NEW_YORK = datetime(2023, 4, 4, 13, 31, tzinfo=UTC)  # where Leo lives
MONDAY_NINE = datetime(2023, 4, 3, 7, 0, tzinfo=UTC)  # 09:00 in Berlin, where Frida lives


def found(look: Callable[[], list[SeenMessage]], words: str) -> SeenMessage:
    return wait_for(
        lambda: next((m for m in look() if words in m.plain), None),
        f"a message to say {words}",
    )


def draft(
    campaign: Campaign, words: str = "Draft of the weekly", who: str = FACILITATOR
) -> SeenMessage:
    return found(lambda: campaign.slack.direct_messages(who), words)


def post(campaign: Campaign, words: str = "Weekly summary") -> SeenMessage:
    return found(lambda: campaign.slack.messages(CHANNEL), words)


def press(campaign: Campaign, action_id: str, who: str = FACILITATOR) -> None:
    message = draft(campaign, who=who)
    campaign.slack.click(who, message.channel, message.ts, action_id)


def at_monday_nine(campaign: Campaign) -> SeenMessage:
    campaign.say("block gitaly by container-registry", GUS)
    campaign.box.clock.set(MONDAY_NINE)
    return draft(campaign)


def test_the_draft_comes_on_monday_at_nine_and_is_posted_with_its_thread(
    campaign: Campaign,
) -> None:
    campaign.box.clock.set(MONDAY_NINE - timedelta(hours=1))
    seen = at_monday_nine(campaign)
    assert "*Go 1.20*\n0 of 29 done" in seen.plain
    assert "; 1 blocked, due 1 October 2023." in seen.plain
    assert "*What changed*\n• Newly blocked: Gitaly" in seen.plain
    assert "• Gitaly (Gus Almeida), since today, by Container Registry" in seen.plain
    draft(campaign, "• Finishes between")

    press(campaign, view.POST)
    posted = post(campaign)
    assert "• Newly blocked: Gitaly" in posted.plain
    draft(campaign, "Posted by Frida Lindqvist")
    thread = found(lambda: campaign.slack.thread(CHANNEL, posted.ts), "Prerequisites")
    assert "not started: GitLab Runner, GitLab CI Images" in thread.plain


def test_a_summary_is_posted_once_however_often_it_is_pressed(campaign: Campaign) -> None:
    at_monday_nine(campaign)
    press(campaign, view.POST)
    post(campaign)
    deps = campaign.assistant.deps
    leo = get_actor(deps.store, deps.catalog, LEO, TEAM)
    with pytest.raises(OutOfDateError, match="was already posted by Frida Lindqvist"):
        BUTTONS[POST](Press(deps, leo, "1", {}))
    assert len(summaries(campaign)) == 1


def summaries(campaign: Campaign) -> list[SeenMessage]:
    return [m for m in campaign.slack.messages(CHANNEL) if m.text.startswith("Weekly summary")]


def test_the_words_are_edited_and_names_stay_linked(campaign: Campaign) -> None:
    at_monday_nine(campaign)
    press(campaign, view.EDIT)
    fill(campaign, {"go-1.20/moved": "Gitaly waits for the <registry> & <@U0GUS> knows"})
    seen = draft(campaign, "waits for the <registry>")
    assert "|Gitaly> waits for the &lt;registry&gt; &amp; &lt;@U0GUS&gt; knows" in str(seen.blocks)


def fill(campaign: Campaign, values: dict[str, object]) -> SeenView | None:
    """Fill in the facilitator's modal and submit it; return the modal if it stays open."""
    modal = wait_for(lambda: campaign.slack.view(FACILITATOR), "the modal")
    campaign.slack.submit(FACILITATOR, modal.id, values)
    return campaign.slack.view(FACILITATOR)


def test_the_second_editor_keeps_their_text_and_is_told_why(campaign: Campaign) -> None:
    at_monday_nine(campaign)
    press(campaign, view.EDIT)
    wait_for(lambda: campaign.slack.view(FACILITATOR), "the modal")
    deps, edits = campaign.assistant.deps, {"go-1.20/moved": "Leo was quicker"}
    leo = get_actor(deps.store, deps.catalog, LEO, TEAM)
    edit_summary(deps.store, deps.catalog, leo, 1, 1, edits, now=deps.clock())

    modal = fill(campaign, {"go-1.20/moved": "Frida's words"})
    assert modal is not None
    assert "Somebody else changed this summary" in str(modal.errors)
    deps.wake_jobs()
    draft(campaign, "Leo was quicker")


def test_a_week_is_skipped_with_a_reason(campaign: Campaign) -> None:
    at_monday_nine(campaign)
    press(campaign, view.SKIP)
    assert fill(campaign, {"reason": "release week"}) is None
    draft(campaign, "Skipped by Frida Lindqvist")
    assert summaries(campaign) == []


def test_the_lead_is_asked_in_their_hours_when_nobody_posts(campaign: Campaign) -> None:
    at_monday_nine(campaign)
    campaign.box.clock.set(MONDAY_NINE + timedelta(hours=25))
    deps = campaign.assistant.deps
    draft_due_summary(deps.store, deps.catalog, now=deps.clock())
    with deps.store.read() as session:
        assert find_message(session, f"summary_draft:1:{LEO}") is None

    campaign.box.clock.set(TUESDAY_IN_NEW_YORK)
    draft(campaign, "Nobody has posted this week's summary", who=LEO)
    press(campaign, view.POST, who=LEO)
    post(campaign)


def test_only_the_leads_decide(campaign: Campaign) -> None:
    assert "may" in campaign.say("summary", GUS).text
    assert "summary post" in campaign.say("summary now", FACILITATOR).text


def test_the_post_shows_the_burn_up_and_says_the_same_in_words(campaign: Campaign) -> None:
    campaign.slack.process_files_after(1)
    at_monday_nine(campaign)
    press(campaign, view.POST)
    (image,) = [block for block in post(campaign).blocks if block["type"] == "image"]
    assert image["alt_text"].startswith("Burn-up of Go 1.20 from 30 March 2023 to 3 April 2023:")
    assert image["slack_file"]["id"].startswith("F")


def test_a_picture_that_slack_refuses_leaves_a_bar_of_text(campaign: Campaign) -> None:
    campaign.slack.refuse_files("file_uploads_disabled")
    at_monday_nine(campaign)
    press(campaign, view.POST)
    posted = post(campaign)
    assert not any(block["type"] == "image" for block in posted.blocks)
    assert "░░░░░░░░░░░░░░░░░░░░" in posted.plain


@pytest.mark.parametrize(
    "fault",
    [
        Fault("files.getUploadURLExternal", FaultKind.STATUS, status=500),
        Fault("files.completeUploadExternal", FaultKind.LOSE_REPLY),
        Fault("upload", FaultKind.STATUS, status=403),
    ],
    ids=lambda fault: f"{fault.operation}_{fault.kind}",
)
def test_a_picture_lost_on_its_way_leaves_a_bar_and_one_message(
    campaign: Campaign, fault: Fault
) -> None:
    at_monday_nine(campaign)
    campaign.slack.faults.plan(fault)
    press(campaign, view.POST)
    posted = post(campaign)
    assert not any(block["type"] == "image" for block in posted.blocks)
    assert "░░░░░░░░░░░░░░░░░░░░" in posted.plain
    assert len(summaries(campaign)) == 1
    assert campaign.slack.faults.planned() == ()


def test_a_summary_that_slack_refuses_is_a_draft_again_and_its_poster_hears_why(
    campaign: Campaign,
) -> None:
    at_monday_nine(campaign)
    campaign.slack.archive(CHANNEL)
    press(campaign, view.POST)
    draft(campaign, "The weekly summary was not posted because its channel is archived.")
    draft(campaign)
    assert summaries(campaign) == []

    campaign.slack.unarchive(CHANNEL)
    press(campaign, view.POST)
    posted = post(campaign)
    assert "• Newly blocked: Gitaly" in posted.plain
    found(lambda: campaign.slack.thread(CHANNEL, posted.ts), "Prerequisites")
    assert len(summaries(campaign)) == 1
