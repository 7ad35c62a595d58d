"""Notices as people see them in Slack, with the story clock moved."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from campaigns.notices import NoticeKind, NoticeState
from campaigns.states import CampaignState, ItemState
from commands.notices.dispatch_notices import dispatch_notices
from commands.notices.notices import DayNotice, NoticeContent
from sandbox.slack.acting.reading import SeenMessage
from slackapp.cli.story.waiting import CHANNEL, wait_for
from slackapp.views.notices import build_day_notice
from storage.notices.queries import NoticeRecord
from tests.slackapp.started import Campaign

GUS = "U0GUS"
THURSDAY_EVENING = datetime(2023, 3, 30, 23, 0, tzinfo=UTC)
FRIDAY_0930 = datetime(2023, 3, 31, 12, 30, tzinfo=UTC)  # in Sao Paulo, where Gus lives


def at(campaign: Campaign, moment: datetime) -> None:
    """Move the story clock, and run the notice job and the sender."""
    campaign.box.clock.set(moment)
    deps = campaign.assistant.deps
    dispatch_notices(deps.store, deps.catalog, clock=deps.clock)
    deps.wake_jobs()


def notice(campaign: Campaign, words: str) -> SeenMessage:
    """Wait until Gus's only notice of the day has this text."""

    def look() -> SeenMessage | None:
        told = [m for m in campaign.slack.direct_messages(GUS) if "nblocked" in m.text]
        return next((m for m in told if words in m.plain), None)

    return campaign.recorded(wait_for(look, f"the notice to say {words}"))


def labelled(campaign: Campaign, *, blocked: bool) -> None:
    """Wait until Gitaly's label in GitLab says blocked, or no longer."""

    def look() -> bool | None:
        labels = campaign.issue("gitaly")["labels"]
        return True if ("workflow::blocked" in str(labels)) is blocked else None

    wait_for(look, f"the label to say blocked: {blocked}")


def test_the_dri_is_notified_when_the_blocking_issue_closes(campaign: Campaign) -> None:
    campaign.box.clock.set(THURSDAY_EVENING)
    campaign.say("block gitaly by container-registry", GUS)
    labelled(campaign, blocked=True)
    project = "gitlab-org%2Fcontainer-registry"
    engineer = campaign.engineer("pia-sandbox")
    iid = campaign.item("container-registry").issue_iid
    engineer.put(f"/projects/{project}/issues/{iid}", state_event="close")
    engineer.close()
    campaign.say("check go", GUS)

    card = campaign.card("1 of 29")
    labelled(campaign, blocked=False)
    thread = wait_for(
        lambda: next(
            (m.plain for m in campaign.slack.thread(CHANNEL, card.ts) if "unblocked" in m.plain),
            None,
        ),
        "the thread to tell it",
    )
    assert "The assistant unblocked *Gitaly* and returned it to not started" in thread
    assert campaign.item("gitaly").state == ItemState.not_started

    at(campaign, FRIDAY_0930 - timedelta(minutes=2))
    at(campaign, FRIDAY_0930)
    told = notice(campaign, "no longer blocked after")
    assert "gitlab-org/container-registry#1 is closed. It is not started." in told.plain

    campaign.say("block gitaly by labkit", GUS)
    again = notice(campaign, "It is now blocked")
    assert again.ts == told.ts


def news(campaign: Campaign, kind: NoticeKind, **detail: object) -> NoticeContent:
    view = campaign.view()
    item = replace(view.item("gitaly"), title="<!channel> *Gitaly*")
    now = THURSDAY_EVENING
    row = NoticeRecord(
        1, view.campaign.id, item.id, GUS, kind, detail, now, now, NoticeState.sent, "key"
    )
    assert view.campaign.state == CampaignState.active
    return NoticeContent(row, view.campaign, item, wanted=True)


HOSTILE = "<!here|x> & <@U0GUS>"


@pytest.mark.parametrize(
    ("kind", "detail", "words"),
    [
        (
            NoticeKind.unblocked,
            {"why": HOSTILE, "state": "in_dev", "blocked_since": "2023-03-28T10:00:00+00:00"},
            "no longer blocked after 2 days",
        ),
        (NoticeKind.your_turn, {}, "work on it can start (Required for release approval)"),
        (
            NoticeKind.pipeline_failed,
            {"reference": HOSTILE, "url": "http://gitlab.test/g/p/-/jobs/7"},
            "<http://gitlab.test/g/p/-/jobs/7|see the failed job>",
        ),
        (NoticeKind.blocker_gone, {"why": HOSTILE}, "`/runtime-upgrade unblock gitaly`"),
        (NoticeKind.issue_gone, {"issue": "g/p#1", "why": HOSTILE}, "its issue g/p#1 was"),
        (NoticeKind.snoozed, {"who": HOSTILE, "times": 3, "why": HOSTILE}, "snoozed it 3 times"),
        (
            NoticeKind.loop,
            {"loop": f"A waits for {HOSTILE}, which waits for A"},
            "This is a deadlock",
        ),
    ],
)
def test_each_kind_reads_well_and_hostile_text_mentions_nobody(
    campaign_of_all: Campaign, kind: NoticeKind, detail: dict[str, object], words: str
) -> None:
    told = build_day_notice(DayNotice((news(campaign_of_all, kind, **detail),), THURSDAY_EVENING))

    shown = str(told.as_json())
    assert words in shown
    assert "<!" not in shown
    assert "<@" not in shown


@pytest.mark.parametrize(
    ("kind", "state", "campaign_state", "words"),
    [
        (NoticeKind.unblocked, ItemState.blocked, CampaignState.active, "It is now blocked."),
        (NoticeKind.your_turn, ItemState.production, CampaignState.active, "It is now production."),
        (NoticeKind.pipeline_failed, ItemState.in_dev, CampaignState.active, "no longer fails."),
        (
            NoticeKind.unblocked,
            ItemState.in_dev,
            CampaignState.cancelled,
            "campaign is now cancelled.",
        ),
    ],
)
def test_a_sent_notice_that_is_overtaken_says_so(
    campaign_of_all: Campaign,
    kind: NoticeKind,
    state: ItemState,
    campaign_state: CampaignState,
    words: str,
) -> None:
    detail = {"why": "", "state": "in_dev", "blocked_since": None}
    told = news(campaign_of_all, kind, reference="g/p!1", url=None, **detail)
    item = replace(told.item, state=state)
    campaign = replace(told.campaign, state=campaign_state)
    over = replace(told, item=item, campaign=campaign, wanted=False)

    assert words in str(build_day_notice(DayNotice((over,), THURSDAY_EVENING)).as_json())
