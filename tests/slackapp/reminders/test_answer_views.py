"""The views of answers: hostile text stays text, in messages and in modals."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from slack_sdk.models.views import View

from campaigns.states import ItemState
from commands.items.note_item import Noted, NoteDraft, NoteRequest
from commands.items.unblock_item import Unblocked, UnblockRequest
from commands.markdown import MAX_WORDS
from commands.reminders.answer_reminder import OpenReminder
from commands.reminders.decline_item import Declined
from commands.reminders.remind import Reminded, RemindKind
from commands.reminders.show_reply import ReplyResult
from slackapp.views.items import note_item
from slackapp.views.items.items import named_item
from slackapp.views.message import Message
from slackapp.views.mrkdwn import plain
from slackapp.views.questions import with_buttons
from slackapp.views.reminders import snooze_reminder, unblock_reminded
from slackapp.views.reminders.decline_item import build_choice, build_declined
from slackapp.views.reminders.remind import build_reminded
from slackapp.views.reminders.replies import build_taken
from storage.reminders.declines import ASKED, ASSIGNED, KEPT, DeclineRecord
from storage.reminders.replies import ReplyRecord
from tests.entities import person
from tests.slackapp.reminders.test_reminder_views import SENT
from tests.slackapp.test_views import HOME, HOSTILE, campaign_of, marks_of

NOW = datetime(2023, 3, 31, 12, 30, tzinfo=UTC)
DECLINE = DeclineRecord(1, 1, "U0GUS", "gus", "U0MIRA", ASKED, NOW, NOW, None)
REPLY = ReplyRecord(1, "D0GUS", "1.2", None, "U0GUS", (1,), "on it", NOW, None)


def modals(words: str) -> list[View]:
    view = campaign_of(words)
    campaign, item = view.campaign, view.items[0]
    named = named_item(campaign, item)
    draft = NoteDraft(campaign, item, NoteRequest("gitaly", words[:MAX_WORDS]), words)
    done = Unblocked(campaign, item, ItemState.blocked, foreign=item.blockers)
    return [
        snooze_reminder.build_snooze("1", named),
        unblock_reminded.build_unblock(OpenReminder(SENT, campaign, item)),
        unblock_reminded.build_foreign(done, UnblockRequest("gitaly", words[:MAX_WORDS])),
        note_item.build_note("go/gitaly", named, words=words, reply=1),
        note_item.build_preview(draft),
        build_choice(Declined(DECLINE, campaign, item, {"U0GUS": words}, words)),
    ]


def asked(draft: NoteDraft) -> Message:
    return with_buttons(note_item.build_question(draft), note_item.BUTTONS)


def messages(words: str) -> list[Message]:
    view = campaign_of(words)
    campaign, item = view.campaign, view.items[0]
    people = {"U0GUS": words, "U0MIRA": words}
    owner = replace(person("gus"), name=words, gitlab_username=None)
    said = replace(REPLY, text=words)
    return [
        asked(NoteDraft(campaign, item, NoteRequest("gitaly", "x"), words)),
        note_item.build_noted(Noted(campaign, item)),
        *(
            build_declined(Declined(replace(DECLINE, state=state), campaign, item, people, words))
            for state in (ASKED, ASSIGNED, KEPT)
        ),
        build_taken(ReplyResult(said, view.items, NOW)),
        build_reminded([Reminded(kind, owner, item, NOW) for kind in RemindKind]),
    ]


@given(HOSTILE)
@settings(max_examples=100)
def test_hostile_text_yields_no_mention_and_no_foreign_link(words: str) -> None:
    shown = [Message("", modal.blocks or []) for modal in modals(words)]

    for message in [*messages(words), *shown]:
        marks = {m for m in marks_of(message) if not m.startswith("!date^")}
        assert all(mark.startswith(HOME) for mark in marks)


@given(HOSTILE)
@settings(max_examples=50)
def test_slack_takes_every_modal_and_what_it_carries_comes_back(words: str) -> None:
    for modal in modals(words):
        shown = modal.to_dict()
        assert len(shown["private_metadata"]) <= 3000
        assert len(shown["title"]["text"]) <= 24


@given(HOSTILE)
@settings(max_examples=50)
def test_a_previewed_note_is_the_note_that_is_published(words: str) -> None:
    request, view = NoteRequest("gitaly", words[:MAX_WORDS], 7), campaign_of("Gitaly")
    draft = NoteDraft(view.campaign, view.items[0], request, words)
    buttons = asked(draft).blocks[-1].to_dict()
    value = buttons["elements"][0]["value"]

    assert len(value) <= 2000
    assert note_item.read_value(value) == replace(request, words=plain(request.words))
