"""The buttons of an announcement draft: Post, Edit, Skip and Post again."""

from slack_bolt import Ack

from commands.announcements.decide_announcement import (
    ANNOUNCEMENT,
    edit_announcement,
    post_announcement,
    skip_announcement,
)
from commands.announcements.read_announcement import read_announcement
from commands.drafts import require_undecided
from commands.people.actors import require
from slackapp.listeners.pressing import Press, Submitted, decides
from slackapp.payloads import SubmittedView
from slackapp.views import announcements as view
from slackapp.views.drafts import parse_version


def on_post(press: Press) -> None:
    """Handle Post and Post again."""
    deps = press.deps
    number, version = parse_version(press.value)
    post_announcement(deps.store, deps.catalog, press.actor, number, version, now=deps.clock())
    deps.wake_jobs()


def on_edit(press: Press) -> None:
    """Handle Edit: open the filled-in modal at once, because all its data is local."""
    deps = press.deps
    require(deps.catalog, press.actor, ANNOUNCEMENT.permission)
    seen = read_announcement(deps.store, parse_version(press.value)[0])
    require_undecided(ANNOUNCEMENT, seen.record, seen.people)
    press.open(view.build_edit(seen))


def on_edit_submitted(ack: Ack, press: Press, submitted: SubmittedView) -> None:
    """Handle Save: store the new text unless somebody else has changed it in the meantime."""
    deps = press.deps
    number, version = parse_version(press.value)
    text = view.parse_edit(submitted["state"]["values"])
    edit_announcement(
        deps.store, deps.catalog, press.actor, number, version, text, now=deps.clock()
    )
    deps.wake_jobs()
    ack()


BUTTONS = {
    view.POST: on_post,
    view.POST_AGAIN: on_post,
    view.EDIT: on_edit,
    view.SKIP: decides(skip_announcement, lambda carried: parse_version(carried)[0]),
}
MODALS: dict[str, Submitted] = {view.CALLBACK: on_edit_submitted}
