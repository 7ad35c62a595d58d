"""Completeness: every shown action has a listener, and only one place posts."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from slack_sdk.models.blocks import Block

import slackapp
from campaigns.lifecycle.due_dates import DueDate, DueSource
from campaigns.lifecycle.plans import Plan, PlannedItem
from campaigns.model.campaign import Tier
from campaigns.people.roles import EVERYBODYS, PERMITTED
from campaigns.reminders.ladder import ReminderState, RungKind
from campaigns.states import ItemState
from commands.announcements.read_announcement import Announcement, ChannelPost
from commands.overview.show_status import ItemList, ItemStatus, build_status
from commands.reminders.decline_item import Declined
from commands.summary.read_summary import Summary
from slackapp.listeners.questions import question_buttons, question_ticks
from slackapp.listeners.register import BUTTONS, CHOICES
from slackapp.listeners.show_help import VERBS, act
from slackapp.verbs import Verb
from slackapp.views.announcements import build_draft as build_announcement
from slackapp.views.lifecycle.start_campaign import build_plan
from slackapp.views.lifecycle.start_progress import build_progress
from slackapp.views.overview.show_status import build_mine
from slackapp.views.people import build_request
from slackapp.views.reminders.decline_item import build_declined
from slackapp.views.reminders.digest import build_digest
from slackapp.views.summary.summary import build_draft
from storage.announcements import AnnouncementRecord
from storage.delivery.tables import QueueState
from storage.lifecycle.plans import PlanRecord
from storage.reminders.declines import DeclineRecord
from storage.reminders.replies import ReplyRecord
from storage.summary.queries import SummaryRecord
from tests.slackapp.reminders.test_reminder_views import SENT, digest_of
from tests.slackapp.test_views import campaign_of

NOW = datetime(2023, 3, 30, 9, 30, tzinfo=UTC)
PLAN = Plan(
    runtime="go",
    runtime_title="Go",
    version="1.20",
    group="gitlab-org",
    epic_title="Update Go to 1.20",
    label="runtime-upgrade-go-1.20",
    due=DueDate(date(2023, 10, 1), DueSource.given),
    tiers=(Tier("a", "A"),),
    items=(PlannedItem("gitaly", "Gitaly", "gitlab-org/gitaly", "a"),),
)
RECORD = PlanRecord(
    id="p",
    runtime="go",
    version="1.20",
    due_on=None,
    requested_by="U0FRIDA",
    state="ready",
    plan=PLAN,
    edits=None,
    failure=None,
    expires_at=NOW,
    decided_by=None,
    campaign_id=None,
)


ANSWERED = replace(
    SENT, state=ReminderState.acknowledged, answered_by="U0GUS", answered_at=NOW, quiet_until=NOW
)
FOR_FRIDA = replace(SENT, person="U0FRIDA", kind=RungKind.facilitator)
REPLY = ReplyRecord(1, "D0GUS", "1.2", None, "U0GUS", (1,), "on it", NOW, None)
DECLINE = DeclineRecord(1, 1, "U0GUS", "gus", "U0NORA", "asked", NOW, NOW, None)
DRAFT = SummaryRecord(
    id=1,
    state="draft",
    since=NOW,
    until=NOW,
    edits={},
    version=1,
    created_at=NOW,
    lead_asked_at=None,
    decided_by=None,
    decided_at=None,
    reason=None,
)


def announcement_in(state: str, post: QueueState) -> Announcement:
    record = AnnouncementRecord(
        id=1,
        campaign_id=1,
        milestone="gdk-merged",
        state=state,
        title="GDK merged",
        channels=("C0BACKEND",),
        text="It is there.",
        version=1,
        created_at=NOW,
        decided_by=None if state == "draft" else "U0FRIDA",
        decided_at=None if state == "draft" else NOW,
    )
    posts = (ChannelPost("C0BACKEND", post, "is_archived"),)
    return Announcement(record, campaign_of("Gitaly").campaign, posts, {})


def action_ids(blocks: list[Block]) -> set[str]:
    shapes = [block.to_dict() for block in blocks]
    elements = [e for shape in shapes for e in shape.get("elements", ())]
    elements += [shape["accessory"] for shape in shapes if "accessory" in shape]
    return {element["action_id"] for element in elements if "action_id" in element}


def test_every_button_and_choice_that_is_shown_is_listened_to() -> None:
    view = campaign_of("Gitaly")
    item = view.items[0]
    not_started = replace(item, state=ItemState.not_started, issue_iid=1)
    stopped = build_status(campaign_of("Gitaly"), {}, NOW)
    shown = [
        build_plan(RECORD, {}),
        build_progress(stopped, stopped=True),
        build_request(1, "U0GUS", "gus", "asked"),
        build_digest(digest_of("Gitaly")),
        build_digest(digest_of("Gitaly", reminder=ANSWERED, reply=REPLY)),
        build_digest(digest_of("Gitaly", reminder=replace(SENT, kind=RungKind.facilitator))),
        build_declined(
            Declined(DECLINE, view.campaign, item, {"U0GUS": "Gus", "U0NORA": "Nora"}, "Gus")
        ),
        build_mine(ItemList((ItemStatus(view.campaign, not_started),), {}, NOW)),
        build_draft(Summary(DRAFT, (), {}, (), NOW)),
        build_digest(digest_of("Gitaly", reminder=FOR_FRIDA)),
        build_announcement(announcement_in("draft", QueueState.pending)),
        build_announcement(announcement_in("posted", QueueState.dead)),
    ]
    questions = {*question_buttons(VERBS), *question_ticks(VERBS)}

    found = questions | {action for message in shown for action in action_ids(list(message.blocks))}

    assert found <= {*BUTTONS, *CHOICES}
    assert {*BUTTONS, *CHOICES} - found <= {"start_campaign_again"}


def test_no_two_questions_share_a_button() -> None:
    asking = [verb for verb in VERBS if verb.asks]

    assert len(question_buttons(VERBS)) == 2 * len(asking)


def test_only_the_sender_posts_and_only_a_press_opens_a_modal() -> None:
    root = Path(slackapp.__file__).parent
    calls = {
        method: {
            str(file.relative_to(root))
            for file in root.rglob("*.py")
            if re.search(rf"\.{method}\b", file.read_text(encoding="utf-8"))
        }
        for method in ("chat_postMessage", "chat_update", "chat_postEphemeral", "views_open")
    }

    assert calls == {
        # The outbox is lost with the database, so this one sentence cannot wait in it.
        # The doctor's one message is deleted at once.
        "chat_postMessage": {
            "delivery/sender.py",
            "delivery/database_watch.py",
            "doctor/live_slack.py",
        },
        "chat_update": {"delivery/sender.py", "doctor/live_slack.py"},
        "chat_postEphemeral": set(),
        "views_open": {"listeners/pressing.py"},
    }


def test_a_verb_without_a_permission_is_not_built() -> None:
    with pytest.raises(TypeError, match="permission"):
        Verb("dance", "dance", "dance for the others", str, act)  # type: ignore[call-arg]  # the permission is missing on purpose


def test_every_verb_needs_a_permission_that_somebody_has() -> None:
    assert {verb.permission for verb in VERBS} <= {*EVERYBODYS, *PERMITTED}
