"""Every kind of message has a payload and vice versa; rows of v0.1.0 still work."""

import ast
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import campaigns
import slackapp.messages
from campaigns.announcements import (
    AnnouncementDraftMessage,
    AnnouncementMessage,
    AnnouncementRefusedMessage,
)
from campaigns.delivery import NoticeMessage
from campaigns.lifecycle.messages import ClosedEpicMessage, PlanMessage, ProgressMessage
from campaigns.messages import MessagePayload
from campaigns.notices import DayNoticeMessage
from campaigns.overview import CardMessage, HistoryMessage
from campaigns.people.messages import LinkRequestMessage
from campaigns.reminders.messages import DeclineMessage, DigestMessage, NudgeMessage, ReplyMessage
from campaigns.reports.messages import RetrospectiveMessage
from campaigns.summary.messages import SummaryDetailsMessage, SummaryDraftMessage, SummaryMessage
from commands.delivery.messages import payload_json
from slackapp.messages.registry import KINDS, parent_key, payload_of
from storage.delivery.tables import OutboxRow

ROOT = Path(campaigns.__file__).parent.parent
BESIDE = {"kind", "registry"}
CLOSES = datetime(2023, 3, 31, 15, 0, tzinfo=UTC)
# Names that are words of their own elsewhere: a verb, a table, an action, another queue's work.
ALSO_WORDS = {
    "announcement",
    "card",
    "decline",
    "link_request",
    "notice",
    "plan",
    "reply",
    "summary",
}


def payload_classes() -> Iterator[type]:
    for module in pkgutil.walk_packages(campaigns.__path__, "campaigns."):
        found = vars(import_module(module.name)).values()
        yield from (
            one
            for one in found
            if isinstance(one, type) and hasattr(one, "KIND") and one is not MessagePayload
        )


def test_each_payload_has_its_kind_and_each_kind_its_payload() -> None:
    assert {kind.payload for kind in KINDS.values()} == set(payload_classes())


def test_each_kind_is_the_module_of_its_name() -> None:
    modules = {module.name for module in pkgutil.iter_modules(slackapp.messages.__path__)}
    assert modules - BESIDE == set(KINDS)
    for name, kind in KINDS.items():
        assert import_module(f"slackapp.messages.{name}").KIND is kind


def test_no_other_module_names_a_kind() -> None:
    named = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for room in ("slackapp", "commands", "storage")
        for file in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in KINDS.keys() - ALSO_WORDS
    ]
    assert named == []


@dataclass(frozen=True)
class Old:
    """A row as v0.1.0 wrote it, and the payload it has now."""

    kind: str
    key: str
    stored: dict[str, Any]
    message: MessagePayload
    under: str | None = None

    @property
    def row(self) -> OutboxRow:
        return OutboxRow(kind=self.kind, dedupe_key=self.key, channel="C1", payload=self.stored)


DIGEST_KEY, NUDGE_KEY = "digest:U0GUS:2023-03-31", "nudge:U0GUS:1:2023-03-31"
DAY_KEY, CLOSES_ISO = "notice:day:U0GUS:2023-03-31", "2023-03-31T15:00:00+00:00"
REFUSED_KEY = "announcement_refused:6:C0RELEASES:1"
CLOSED_KEY = "closed_epic:1:2023-03-31T07:30:00+00:00"
LINKED = "You are now known as `gus` in GitLab."
POST = AnnouncementMessage(6, "C0RELEASES")
OLD = [
    Old("card", "card:1", {"campaign_id": 1, "pinned": True}, CardMessage(1)),
    Old("progress", "progress:1", {"campaign_id": 1}, ProgressMessage(1)),
    Old(
        "history",
        "history:7",
        {"campaign_id": 1, "event_ids": [7, 8]},
        HistoryMessage(1, (7, 8)),
        under="card:1",
    ),
    Old("plan", "plan:6f1c", {"plan_id": "6f1c"}, PlanMessage("6f1c")),
    Old("notice", "notice:link:3", {"sentence": LINKED}, NoticeMessage.about("link:3", LINKED)),
    Old("link_request", "link_request:3", {"request_id": 3}, LinkRequestMessage(3)),
    Old(
        "digest",
        DIGEST_KEY,
        {"key": DIGEST_KEY, "closes": CLOSES_ISO},
        DigestMessage(DigestMessage.key_of("U0GUS", CLOSES.date()), CLOSES),
    ),
    Old(
        "nudge",
        NUDGE_KEY,
        {"campaign_id": 1, "key": NUDGE_KEY},
        NudgeMessage(1, NudgeMessage.key_of("U0GUS", 1, CLOSES.date())),
        under="card:1",
    ),
    Old(
        "day_notice",
        DAY_KEY,
        {"key": DAY_KEY, "closes": CLOSES_ISO},
        DayNoticeMessage(DayNoticeMessage.key_of("U0GUS", CLOSES.date()), CLOSES),
    ),
    Old("decline", "decline:4", {"decline_id": 4}, DeclineMessage(4)),
    Old("reply", "reply:5", {"reply_id": 5}, ReplyMessage(5)),
    Old(
        "summary_draft",
        "summary_draft:2:U0FRIDA",
        {"summary_id": 2},
        SummaryDraftMessage.for_reader(2, "U0FRIDA"),
    ),
    Old("summary", "summary:2", {"summary_id": 2}, SummaryMessage(2)),
    Old(
        "summary_details",
        "summary_details:2",
        {"summary_id": 2},
        SummaryDetailsMessage(2),
        under="summary:2",
    ),
    Old(
        "announcement_draft",
        "announcement_draft:6:U0FRIDA",
        {"announcement_id": 6},
        AnnouncementDraftMessage.for_reader(6, "U0FRIDA"),
    ),
    Old(
        "announcement",
        "announcement:6:C0RELEASES",
        {"announcement_id": 6, "channel": "C0RELEASES"},
        POST,
    ),
    Old(
        "announcement_refused",
        REFUSED_KEY,
        {"announcement_id": 6, "channel": "C0RELEASES"},
        AnnouncementRefusedMessage.of_attempt(POST, 1),
    ),
    Old(
        "closed_epic",
        CLOSED_KEY,
        {"campaign_id": 1},
        ClosedEpicMessage.of_closing(1, datetime(2023, 3, 31, 7, 30, tzinfo=UTC)),
    ),
    Old(
        "retrospective",
        "retrospective:1",
        {"campaign_id": 1, "owners": {"gitaly": "Gitaly"}, "learned": ["cli"]},
        RetrospectiveMessage(1, {"gitaly": "Gitaly"}, ("cli",)),
        under="card:1",
    ),
]


def test_there_is_an_old_row_of_each_kind() -> None:
    assert [old.kind for old in OLD] == list(dict.fromkeys(old.kind for old in OLD))
    assert {old.kind for old in OLD} == set(KINDS)


@pytest.mark.parametrize("old", OLD, ids=lambda old: old.kind)
def test_an_old_row_asks_for_what_is_asked_for_now(old: Old) -> None:
    assert payload_of(old.row) == old.message
    assert (old.message.KIND, old.message.key) == (old.kind, old.key)
    assert parent_key(old.row) == old.under


@pytest.mark.parametrize("old", OLD, ids=lambda old: old.kind)
def test_what_is_stored_now_is_read_as_it_was_written(old: Old) -> None:
    stored = payload_json(old.message)
    row = OutboxRow(kind=old.kind, dedupe_key=old.key, channel="C1", payload=stored)
    assert payload_of(row) == old.message
    assert stored.keys() >= old.stored.keys() - {"pinned"}
