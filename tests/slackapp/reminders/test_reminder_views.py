"""The views of a digest: hostile text stays text, and items have buttons or an answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings

from campaigns.model.reminder import Reminder
from campaigns.reminders.ladder import Cause, ReminderState, RungKind
from campaigns.states import CampaignState, ItemState
from commands.reminders.digests import Digest, DigestEntry
from commands.reminders.show_reminders import UpcomingReminder, UpcomingReminders
from slackapp.cli.plain import plain_text
from slackapp.views.overview.show_status import BUMP
from slackapp.views.reminders.digest import MAX_ENTRIES, build_digest, build_nudge, build_outlook
from storage.reminders.pauses import EVERYTHING, Pause
from storage.reminders.replies import ReplyRecord
from tests.slackapp.test_views import HOME, HOSTILE, campaign_of, marks_of

NOW = datetime(2023, 3, 31, 12, 30, tzinfo=UTC)
SENT = Reminder(
    id=1,
    campaign_id=1,
    item_id=1,
    person="U0GUS",
    owner="U0GUS",
    since=NOW,
    step=0,
    kind=RungKind.digest,
    due_at=NOW,
    state=ReminderState.sent,
    message="digest:U0GUS:2023-03-31",
    sent_at=NOW,
    answered_by=None,
    answered_at=None,
    quiet_until=None,
    reason=None,
)


def digest_of(
    words: str, items: int = 2, reminder: Reminder = SENT, reply: ReplyRecord | None = None
) -> Digest:
    view = campaign_of(words, items)
    entries = tuple(
        DigestEntry(reminder, view.campaign, item, (words,), 2, reply=reply) for item in view.items
    )
    return Digest("digest:U0GUS:2023-03-31", entries, {"U0GUS": words}, {}, NOW)


def only(digest: Digest, **changes: object) -> str:
    entry = replace(digest.entries[0], **changes)  # type: ignore[arg-type]  # fields by name
    return plain_text(build_digest(replace(digest, entries=(entry,))))


@given(HOSTILE)
@settings(max_examples=100)
def test_hostile_text_yields_no_mention_and_no_foreign_link(words: str) -> None:
    late = replace(SENT, person="U0LEO", reason=words)
    digest = digest_of(words)
    entries = tuple(
        replace(entry, reason=words, instead=words)
        for entry in digest_of(words, reminder=late).entries
    )
    escalated = replace(digest, entries=entries)
    asked = replace(SENT, person=words, kind=RungKind.facilitator, asked_by=words, asked_at=NOW)
    to_leads = [
        build_digest(replace(digest, entries=(replace(digest.entries[0], reminder=r, sponsor=r),)))
        for r in (asked, replace(asked, kind=RungKind.executive_sponsor))
    ]
    view = campaign_of(words)
    about = (view.campaign, view.items[0])
    coming = UpcomingReminder(
        NOW, "U0GUS", RungKind.thread, *about, NOW, Cause.mismatch, "U0GUS", words, paused=True
    )
    outlook = UpcomingReminders(14, (coming,), {"U0GUS": words}, {words: Pause("U0GUS", NOW)})
    by_cause = [
        build_digest(digest_of(words, reminder=replace(SENT, cause=cause, blocker="a/b#1")))
        for cause in Cause
    ]

    shown = (
        build_digest(digest),
        build_digest(escalated),
        build_outlook(outlook),
        *by_cause,
        *to_leads,
    )
    for message in shown:
        marks = {m for m in marks_of(message) if not m.startswith("!date^")}
        assert all(mark.startswith(HOME) for mark in marks)
    assert {m for m in marks_of(build_nudge(digest)) if not m.startswith(HOME)} == {"@U0GUS"}


def test_the_outlook_says_who_paused_reminders_and_since_when() -> None:
    pauses = {EVERYTHING: Pause("U0FRIDA", NOW), "go-1.20": Pause("U0LEO", NOW)}
    outlook = UpcomingReminders(14, (), {"U0FRIDA": "Frida"}, pauses)

    assert plain_text(build_outlook(outlook)) == (
        "All reminders have been paused by Frida since 31 March 2023, 12:30 UTC.\n"
        "Reminders for go-1.20 have been paused by U0LEO since 31 March 2023, 12:30 UTC.\n"
        "Nobody will be reminded in the next 14 days."
    )


def test_a_digest_of_300_items_fits_and_says_how_many_are_left() -> None:
    message = build_digest(digest_of("Gitaly", 300))

    assert len(message.blocks) <= 50
    assert f"… and {300 - MAX_ENTRIES} more" in plain_text(message)


def test_a_mention_says_that_it_was_answered_and_nothing_more() -> None:
    answered = replace(SENT, state=ReminderState.snoozed, answered_by="U0GUS", answered_at=NOW)
    reply = ReplyRecord(1, "D0GUS", "1.2", None, "U0GUS", (1,), "between us", NOW, None)
    digest = digest_of("Gus", 1, answered, reply)
    entry = replace(digest.entries[0], reason="on leave")
    shown = plain_text(build_nudge(replace(digest, entries=(entry,))))
    both = plain_text(build_nudge(replace(digest, entries=(entry, digest_of("Two", 1).entries[0]))))

    assert "Gus: Gus answered" in shown
    assert "what about" not in shown
    assert "what about Two" in both
    assert {word for word in ("on leave", "between us") if word in shown + both} == set()


def test_an_answer_takes_the_place_of_the_buttons() -> None:
    answered = replace(
        SENT,
        state=ReminderState.acknowledged,
        answered_by="U0GUS",
        answered_at=NOW,
        quiet_until=NOW + timedelta(days=5),
    )
    shown = only(digest_of("Gus", reminder=answered))

    assert "Acknowledged by Gus" in shown
    assert "no reminders until" in shown
    assert "[Acknowledge]" not in shown


def test_a_snoozed_item_that_is_unblocked_is_marked_as_done() -> None:
    until = NOW + timedelta(days=5)
    values = {"answered_by": "U0GUS", "answered_at": NOW, "quiet_until": until}
    snoozed = replace(SENT, state=ReminderState.snoozed, **values)
    digest = digest_of("Gus", reminder=snoozed)
    free = replace(digest.entries[0].item, state=ItemState.in_dev)
    shown = only(digest, item=free, asked=False)

    assert "Blocked components: nothing left to answer" in shown
    assert "Snoozed by Gus" in shown
    assert "No longer blocked; it is In dev." in shown
    assert "no reminders until" not in shown


@pytest.mark.parametrize(
    ("state", "campaign_state", "words"),
    [
        (ItemState.in_dev, CampaignState.active, "No longer blocked; it is In dev."),
        (ItemState.blocked, CampaignState.cancelled, "The campaign is cancelled"),
    ],
)
def test_an_outdated_question_says_why(
    state: ItemState, campaign_state: CampaignState, words: str
) -> None:
    digest = digest_of("Gitaly")
    entry = digest.entries[0]
    campaign = replace(entry.campaign, state=campaign_state)

    item = replace(entry.item, state=state)
    assert words in only(digest, item=item, campaign=campaign, asked=False)


def test_only_leads_read_why_an_item_was_snoozed() -> None:
    own = digest_of("Gus")
    lead = replace(SENT, person="U0LEO", kind=RungKind.functional_lead)
    escalated = digest_of("Gus", reminder=lead)
    sponsor = digest_of("Gus", reminder=replace(lead, kind=RungKind.executive_sponsor))

    assert "snoozed 2 times: on leave" in only(escalated, reason="on leave")
    assert "on leave" not in only(own, reason="on leave")
    assert "on leave" not in only(sponsor, reason="on leave")


def test_somebody_elses_item_is_never_called_yours() -> None:
    blocker = digest_of("Gitaly").entries[0].item.blockers[0].reference
    waits = replace(SENT, cause=Cause.blocker, blocker=blocker)
    lead = only(digest_of("Gitaly", reminder=replace(waits, person="U0LEO")))

    assert "Components without an answer" in lead
    assert "waiting 1 day for Gitaly  ·  " in lead
    assert "yours" not in lead
    assert "yours" not in only(digest_of("Gitaly", reminder=waits), instead="Gus is away")


def test_a_lead_reads_who_has_not_answered() -> None:
    assert "Gus has not answered" in only(digest_of("Gus", reminder=replace(SENT, person="U0LEO")))


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (Cause.blocked, "blocked 1 day by Gitaly"),
        (Cause.blocker, "waiting 1 day for Gitaly, which is yours"),
        (Cause.not_started, "not started; its tier is open and it is due"),
        (Cause.still_open, "its issue is still open: please close it"),
        (Cause.mismatch, "its repository is behind: which one is right?"),
        (Cause.backslide, "has fallen behind again"),
    ],
)
def test_each_cause_says_what_is_asked(cause: Cause, words: str) -> None:
    blocker = digest_of("Gitaly").entries[0].item.blockers[0].reference
    shown = only(digest_of("Gitaly", reminder=replace(SENT, cause=cause, blocker=blocker)))

    assert words in shown


@pytest.mark.parametrize(
    ("cause", "offered"),
    [
        (Cause.blocked, False),
        (Cause.blocker, False),
        (Cause.not_started, True),
        (Cause.still_open, False),
        (Cause.mismatch, True),
        (Cause.backslide, True),
    ],
)
def test_a_merge_request_is_offered_where_it_would_help(cause: Cause, *, offered: bool) -> None:
    shown = build_digest(digest_of("Gitaly", reminder=replace(SENT, cause=cause)))
    assert (BUMP in str([block.to_dict() for block in shown.blocks])) == offered


def test_a_stand_in_reads_until_when_and_never_why() -> None:
    assert "Gus is away until Mon 3 Apr" in only(
        digest_of("Gus"), instead="Gus is away until Mon 3 Apr"
    )
