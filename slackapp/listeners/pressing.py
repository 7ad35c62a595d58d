"""What all buttons and modals share: who acted, the carried value, and the reply."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import structlog
from slack_bolt import Ack, App
from slack_sdk.models.views import View

from campaigns.delivery import NoticeMessage
from campaigns.people.roles import Actor
from commands.delivery.messages import enqueue
from commands.errors import OutOfDateError
from commands.people.actors import get_actor
from slackapp.connection.people import look_up
from slackapp.connection.responses import post_response
from slackapp.delivery.slack_errors import ErrorKind, kind_of
from slackapp.delivery.slack_results import CallOutcome, Result, attempt
from slackapp.deps import Deps, UseCase
from slackapp.errors import to_slack_message, to_user_message
from slackapp.payloads import FormState, InputState, Interaction, SubmittedView
from slackapp.views.fitting import fit_message, fit_view
from slackapp.views.message import Message, refusal
from slackapp.views.modals import build_refused, build_reply

log = structlog.get_logger()

TOO_LONG = "That took too long. Please press the button again."

# At most 12,000 bytes of UTF-8, of the 16,000 of an acknowledgement.
ACKNOWLEDGED_CHARACTERS = 4_000


@dataclass(frozen=True)
class Press:
    """A pressed button or a submitted modal, with the actor, the value and the form state."""

    deps: Deps
    actor: Actor
    value: str
    state: FormState
    response_url: str | None = None
    trigger_id: str | None = None

    def answer(self, message: Message, *, replace: bool = False) -> None:
        """Reply to the person who pressed, from a worker; the reply is gone after a reload.

        A press in App Home has no message to reply to, so the reply opens as a modal.
        """
        if self.response_url is not None:
            respond(self.deps, self.response_url, message, replace=replace)
        else:
            self.open(build_reply(message))

    def open(self, modal: View) -> None:
        """Open a modal. A listener makes no other call to Slack.

        Raises:
            OutOfDateError: Slack did not open it in time; pressing again may help.
            RuntimeError: Slack refuses the modal itself.
        """
        result = open_modal(self.deps, self.trigger_id or "", modal)
        if result.verdict == CallOutcome.done:
            return
        if kind_of(result.error) == ErrorKind.ours:
            raise RuntimeError(f"Slack refuses the modal: {result.error}")
        raise OutOfDateError(TOO_LONG)


Action = Callable[[Press], None]
Value = TypeVar("Value")


def decides(use_case: UseCase[Value, object], read: Callable[[str], Value]) -> Action:
    """Build the handler of a button that decides on the object named by its value.

    The outbox then updates the messages that show it.
    """

    def on_press(press: Press) -> None:
        press.deps.carry_out(use_case, press.actor, read(press.value))

    return on_press


def listen_to_press(app: App, deps: Deps, action_id: str, action: Action) -> None:
    """Register the handler of a button."""
    app.action(action_id)(partial(_on_press, deps=deps, action=action))


def _on_press(ack: Ack, body: Interaction, deps: Deps, action: Action) -> None:
    pressed = body["actions"][0]
    try:
        press = Press(
            deps=deps,
            actor=actor_of(deps, body),
            value=_value_of(pressed),
            state=body.get("state") or {},
            response_url=body.get("response_url"),
            trigger_id=body.get("trigger_id"),
        )
        action(press)
    except Exception as error:  # noqa: BLE001 - every error becomes a sentence
        _refuse(deps, body, to_slack_message(error))
    ack()


def _value_of(pressed: InputState) -> str:
    """Return the value of a button, or of the option chosen in a menu."""
    chosen = pressed.get("selected_option")
    return pressed.get("value") or (chosen["value"] if chosen else "")


def _refuse(deps: Deps, body: Interaction, sentence: str) -> None:
    """Explain why a press was refused, next to the message or in a modal over App Home."""
    response_url = body.get("response_url")
    if response_url is not None:
        respond(deps, response_url, refusal(sentence))
        return
    refused = build_refused("That did not work", sentence)
    result = open_modal(deps, body.get("trigger_id") or "", refused)
    if result.verdict != CallOutcome.done:
        log.warning("modal_not_opened", why=result.error)
        _ask_directly(deps, body["user"]["id"])


def _ask_directly(deps: Deps, slack_id: str) -> None:
    """Ask in a direct message to press again, because App Home has no message to reply to."""
    notice = NoticeMessage.about(f"press:{deps.new_id()}", TOO_LONG)
    with deps.store.write() as session:
        enqueue(session, notice, to=slack_id, now=deps.clock())
    deps.wake_jobs()


def open_modal(deps: Deps, trigger_id: str, modal: View) -> Result:
    """Open a modal within Slack's three seconds, once, and return the result of the call."""
    return attempt(partial(deps.open_modal.views_open, trigger_id=trigger_id, view=fit_view(modal)))


Submitted = Callable[[Ack, Press, SubmittedView], None]


def listen_to_submit(app: App, deps: Deps, callback_id: str, submitted: Submitted) -> None:
    """Register the handler of a modal's submission."""
    app.view(callback_id)(partial(_on_submit, deps=deps, submitted=submitted))


def _on_submit(
    ack: Ack, body: Interaction, view: SubmittedView, deps: Deps, submitted: Submitted
) -> None:
    """Handle a submission; the person's permission is checked again.

    An error is shown at the modal's first input, or replaces a modal that has no inputs.
    """
    try:
        press = Press(deps, actor_of(deps, body), view["private_metadata"], state={})
        submitted(ack, press, view)
    except Exception as error:  # noqa: BLE001 - every error becomes a sentence
        inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
        if inputs:
            ack(response_action="errors", errors={inputs[0]: to_user_message(error)})
        else:
            refused = build_refused(view["title"]["text"], to_slack_message(error))
            update_modal(ack, refused)


def update_modal(ack: Ack, view: View) -> None:
    """Replace the modal that was submitted; an acknowledgement has less room than a call."""
    ack(response_action="update", view=fit_view(view, ACKNOWLEDGED_CHARACTERS))


def actor_of(deps: Deps, body: Interaction) -> Actor:
    """Return the actor behind an interaction's payload.

    Raises:
        NotPermittedError: the person may not act here.
    """
    user = body["user"]
    team, enterprise = body.get("team") or {}, body.get("enterprise") or {}
    team_id = team.get("id") or user.get("team_id") or enterprise.get("id")
    return known_actor(deps, user["id"], team_id)


def known_actor(deps: Deps, slack_id: str, team_id: str | None) -> Actor:
    """Return the actor with a Slack id; a worker looks up people who are not stored yet."""

    def look_up_later(unknown: str) -> None:
        deps.hand_over(partial(look_up, deps, unknown))

    return get_actor(deps.store, deps.catalog, slack_id, team_id, look_up=look_up_later)


def respond(deps: Deps, response_url: str, message: Message, *, replace: bool = False) -> None:
    """Reply through a response_url, from a worker, once and without a retry.

    Use it only for replies that a person can request again; others go through the outbox.
    """
    answer = fit_message(message).as_json() | {
        "response_type": "ephemeral",
        "replace_original": replace,
    }
    deps.hand_over(partial(post_response, response_url, answer, deps.slack.ssl))
