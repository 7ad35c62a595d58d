"""`close`: shows what is missing, or asks and then completes the campaign."""

from campaigns.people.roles import Permission
from commands.lifecycle.close_campaign import close_campaign, preview_closing
from slackapp.listeners.pressing import Press
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.lifecycle import close_campaign as view
from slackapp.views.message import sentence


def answer(call: Call) -> Reply:
    """Show what closing the campaign meets."""
    found = preview_closing(call.deps.store, call.deps.catalog, call.actor, call.words)
    return Reply(view.build_preview(found), found)


def on_close(press: Press) -> None:
    """Close the campaign pressed."""
    deps = press.deps
    done = close_campaign(deps.store, deps.catalog, press.actor, int(press.value), now=deps.clock())
    deps.wake_jobs()
    press.answer(view.build_closed(done), replace=True)


def on_keep(press: Press) -> None:
    """Keep it open pressed: nothing changes."""
    press.answer(sentence("The campaign stays open; nothing was changed."), replace=True)


BUTTONS = {view.CLOSE: on_close, view.KEEP: on_keep}
VERB = Verb(
    "close",
    "close [<campaign>]",
    "complete a campaign whose gating components are verified or waived; asks first",
    answer,
    example="close go-1.20",
    permission=Permission.close,
)
