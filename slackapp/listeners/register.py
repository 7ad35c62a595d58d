"""Registering all listeners."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from campaigns.items.names import normalise
from slackapp.connection.people import as_person
from slackapp.deps import Deps
from slackapp.errors import to_slack_message
from slackapp.grammar import split_word
from slackapp.listeners import announcements, merge_requests, people
from slackapp.listeners.items import note_item
from slackapp.listeners.lifecycle import start_campaign
from slackapp.listeners.overview import home
from slackapp.listeners.pressing import (
    Submitted,
    known_actor,
    listen_to_press,
    listen_to_submit,
    respond,
)
from slackapp.listeners.questions import question_buttons, question_ticks
from slackapp.listeners.reminders import (
    acknowledge_reminder,
    decline_item,
    escalate_item,
    replies,
    snooze_reminder,
    unblock_reminded,
)
from slackapp.listeners.show_help import VERBS, get_verb
from slackapp.listeners.summary import summary
from slackapp.payloads import EventBody, SlackMessage
from slackapp.typed import as_typed
from slackapp.verbs import Call, Reply
from slackapp.views.fitting import fit_message
from slackapp.views.lifecycle import start_campaign as start_view
from slackapp.views.lifecycle.edit_plan import EDIT_CALLBACK
from slackapp.views.message import refusal
from slackapp.views.overview import show_status as status_view
from slackapp.views.show_help import COMMAND
from slackapp.views.summary import summary as summary_view
from storage.people.queries import save_person

BUTTONS = {
    **start_campaign.BUTTONS,
    **question_buttons(VERBS),
    **people.BUTTONS,
    **acknowledge_reminder.BUTTONS,
    **snooze_reminder.BUTTONS,
    **unblock_reminded.BUTTONS,
    **note_item.BUTTONS,
    **decline_item.BUTTONS,
    status_view.BUMP: merge_requests.on_bump,
    **escalate_item.BUTTONS,
    **summary.BUTTONS,
    **announcements.BUTTONS,
}
MODALS: dict[str, Submitted] = {
    EDIT_CALLBACK: start_campaign.on_edit_submitted,
    summary_view.EDIT_CALLBACK: summary.on_edit_submitted,
    summary_view.SKIP_CALLBACK: summary.on_skip_submitted,
    **snooze_reminder.MODALS,
    **unblock_reminded.MODALS,
    **note_item.MODALS,
    **decline_item.MODALS,
    **announcements.MODALS,
}
CONVERSATIONS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
CHOICES = (start_view.LABELS, *question_ticks(VERBS))


def register(app: App, deps: Deps) -> None:
    """Register every listener of the assistant."""
    app.command(COMMAND)(partial(on_command, deps=deps))
    for action_id, action in BUTTONS.items():
        listen_to_press(app, deps, action_id, action)
    for action_id in CHOICES:
        app.action(action_id)(on_choice)
    for callback_id, submitted in MODALS.items():
        listen_to_submit(app, deps, callback_id, submitted)
    app.event("app_home_opened")(partial(home.on_home_opened, deps=deps))
    app.event("message")(partial(on_message, deps=deps))
    for event in ("team_join", "user_change"):
        app.event(event)(partial(on_person, deps=deps))


def on_command(ack: Ack, command: dict[str, Any], deps: Deps) -> None:
    """Reply to the slash command; a worker makes any calls to GitLab."""
    try:
        team_id = command.get("team_id") or command.get("enterprise_id")
        actor = known_actor(deps, command["user_id"], team_id)
        name, words = split_word(normalise(command.get("text", "")))
        verb, call = get_verb(name), Call(actor, deps)
        request = verb.parse(words if verb.names_people else as_typed(deps, words))
        reply = verb.answer(call, request)
    except Exception as error:  # noqa: BLE001 - every error becomes a sentence
        reply = Reply(refusal(to_slack_message(error)))
    else:
        if verb.later is not None:
            url = command["response_url"]
            deps.hand_over(partial(_answer_later, verb.later, call, request, url))
    message = fit_message(reply.message)
    ack(message.text, blocks=message.blocks or None, response_type="ephemeral")


def _answer_later(
    later: Callable[[Call, object], Reply | None], call: Call, request: object, response_url: str
) -> None:
    heard = replace(call, progress=partial(respond, call.deps, response_url))
    try:
        reply = later(heard, request)
        message = None if reply is None else reply.message
    except Exception as error:  # noqa: BLE001 - every error becomes a sentence
        message = refusal(to_slack_message(error))
    if message is not None:
        respond(call.deps, response_url, message)


def on_message(event: SlackMessage, body: EventBody, deps: Deps) -> None:
    """Handle a message in a conversation that the app is in."""
    if event.get("channel_type") in CONVERSATIONS:
        replies.on_message(event, body, deps)


def on_choice(ack: Ack) -> None:
    """Acknowledge a ticked box, whose state arrives with the button."""
    ack()


def on_person(event: dict[str, Any], deps: Deps) -> None:
    """Store a new or changed Slack user in the people table."""
    with deps.store.write() as session:
        save_person(session, as_person(event["user"], deps.catalog))
