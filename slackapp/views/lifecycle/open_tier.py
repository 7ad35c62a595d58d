"""The question before a lead opens a tier early, and the reply afterwards."""

import json

from slack_sdk.models.blocks import Block

from campaigns.model.item import Item
from commands.lifecycle.open_tier import OpenRequest, TierToOpen
from slackapp.views.message import Message, count, section, sections, sentence
from slackapp.views.mrkdwn import escape
from slackapp.views.questions import Buttons, Question

MAX_REASON = 300
MAX_NAMES = 12
BUTTONS = Buttons(
    confirm="open_tier",
    confirm_label="Open the tier",
    keep="keep_tier_closed",
    keep_label="Keep it closed",
    kept="The tier stays closed; nobody was notified.",
)


def build_question(found: TierToOpen) -> Question:
    """Build the question: who would be notified, and which items the tier would not wait for."""
    title = f"Open {escape(found.title)} of {escape(found.campaign.title)}?"
    value = json.dumps([found.campaign.id, found.key, found.reason])
    blocks: list[Block] = [
        section(f"*{title}*"),
        *sections("", [_turns(found.items), _unfinished(found.unfinished)]),
    ]
    return Question(title, blocks, value, found)


def read_value(value: str) -> OpenRequest:
    """Decode the button's value into a campaign, a tier and a reason."""
    campaign_id, key, reason = json.loads(value)
    return OpenRequest(str(key), int(campaign_id), str(reason))


def _turns(items: tuple[Item, ...]) -> str:
    owned = sum(item.dri is not None for item in items)
    notified = f"The DRIs of {count(owned, 'component')} are notified that work can start"
    return (
        f"{notified}: {_names(items)}." if items else "All of its components are already finished."
    )


def _unfinished(items: tuple[Item, ...]) -> str:
    return (
        f"The tier would no longer wait for {_names(items)}."
        if items
        else "All earlier components are finished."
    )


def _names(items: tuple[Item, ...]) -> str:
    named = ", ".join(escape(item.title) for item in items[:MAX_NAMES])
    more = len(items) - MAX_NAMES
    return f"{named} and {more} more" if more > 0 else named


def build_opened(opened: TierToOpen) -> Message:
    """Build the reply that the tier is open."""
    return sentence(
        f"{escape(opened.title)} of {escape(opened.campaign.title)} is open. "
        "The card's thread records who opened it."
    )
