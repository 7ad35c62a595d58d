"""The buttons of an announcement's draft: Post, Edit, Skip, and Post again."""

from typing import Any

from slack_bolt import Ack

from campaigns.people.roles import Permission
from commands.announcements.decide_announcement import (
    edit_announcement,
    post_announcement,
    skip_announcement,
)
from commands.announcements.read_announcement import read_announcement
from commands.errors import OutOfDateError
from commands.people.actors import require
from slackapp.listeners.pressing import Press, Submitted
from slackapp.views import announcements as view
from storage.announcements import DRAFT


def on_post(press: Press) -> None:
    """Handle Post and Post again."""
    deps = press.deps
    number, version = view.parse_version(press.value)
    post_announcement(deps.store, deps.catalog, press.actor, number, version, now=deps.clock())
    deps.wake_jobs()


def on_edit(press: Press) -> None:
    """Handle Edit: the modal opens complete, since everything it shows is local."""
    deps = press.deps
    require(deps.catalog, press.actor, Permission.announce)
    seen = read_announcement(deps.store, view.parse_version(press.value)[0])
    if seen.record.state != DRAFT:
        raise OutOfDateError(f"This announcement has already been {seen.record.state}.")
    press.open(view.build_edit(seen))


def on_skip(press: Press) -> None:
    """Handle Skip."""
    deps = press.deps
    number, _version = view.parse_version(press.value)
    skip_announcement(deps.store, deps.catalog, press.actor, number, now=deps.clock())
    deps.wake_jobs()


def on_edit_submitted(ack: Ack, press: Press, submitted: dict[str, Any]) -> None:
    """Handle Save: store the new text, unless somebody else has changed it meanwhile."""
    deps = press.deps
    number, version = view.parse_version(press.value)
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
    view.SKIP: on_skip,
}
MODALS: dict[str, Submitted] = {view.CALLBACK: on_edit_submitted}
