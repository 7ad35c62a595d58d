"""The buttons of a digest: the common answers for each item, and a menu of rarer ones."""

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    Option,
    OverflowMenuElement,
    PlainTextObject,
)

from campaigns.model.reminder import Reminder
from campaigns.reminders.ladder import Cause, RungKind
from commands.reminders.digests import Digest, DigestEntry
from slackapp.views.overview.show_status import BUMP
from storage.merge_requests import OPENED
from storage.reminders.replies import ReplyRecord

ACKNOWLEDGE, ACKNOWLEDGE_ALL = "acknowledge_reminder", "acknowledge_all_reminders"
SNOOZE, SNOOZE_ALL = "snooze_reminder", "snooze_all_reminders"
UNBLOCK = "unblock_reminded"
ESCALATE = "escalate_item"
MORE = "more_answers"
PUBLISH_REPLY = "publish_reply"
NOTE, DECLINE = "note", "decline"
_MOVED_BY_A_REQUEST = frozenset({Cause.not_started, Cause.mismatch, Cause.backslide})


def entry_buttons(entry: DigestEntry) -> list[Block]:
    """Build the buttons for an item that needs an answer, or for a reply."""
    if not entry.wanted:
        return [] if entry.reply is None else publish_button(entry.reply, entry.item.id)
    return answer_buttons(entry.reminder, bump=_bump(entry), may_escalate=entry.sponsor is None)


def answer_buttons(
    reminder: Reminder, *, bump: str | None = None, may_escalate: bool = False
) -> list[Block]:
    """Build the buttons that answer one reminder, and those that act on its item."""
    value = str(reminder.id)
    buttons = [
        ButtonElement(text="Acknowledge", action_id=ACKNOWLEDGE, value=value),
        ButtonElement(text="Snooze…", action_id=SNOOZE, value=value),
    ]
    if reminder.cause == Cause.blocked:
        buttons.append(ButtonElement(text="Unblocked…", action_id=UNBLOCK, value=value))
    if bump is not None:
        buttons.append(ButtonElement(text="Open merge request", action_id=BUMP, value=bump))
    if reminder.kind == RungKind.facilitator and may_escalate:
        buttons.append(ButtonElement(text="Ask the sponsor…", action_id=ESCALATE, value=value))
    return [ActionsBlock(elements=[*buttons, _more(reminder, value)])]


def _bump(entry: DigestEntry) -> str | None:
    """Return the merge request button's value if one would help and none is open."""
    item, reminder = entry.item, entry.reminder
    own = reminder.person == reminder.owner
    is_open = any(request.state == OPENED for request in item.merge_requests)
    if not own or is_open or reminder.cause not in _MOVED_BY_A_REQUEST:
        return None
    return f"{entry.campaign.runtime}/{item.component}"


def _more(reminder: Reminder, value: str) -> OverflowMenuElement:
    options = [_option(f"{NOTE}:{value}", "Add a note…")]
    own = reminder.person == reminder.owner
    if own and reminder.cause != Cause.blocker:
        options.append(_option(f"{DECLINE}:{value}", "Not mine"))
    return OverflowMenuElement(action_id=MORE, options=options)


def _option(value: str, text: str) -> Option:
    return Option(value=value, text=PlainTextObject(text=text))


def publish_button(reply: ReplyRecord, item_id: int) -> list[Block]:
    """Build the button that publishes a reply as a note, unless it is already published."""
    if reply.published_at is not None:
        return []
    value = f"{reply.id}:{item_id}"
    button = ButtonElement(text="Make it a note…", action_id=PUBLISH_REPLY, value=value)
    return [ActionsBlock(elements=[button])]


def digest_buttons(digest: Digest) -> list[Block]:
    """Build the buttons that answer all items at once, if several are open."""
    if sum(entry.wanted for entry in digest.entries) <= 1:
        return []
    every = ButtonElement(
        text="Acknowledge all", action_id=ACKNOWLEDGE_ALL, value=digest.key, style="primary"
    )
    later = ButtonElement(text="Snooze all…", action_id=SNOOZE_ALL, value=digest.key)
    return [ActionsBlock(elements=[every, later])]
