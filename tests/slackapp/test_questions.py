"""Questions of verbs: their buttons contain the request, and old messages' buttons still work."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from campaigns.model.person import Person
from commands.items.note_item import NoteDraft, NoteRequest
from commands.items.unblock_item import Unblocked, UnblockRequest
from commands.lifecycle.cancel_campaign import CancelRequest
from commands.lifecycle.close_campaign import ClosingPreview
from commands.lifecycle.open_tier import OpenRequest, TierToOpen
from commands.lifecycle.retarget_campaign import RetargetPreview, RetargetRequest
from commands.merge_requests.bump_tier import TierPreview, TierRequest
from commands.reminders.escalate_item import SponsorQuestion
from runtimes.versions import parse_version
from slackapp.listeners.show_help import get_verb
from slackapp.views import merge_requests
from slackapp.views.items import items, note_item
from slackapp.views.lifecycle import cancel_campaign, close_campaign, open_tier, retarget_campaign
from slackapp.views.questions import Question, parse_ticked, with_buttons
from slackapp.views.reminders import escalate_item
from tests.slackapp.reminders.test_reminder_views import SENT, digest_of
from tests.slackapp.test_views import campaign_of

NOW = datetime(2023, 3, 30, 9, 30, tzinfo=UTC)
SANA = Person("U0SANA", "T0TANUKI", "Sana Okafor", "America/Chicago", None, *(False,) * 4)
VIEW = campaign_of("Gitaly")
ITEM = VIEW.items[0]
CAMPAIGN = replace(VIEW.campaign, id=7)
NOTE = NoteRequest("gitaly", "it is built")
UNBLOCK = UnblockRequest("gitaly", "it is built", foreign_too=True)
VERSION = parse_version("1.20.5")
assert VERSION is not None

# What verbs ask, and what their buttons ask for.
ASKED: dict[str, tuple[Question, object]] = {
    "bump": (
        merge_requests.build_question(TierPreview(CAMPAIGN, "one", "One", ("g/gitaly",), 20)),
        TierRequest("one", 7),
    ),
    "cancel": (
        cancel_campaign.build_question(CAMPAIGN, "1.21 is out"),
        CancelRequest(7, "1.21 is out"),
    ),
    "close": (close_campaign.build_question(ClosingPreview(CAMPAIGN, (), (), (), ())), 7),
    "escalate": (
        escalate_item.build_question(
            SponsorQuestion(3, digest_of("Gitaly", reminder=SENT), SANA, NOW)
        ),
        3,
    ),
    "note": (note_item.build_question(NoteDraft(CAMPAIGN, ITEM, NOTE, "Gus: it is built")), NOTE),
    "open": (
        open_tier.build_question(TierToOpen(CAMPAIGN, "one", "One", (ITEM,), (ITEM,), "why not")),
        OpenRequest("one", 7, "why not"),
    ),
    "retarget": (
        retarget_campaign.build_question(RetargetPreview(CAMPAIGN, "1.20.5", None, "a bug", 0, ())),
        RetargetRequest(7, VERSION, "a bug"),
    ),
    "unblock": (
        items.build_question(Unblocked(CAMPAIGN, ITEM, ITEM.state, ITEM.blockers), UNBLOCK),
        UNBLOCK,
    ),
}

# The action ids and values in messages of v0.1.0, which may stand in Slack for years.
STANDING = [
    ("bump", "bump_tier", "keep_unbumped", "7:one"),
    (
        "cancel",
        "cancel_campaign",
        "keep_campaign",
        '{"campaign_id": 7, "reason": "1.21 is out"}',
    ),
    ("close", "close_campaign", "keep_open", "7"),
    ("escalate", "ask_sponsor", "keep_from_sponsor", "3"),
    (
        "note",
        "publish_note",
        "discard_note",
        '{"component": "gitaly", "words": "it is built", "reply": null}',
    ),
    ("open", "open_tier", "keep_tier_closed", '[7, "one", "why not"]'),
    ("retarget", "retarget_campaign", "keep_target", '[7, "1.20.5", "a bug"]'),
    (
        "unblock",
        "unblock_item",
        "keep_blocked",
        '{"component": "gitaly", "note": "it is built"}',
    ),
]


@pytest.mark.parametrize(("name", "confirm", "keep", "value"), STANDING)
def test_a_button_carries_what_was_asked_as_it_always_did(
    name: str, confirm: str, keep: str, value: str
) -> None:
    asks, (question, request) = get_verb(name).asks, ASKED[name]
    assert asks is not None
    shown = with_buttons(question, asks.buttons).blocks[-1].to_dict()["elements"]

    assert [(button["action_id"], button["value"]) for button in shown] == [
        (confirm, value),
        (keep, "keep"),
    ]
    assert asks.read(value) == request


def test_a_tick_is_read_from_the_message() -> None:
    asks = get_verb("cancel").asks
    assert asks is not None
    box = with_buttons(ASKED["cancel"][0], asks.buttons).blocks[-2].to_dict()
    (element,) = box["elements"]

    def state(*ticked: object) -> dict[str, object]:
        ticks = {element["action_id"]: {"selected_options": list(ticked)}}
        return {"values": {box["block_id"]: ticks}}

    assert (box["block_id"], element["options"][0]["value"]) == ("cancel_close", "close")
    assert parse_ticked(asks.buttons, state(element["options"][0])) == {"close_issues"}
    assert parse_ticked(asks.buttons, state()) == frozenset()
    assert parse_ticked(asks.buttons, {}) == frozenset()
