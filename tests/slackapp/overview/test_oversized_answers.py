"""Answers about more than one message can hold: shortened, never refused and never lost."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from slackapp.connection.envelopes import size
from slackapp.connection.socket_mode import ANSWER_BYTES
from slackapp.homes import Homes, publish_changed
from slackapp.jobs import HOME
from storage.evidence.tables import EvidenceRow
from storage.overview import record_opened
from tests.slackapp.started import Campaign

GUS = "U0GUS"
WHY = "it waits for a review of the change that a long sentence explains " * 3


def blocked_by_many(campaign: Campaign, number: int = 19) -> None:
    for one in range(number):
        assert campaign.say(f"block gitaly by {one} {WHY}", GUS).acked


def test_mine_and_home_hold_an_item_with_nineteen_blockers(campaign: Campaign) -> None:
    blocked_by_many(campaign)
    mine = campaign.say("mine", GUS)
    assert mine.text == "Your open items: 3."
    assert "18 it waits for" in str(mine.blocks)

    campaign.slack.open_home(GUS)

    def shown() -> bool | None:
        home = campaign.slack.home(GUS)
        return True if home and "18 it waits for" in home.plain else None

    wait_for(shown, "the Home with every blocker")


def blocked_everywhere(campaign: Campaign) -> None:
    for item in campaign.view().items:
        assert campaign.say(f"block {item.component} by {WHY}").acked


@pytest.mark.parametrize("words", ["reminders 30", "reminders 60", "blocked", "status"])
def test_an_answer_about_everything_arrives(campaign: Campaign, words: str) -> None:
    blocked_everywhere(campaign)
    before = len(campaign.slack.ephemerals(FACILITATOR))
    reply = campaign.slack.command(FACILITATOR, CHANNEL, "/runtime-upgrade", words)
    assert reply.acked
    assert size(reply.payload) <= ANSWER_BYTES

    def arrived() -> bool | None:
        return len(campaign.slack.ephemerals(FACILITATOR)) > before or None

    wait_for(arrived, "the answer, in the acknowledgement or after it")


def break_evidence(campaign: Campaign) -> None:
    """Store evidence of Gitaly that no view can show."""
    now = campaign.box.clock.now()
    row = EvidenceRow(
        item_id=campaign.item("gitaly").id,
        standing="behind",
        pins=[{"where": "behind"}],
        since=now,
        looked_at=now,
    )
    with campaign.assistant.deps.store.write() as session:
        session.merge(row)


def test_a_home_that_cannot_be_built_does_not_stop_the_others(campaign: Campaign) -> None:
    deps = campaign.assistant.deps
    campaign.assistant.scheduler.remove_job(HOME)  # it would report the same Home
    break_evidence(campaign)
    with deps.store.write() as session:
        for person in (GUS, FACILITATOR):
            record_opened(session, person, now=deps.clock().wall)
    homes = Homes(deps.store, deps.slack, deps.catalog, deps.clock, timedelta(0))
    with capture_logs() as logs:
        publish_changed(homes)

    broken = [log["person"] for log in logs if log["event"] == "home_not_built"]
    assert (broken, campaign.slack.home(GUS)) == ([GUS], None)
    assert campaign.slack.home(FACILITATOR) is not None
