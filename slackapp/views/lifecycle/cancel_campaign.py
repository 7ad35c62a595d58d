"""The question before a campaign is cancelled, and the reply afterwards."""

import json

from campaigns.model.campaign import Campaign
from commands.lifecycle.cancel_campaign import CancelRequest
from slackapp.views.message import Message, section, sentence
from slackapp.views.mrkdwn import escape
from slackapp.views.questions import Buttons, Question, Tick, channel_warning

MAX_REASON = 500
CLOSE = Tick("close_issues", "cancel_close", "close", "Also close the epic and its issues")
BUTTONS = Buttons(
    confirm="cancel_campaign",
    confirm_label="Cancel the campaign",
    keep="keep_campaign",
    keep_label="Keep it",
    kept="The campaign continues; nothing was changed.",
    style="danger",
    warning=channel_warning("Cancel the campaign?", confirm="Cancel it"),
    ticks=(CLOSE,),
)


def build_question(campaign: Campaign, reason: str) -> Question:
    """Build the question; a separate tick box closes the epic and issues."""
    title = escape(campaign.title)
    text = (
        f"Cancel *{title}*?\nReason: {escape(reason)}\n"
        "The assistant will stop creating and following its issues."
    )
    value = json.dumps({"campaign_id": campaign.id, "reason": reason[:MAX_REASON]})
    return Question(f"Cancel {title}?", [section(text)], value, campaign)


def read_value(value: str) -> CancelRequest:
    """Decode the button's value into a campaign and a reason."""
    carried = json.loads(value)
    return CancelRequest(int(carried["campaign_id"]), str(carried["reason"]))


def build_cancelled(campaign: Campaign, *, closing: bool) -> Message:
    """Build the reply that a campaign was cancelled."""
    more = " Its epic and issues are being closed." if closing else ""
    return sentence(f"{escape(campaign.title)} is cancelled.{more}")
