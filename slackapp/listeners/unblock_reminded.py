"""The modal behind Unblocked: the same as the verb, with an optional note."""

from slack_sdk.models.views import View

from commands.answer_reminder import show_asked
from commands.unblock_item import UnblockRequest, unblock_item
from slackapp.listeners.pressing import Action, Press
from slackapp.listeners.submitting import Form
from slackapp.views import unblock_reminded as view
from slackapp.views.digest_buttons import UNBLOCK


def on_unblocked(press: Press) -> None:
    """Unblocked pressed: the modal asks for a note."""
    press.open(view.build_unblock(show_asked(press.deps.store, press.actor, int(press.value))))


def on_submitted(press: Press) -> View | None:
    """Take the modal; it asks before it turns somebody else's link."""
    return _unblock(press, view.parse_unblock(press.value, press.state))


def on_foreign_submitted(press: Press) -> View | None:
    """Take the question about somebody else's link: yes."""
    return _unblock(press, view.parse_foreign(press.value))


def _unblock(press: Press, request: UnblockRequest) -> View | None:
    deps = press.deps
    done = unblock_item(deps.store, deps.catalog, press.actor, request, now=deps.clock())
    deps.nudge()
    return view.build_foreign(done, request) if done.foreign else None


BUTTONS: dict[str, Action] = {UNBLOCK: on_unblocked}
FORMS = {
    view.CALLBACK: Form(on_submitted, block=view.NOTE),
    view.FOREIGN_CALLBACK: Form(on_foreign_submitted),
}
