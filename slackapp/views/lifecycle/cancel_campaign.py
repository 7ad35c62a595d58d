"""Asking before a campaign is cancelled, and saying that it was."""

import json
from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    Option,
)

from campaigns.model.campaign import Campaign
from slackapp.views.message import Message, escape, section, sentence

CANCEL, KEEP, CLOSE_BLOCK, CLOSE = (
    "cancel_campaign",
    "keep_campaign",
    "cancel_close",
    "close_issues",
)
MAX_REASON = 500


def build_question(campaign: Campaign, reason: str) -> Message:
    """Ask before everybody sees it; closing epic and issues is a tick of its own."""
    title = escape(campaign.title)
    text = f"Cancel *{title}*: {escape(reason)}?\nNothing more will be created or followed."
    value = json.dumps({"campaign_id": campaign.id, "reason": reason[:MAX_REASON]})
    close = CheckboxesElement(
        action_id=CLOSE, options=[Option(value="close", text="Close the epic and its issues, too")]
    )
    confirm = ConfirmObject(
        title="Cancel the campaign?",
        text="The whole channel sees it.",
        confirm="Cancel it",
        deny="Back",
    )
    buttons = [
        ButtonElement(
            text="Cancel the campaign",
            action_id=CANCEL,
            value=value,
            style="danger",
            confirm=confirm,
        ),
        ButtonElement(text="Keep it", action_id=KEEP, value="keep"),
    ]
    blocks = [
        section(text),
        ActionsBlock(block_id=CLOSE_BLOCK, elements=[close]),
        ActionsBlock(elements=buttons),
    ]
    return Message(f"Cancel {title}?", blocks)


def parse_cancel(value: str, state: Mapping[str, Any]) -> tuple[int, str, bool]:
    """Read which campaign, why, and whether to close the epic and issues."""
    carried = json.loads(value)
    ticked = state.get("values", {}).get(CLOSE_BLOCK, {}).get(CLOSE) or {}
    return int(carried["campaign_id"]), str(carried["reason"]), bool(ticked.get("selected_options"))


def build_cancelled(campaign: Campaign, *, closing: bool) -> Message:
    """Say that a campaign was cancelled."""
    more = " Its epic and issues are being closed." if closing else ""
    return sentence(f"{escape(campaign.title)} is cancelled.{more}")
