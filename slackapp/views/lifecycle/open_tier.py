"""Asking before a tier is opened by a lead's word, and saying that it was."""

import json

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from campaigns.model.item import Item
from commands.lifecycle.open_tier import TierToOpen
from slackapp.views.message import Message, count, escape, section, sections, sentence

OPEN, KEEP = "open_tier", "keep_tier_closed"
MAX_REASON = 300
MOST_NAMES = 12


def build_question(found: TierToOpen) -> Message:
    """Ask: who would hear that it is their turn, and what the tier would not wait for."""
    title = f"Open {escape(found.title)} of {escape(found.campaign.title)}?"
    value = json.dumps([found.campaign.id, found.key, found.reason])
    buttons = [
        ButtonElement(text="Open the tier", action_id=OPEN, value=value, style="primary"),
        ButtonElement(text="Keep it closed", action_id=KEEP, value="keep"),
    ]
    blocks: list[Block] = [
        section(f"*{title}*"),
        *sections("", [_turns(found.items), _unfinished(found.unfinished)]),
        ActionsBlock(elements=buttons),
    ]
    return Message(title, blocks)


def _turns(items: tuple[Item, ...]) -> str:
    owned = sum(item.dri is not None for item in items)
    hear = f"The DRIs of {count(owned, 'component')} hear that it is their turn"
    return f"{hear}: {_names(items)}." if items else "Every component of it is finished already."


def _unfinished(items: tuple[Item, ...]) -> str:
    return f"It would not wait for {_names(items)}." if items else "Nothing before it is open."


def _names(items: tuple[Item, ...]) -> str:
    named = ", ".join(escape(item.title) for item in items[:MOST_NAMES])
    more = len(items) - MOST_NAMES
    return f"{named} and {more} more" if more > 0 else named


def parse_open(value: str) -> tuple[int, str, str]:
    """Read the button's value: which campaign, which tier, why."""
    campaign_id, key, reason = json.loads(value)
    return int(campaign_id), str(key), str(reason)


def build_opened(opened: TierToOpen) -> Message:
    """Say that the tier is open."""
    return sentence(
        f"{escape(opened.title)} of {escape(opened.campaign.title)} is open. "
        "The card's thread says who opened it."
    )
