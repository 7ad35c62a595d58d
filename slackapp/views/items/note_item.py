"""A note on an issue, written in a modal or a command and previewed before it is public."""

import json
from dataclasses import asdict, replace

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from commands.items.note_item import Noted, NoteDraft, NoteRequest
from commands.markdown import MAX_WORDS
from slackapp.payloads import InputValues
from slackapp.views.items.items import named_item
from slackapp.views.message import Message, context, section, sentence
from slackapp.views.modals import labelled, modal, words_input
from slackapp.views.mrkdwn import escape, plain
from slackapp.views.questions import Buttons, Question

CALLBACK, PREVIEW_CALLBACK = "note_item", "note_item_preview"
WORDS = "words"
MAX_SHOWN = 800
BUTTONS = Buttons(
    confirm="publish_note",
    confirm_label="Publish",
    keep="discard_note",
    keep_label="Discard",
    kept="Nothing was published.",
)


def build_note(component: str, named: str, *, words: str = "", reply: int | None = None) -> View:
    """Build the modal; ``named`` is already escaped, ``words`` is the text of a reply."""
    blocks: list[Block] = [
        section(f"A note for the issue for {named}. You will see a preview before it is public."),
        labelled(WORDS, "Note", words_input(WORDS, MAX_WORDS, initial=words[:MAX_WORDS] or None)),
    ]
    carried = json.dumps({"component": component, "reply": reply})
    return modal(CALLBACK, carried, "Add a note", blocks, submit="Preview")


def parse_note(carried: str, values: InputValues) -> NoteRequest:
    """Parse the modal."""
    kept = json.loads(carried)
    words = values[WORDS][WORDS].get("value") or ""
    return NoteRequest(str(kept["component"]), words, kept.get("reply"))


def build_preview(draft: NoteDraft) -> View:
    """Build the modal's second step: the exact text, the issue and the author."""
    blocks = _preview(draft)
    return modal(PREVIEW_CALLBACK, _carried(draft.request), "Preview", blocks, submit="Publish")


def build_question(draft: NoteDraft) -> Question:
    """Build the reply to `note`: the same preview, with buttons."""
    title = f"Preview of a note for {escape(draft.item.title)}, not published yet."
    return Question(title, _preview(draft), _carried(draft.request), draft)


def read_value(value: str) -> NoteRequest:
    """Decode the preview's value."""
    kept = json.loads(value)
    return NoteRequest(str(kept["component"]), str(kept["words"]), kept.get("reply"))


def _carried(request: NoteRequest) -> str:
    return json.dumps(asdict(replace(request, words=plain(request.words))), ensure_ascii=False)


def _preview(draft: NoteDraft) -> list[Block]:
    named = named_item(draft.campaign, draft.item)
    where = "Everyone who can see the issue can read this, posted by the assistant's GitLab user."
    return [
        section(f"This note will be added to the issue for {named}:"),
        section(f"> {escape(draft.text, MAX_SHOWN)}"),
        context(where),
    ]


def build_noted(noted: Noted) -> Message:
    """Build the reply to Publish."""
    named = named_item(noted.campaign, noted.item)
    return sentence(f"Your note is being added to the issue for {named}.")
