"""Replies to `block`, `unblock` and `assign`."""

import json
from collections.abc import Sequence

from campaigns.model.campaign import Campaign
from campaigns.model.item import Blocker, Item
from campaigns.states import ITEM_STATE_TITLES
from campaigns.sync.snapshots import IssueRef
from commands.items.assign_item import Assigned
from commands.items.block_item import Blocked
from commands.items.unblock_item import Unblocked, UnblockRequest
from slackapp.views.message import Message, section, sentence
from slackapp.views.mrkdwn import escape, link
from slackapp.views.questions import Buttons, Question

FOLLOWS = "GitLab and the card will be updated in a moment."
BUTTONS = Buttons(
    confirm="unblock_item",
    confirm_label="Unblock and change the link",
    keep="keep_blocked",
    keep_label="Keep it blocked",
    kept="It stays blocked; nothing was changed.",
)


def named_item(campaign: Campaign, item: Item) -> str:
    """Return an item's linked title with its campaign."""
    return f"{link(item.web_url, item.title)} ({escape(campaign.title)})"


def build_blocked(blocked: Blocked) -> Message:
    """Build the reply to `block`."""
    named = named_item(blocked.campaign, blocked.item)
    if blocked.already:
        return sentence(f"{named} is already blocked by {escape(blocked.by)}.")
    return sentence(f":red_circle: {named} is blocked by {escape(blocked.by)}. {FOLLOWS}")


def build_looking_up(ref: IssueRef) -> Message:
    """Build the reply to `block` while it is looked up whether the issue exists."""
    return sentence(f"Looking up {escape(ref)} in GitLab first.")


def build_unblocked(unblocked: Unblocked) -> Message:
    """Build the reply to `unblock`."""
    named = named_item(unblocked.campaign, unblocked.item)
    title = ITEM_STATE_TITLES[unblocked.state]
    if unblocked.already:
        return sentence(f"{named} is not blocked; it is {title}.")
    return sentence(f":large_green_circle: {named} is no longer blocked; it is {title}. {FOLLOWS}")


def ask_foreign(named: str, foreign: Sequence[Blocker]) -> str:
    """Return the question about links that somebody made in GitLab; ``named`` is escaped."""
    links = ", ".join(link(blocker.web_url, blocker.text) for blocker in foreign)
    return (
        f"{named} is blocked by {links}, which somebody linked in GitLab. "
        "Change that link to `relates to` as well?"
    )


def build_question(unblocked: Unblocked, request: UnblockRequest) -> Question:
    """Build the question about somebody else's links that `unblock` would have to change."""
    text = ask_foreign(named_item(unblocked.campaign, unblocked.item), unblocked.foreign)
    value = json.dumps({"component": request.component, "note": request.note})
    return Question(text, [section(text)], value, unblocked)


def read_value(value: str) -> UnblockRequest:
    """Decode the button's value into a component and a note."""
    carried = json.loads(value)
    return UnblockRequest(str(carried["component"]), carried.get("note"), foreign_too=True)


def build_assigned(assigned: Assigned) -> Message:
    """Build the reply to `assign`."""
    named, name = named_item(assigned.campaign, assigned.item), escape(assigned.person.name)
    if assigned.already:
        return sentence(f"{name} is already the DRI of {named}.")
    return sentence(f"{name} is now the DRI of {named}. {FOLLOWS}")
