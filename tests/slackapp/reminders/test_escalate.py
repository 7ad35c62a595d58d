"""The executive sponsor is only asked by the facilitator, after a preview."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from campaigns.events import EventKind
from sandbox.slack.acting.inputs import NotOnScreenError
from sandbox.slack.acting.reading import SeenMessage
from slackapp.cli.story.waiting import FACILITATOR, wait_for
from slackapp.views.reminders import digest_buttons as buttons
from slackapp.views.reminders import escalate_item as view
from storage.delivery.tables import OutboxRow, QueueState
from storage.events import list_events
from storage.people.queries import find_person, save_person
from storage.reminders.queries import list_item_reminders
from tests.slackapp.reminders.test_reminders import (
    FRIDAY_0930,
    GUS,
    MONDAY_0930,
    THURSDAY_EVENING,
    WEDNESDAY_0930,
    at,
)
from tests.slackapp.started import Campaign

SANA, LEO = "U0SANA", "U0LEO"
TUESDAY_0930 = MONDAY_0930 + timedelta(days=1)
# Half past nine in New York on Thursday, in Berlin on Monday, and in Chicago then.
LEO_0930 = datetime(2023, 4, 5, 13, 30, tzinfo=UTC)
FRIDA_0930 = datetime(2023, 4, 10, 7, 30, tzinfo=UTC)
SANA_0930 = datetime(2023, 4, 10, 14, 30, tzinfo=UTC)


@pytest.fixture
def silent(campaign: Campaign) -> Campaign:
    """Return a campaign in which Gus has not answered, and the facilitator was notified."""
    campaign.box.clock.set(THURSDAY_EVENING)
    campaign.say("block gitaly by the new image", GUS)
    for moment in (FRIDAY_0930, MONDAY_0930, TUESDAY_0930, WEDNESDAY_0930, LEO_0930, FRIDA_0930):
        at(campaign, moment)
        wait_for(lambda: all_sent(campaign), "everything to be sent")
    return campaign


def all_sent(campaign: Campaign) -> bool | None:
    """Return whether nothing is pending: a digest that is too late is not sent."""
    waiting = select(OutboxRow.id).where(
        OutboxRow.state == QueueState.pending.value, col(OutboxRow.kind).in_(("digest", "nudge"))
    )
    with campaign.assistant.deps.store.read() as session:
        return None if session.exec(waiting).first() else True


def digest(campaign: Campaign, who: str, words: str) -> SeenMessage:
    return wait_for(
        lambda: next((m for m in campaign.slack.direct_messages(who) if words in m.plain), None),
        f"{who} to read {words}",
    )


def press_ask(campaign: Campaign, who: str = FACILITATOR) -> None:
    shown = digest(campaign, who, "has not answered")
    campaign.slack.click(who, shown.channel, shown.ts, buttons.ESCALATE)


def confirm(campaign: Campaign, button: str = view.BUTTONS.confirm) -> None:
    shown = campaign.told(FACILITATOR, "Ask Sana Okafor, the executive sponsor?")
    campaign.slack.click(FACILITATOR, shown.channel, shown.ts, button)


def events(campaign: Campaign) -> list[tuple[str, object]]:
    with campaign.assistant.deps.store.read() as session:
        listed = list_events(session, campaign.view().campaign.id)
    return [(e.actor, e.after) for e in listed if e.kind == EventKind.sponsor_asked]


def handed_to_sana(campaign: Campaign) -> list[str | None]:
    """List the messages to the sponsor; None is one that was not dispatched."""
    with campaign.assistant.deps.store.read() as session:
        told = list_item_reminders(session, campaign.item("gitaly").id)
    return [r.message for r in told if r.person == SANA]


def set_status(campaign: Campaign, slack_id: str, text: str) -> None:
    with campaign.assistant.deps.store.write() as session:
        person = find_person(session, slack_id)
        assert person is not None
        save_person(session, replace(person, status_text=text))


def test_the_sponsor_reads_what_the_facilitator_saw_and_in_their_own_hours(
    silent: Campaign,
) -> None:
    press_ask(silent)
    preview = silent.told(FACILITATOR, "Ask Sana Okafor, the executive sponsor?")
    line = next(x for x in preview.plain.splitlines() if "Gitaly" in x).removeprefix("> ")
    assert "Gus Almeida has not answered" in line
    assert "Frida Lindqvist asks for your help as executive sponsor" in line
    assert events(silent) == []

    confirm(silent)
    silent.told(FACILITATOR, "Sana Okafor will read about")
    digest(silent, FACILITATOR, "the executive sponsor Sana Okafor was asked by Frida Lindqvist")
    assert events(silent) == [(FACILITATOR, "Sana Okafor")]
    with pytest.raises(NotOnScreenError):
        press_ask(silent)
    silent.say("reminders 1")
    silent.told(FACILITATOR, "Sana Okafor in a digest, as executive sponsor")
    at(silent, SANA_0930 - timedelta(minutes=1))
    assert handed_to_sana(silent) == [None]

    at(silent, SANA_0930)
    assert line in digest(silent, SANA, "Gitaly").plain


def test_an_answer_in_time_keeps_it_from_the_sponsor(silent: Campaign) -> None:
    press_ask(silent)
    confirm(silent)
    silent.told(FACILITATOR, "Sana Okafor will read about")
    silent.say("acknowledge gitaly", GUS)
    at(silent, SANA_0930)

    assert handed_to_sana(silent) == [None]
    refused = silent.say("escalate gitaly")
    assert "There is no unanswered question about Gitaly" in refused.text


def test_not_now_asks_nobody(silent: Campaign) -> None:
    press_ask(silent)
    confirm(silent, view.BUTTONS.keep)
    silent.told(FACILITATOR, "The sponsor will not be asked.")
    assert events(silent) == []


def test_only_the_facilitator_escalates_by_command_once_per_silence(silent: Campaign) -> None:
    assert "Name a component" in silent.say("escalate").text
    assert "Only the facilitator may escalate" in silent.say("escalate gitaly", LEO).text
    assert "There is no unanswered question" in silent.say("escalate workhorse").text
    silent.say("escalate gitaly")
    first = silent.told(FACILITATOR, "Ask Sana Okafor, the executive sponsor?")
    silent.slack.click(FACILITATOR, first.channel, first.ts, view.BUTTONS.confirm)
    silent.told(FACILITATOR, "Sana Okafor will read about")
    again = silent.say("escalate gitaly").text
    assert again == "Frida Lindqvist has already asked the sponsor about Gitaly."


def test_a_sponsor_who_is_away_is_not_asked_and_a_pause_holds(silent: Campaign) -> None:
    set_status(silent, SANA, "OOO")
    press_ask(silent)
    silent.told(FACILITATOR, "Sana Okafor is away: try again when they are back.")
    set_status(silent, SANA, "")
    silent.say("pause reminders")
    press_ask(silent)
    silent.told(FACILITATOR, "Reminders are paused: run `resume reminders` first.")
