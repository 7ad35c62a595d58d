"""A card that somebody deleted in Slack: it is reported, and `card` posts it again."""

import json

from slack_sdk import WebClient

from slackapp.cli.story.waiting import CHANNEL, wait_for
from storage.delivery.queues import find_message
from storage.delivery.stuck import list_stuck
from storage.delivery.tables import OutboxRow
from tests.slackapp.started import Campaign, settled
from tests.terminal import run_beside

GUS = "U0GUS"


def row_of(campaign: Campaign) -> OutboxRow:
    with campaign.assistant.deps.store.read() as session:
        row = find_message(session, f"card:{campaign.view().campaign.id}")
    assert row is not None
    return row


def delete_card(campaign: Campaign) -> str:
    """Delete the card in Slack, and return its ts."""
    card, slack = row_of(campaign), campaign.slack
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    client.chat_delete(channel=CHANNEL, ts=card.ts or "")
    return card.ts or ""


def stuck(campaign: Campaign) -> dict[str, int]:
    with campaign.assistant.deps.store.read() as session:
        return {row.kind: row.id for row in list_stuck(session, "outbox")}


def new_card(campaign: Campaign, old: str) -> str:
    """Wait until the card was posted again; return its ts."""
    return wait_for(
        lambda: ts if (ts := row_of(campaign).ts) not in (None, old) else None, "a new card"
    )


def thread(campaign: Campaign, ts: str, words: str) -> str:
    return wait_for(
        lambda: next(
            (m.plain for m in campaign.slack.thread(CHANNEL, ts) if words in m.plain), None
        ),
        f"the thread to say {words}",
    )


def test_a_deleted_card_is_reported_once_and_posted_anew_with_its_history(
    campaign: Campaign,
) -> None:
    old = delete_card(campaign)
    campaign.say("block gitaly by container-registry", GUS)
    wait_for(lambda: stuck(campaign) if "card" in stuck(campaign) else None, "the card to be dead")
    campaign.say("block labkit by container-registry", GUS)
    settled(campaign)
    reports = [m.plain for m in campaign.slack.messages("C0OPERATORS") if "card:" in m.plain]
    listed = run_beside(campaign, "outbox", "list").stdout

    assert len(reports) == 1
    assert "was refused by Slack (message_not_found)" in reports[0]
    assert "dead  card:" in listed
    assert "Only the facilitator" in campaign.say("card", GUS).text
    assert "is being posted again" in campaign.say("card go-1.20").text
    new = new_card(campaign, old)
    thread(campaign, new, "LabKit")
    settled(campaign)

    assert stuck(campaign) == {}
    assert new in campaign.slack.pins(CHANNEL)


def test_a_deletion_that_is_not_known_yet_is_found_out_from_the_terminal(
    campaign: Campaign,
) -> None:
    kept = row_of(campaign).ts
    assert "is being updated" in campaign.say("card").text
    settled(campaign)
    assert (row_of(campaign).ts, "anew" in row_of(campaign).payload) == (kept, False)

    old = delete_card(campaign)
    done = run_beside(campaign, "card", "go-1.20", "--json")

    assert json.loads(done.stdout)["was_deleted"] is False
    assert new_card(campaign, old) != old
    settled(campaign)
    assert stuck(campaign) == {}


def test_a_dropped_card_stays_deleted_until_it_is_asked_for(campaign: Campaign) -> None:
    old = delete_card(campaign)
    campaign.say("block gitaly by container-registry", GUS)
    wait_for(lambda: stuck(campaign) if "card" in stuck(campaign) else None, "the card to be dead")
    settled(campaign)
    ids = stuck(campaign)
    dropped = run_beside(campaign, "outbox", "drop", str(ids["card"]))
    campaign.say("unblock gitaly", GUS)
    settled(campaign)

    assert "has been dropped. It stays deleted in Slack; `runtime-upgrade card`" in dropped.stdout
    assert stuck(campaign).keys() <= {"history"}
    campaign.say("card")
    thread(campaign, new_card(campaign, old), "Gitaly")
