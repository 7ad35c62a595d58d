"""The button that takes what stays unanswered to the executive sponsor."""

from commands.tell_sponsor import tell_sponsor
from slackapp.listeners.pressing import Action, Press
from slackapp.views.digest_buttons import TELL_SPONSOR


def on_tell_sponsor(press: Press) -> None:
    """Tell the sponsor pressed: the message then says that they are told."""
    deps = press.deps
    tell_sponsor(deps.store, deps.catalog, press.actor, int(press.value), now=deps.clock())
    deps.nudge()


BUTTONS: dict[str, Action] = {TELL_SPONSOR: on_tell_sponsor}
