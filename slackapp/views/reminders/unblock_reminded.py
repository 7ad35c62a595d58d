"""The modal opened by Unblocked, with an optional note, and the question about a link."""

import json
from dataclasses import asdict

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from commands.items.unblock_item import Unblocked, UnblockRequest
from commands.markdown import MAX_WORDS
from commands.reminders.answer_reminder import OpenReminder
from slackapp.payloads import InputValues
from slackapp.views.items.items import ask_foreign, named_item
from slackapp.views.message import section
from slackapp.views.modals import labelled, modal, words_input

CALLBACK, FOREIGN_CALLBACK = "unblock_reminded", "unblock_foreign"
NOTE = "note"


def build_unblock(asked: OpenReminder) -> View:
    """Build the modal; the note is added to the issue, as with `unblock`."""
    blocks: list[Block] = [
        section(f"{named_item(asked.campaign, asked.item)} returns to its previous state."),
        labelled(
            NOTE,
            "Note",
            words_input(NOTE, MAX_WORDS),
            hint="Everyone who can see the issue can read it there, with your name.",
            optional=True,
        ),
    ]
    return modal(CALLBACK, asked.name, "Unblocked", blocks, submit="Unblocked")


def parse_unblock(component: str, values: InputValues) -> UnblockRequest:
    """Parse the modal."""
    note = (values[NOTE][NOTE].get("value") or "").strip()
    return UnblockRequest(component, note or None)


def build_foreign(done: Unblocked, request: UnblockRequest) -> View:
    """Build the question about links that somebody made in GitLab."""
    named = named_item(done.campaign, done.item)
    blocks: list[Block] = [section(ask_foreign(named, done.foreign))]
    carried = json.dumps(asdict(request), ensure_ascii=False)
    return modal(FOREIGN_CALLBACK, carried, "Change the link?", blocks, submit="Change and unblock")


def parse_foreign(carried: str) -> UnblockRequest:
    """Parse the question's modal; submitting it confirms the change."""
    kept = json.loads(carried)
    return UnblockRequest(str(kept["component"]), kept.get("note"), foreign_too=True)
