"""`note`, the modal opened by Add a note and Make it a note, and the preview of the note."""

from dataclasses import replace

from slack_bolt import Ack

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.items.find_items import split_component
from commands.items.note_item import NoteRequest, draft_note, publish_note
from commands.reminders.answer_reminder import show_asked
from commands.reminders.show_reply import show_reply
from slackapp.listeners.pressing import Action, Press, Submitted, update_modal
from slackapp.payloads import SubmittedView
from slackapp.verbs import Asks, Call, Reply, Verb
from slackapp.views.items import note_item as view
from slackapp.views.items.items import named_item
from slackapp.views.questions import Question
from slackapp.views.reminders.digest_buttons import PUBLISH_REPLY


def parse(words: str) -> NoteRequest:
    """Parse `<component> <words>`; known component names decide where the component ends."""
    return NoteRequest(words, "")


def ask(call: Call, request: NoteRequest) -> Question:
    """Show what would become public; nothing is written yet."""
    split = _split(call, request)
    return view.build_question(draft_note(call.deps.store, call.deps.catalog, call.actor, split))


def act(call: Call, request: NoteRequest) -> Reply:
    """Publish the note."""
    deps = call.deps
    split = _split(call, request)
    noted = publish_note(deps.store, deps.catalog, call.actor, split, now=deps.clock())
    deps.wake_jobs()
    return Reply(view.build_noted(noted), noted)


def _split(call: Call, request: NoteRequest) -> NoteRequest:
    if request.words:
        return request
    with call.deps.store.read() as session:
        component, words = split_component(session, request.component)
    if not words:
        raise InvalidRequestError(
            "Name a component and write a note: `note gitaly the image is built`."
        )
    return replace(request, component=component, words=words)


def on_note(press: Press, reminder: str) -> None:
    """Handle Add a note: open the modal that asks for the text."""
    asked = show_asked(press.deps.store, press.actor, int(reminder))
    press.open(view.build_note(asked.name, named_item(asked.campaign, asked.item)))


def on_publish_reply(press: Press) -> None:
    """Handle Make it a note: open the modal with the text of the reply."""
    reply_id, _, item_id = press.value.partition(":")
    shown = show_reply(press.deps.store, press.actor, int(reply_id), int(item_id))
    named = named_item(shown.campaign, shown.item)
    modal = view.build_note(shown.name, named, words=shown.reply.text, reply=shown.reply.id)
    press.open(modal)


def on_written(ack: Ack, press: Press, submitted: SubmittedView) -> None:
    """Handle the submitted text: show a preview of what will become public."""
    request = view.parse_note(press.value, submitted["state"]["values"])
    draft = draft_note(press.deps.store, press.deps.catalog, press.actor, request)
    update_modal(ack, view.build_preview(draft))


def on_preview_submitted(ack: Ack, press: Press, submitted: SubmittedView) -> None:
    """Handle Publish in the preview."""
    del submitted
    act(Call(press.actor, press.deps), view.read_value(press.value))
    ack()


BUTTONS: dict[str, Action] = {PUBLISH_REPLY: on_publish_reply}
MODALS: dict[str, Submitted] = {
    view.CALLBACK: on_written,
    view.PREVIEW_CALLBACK: on_preview_submitted,
}
VERB = Verb(
    "note",
    "note <component> <words>",
    "add a note to a component's issue; previews what becomes public",
    parse,
    act,
    asks=Asks(ask, view.read_value, view.BUTTONS),
    example="note gitaly the new image is built tonight",
    permission=Permission.note,
)
