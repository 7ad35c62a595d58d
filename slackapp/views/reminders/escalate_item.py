"""The preview of the message to the executive sponsor, and the reply once it is planned."""

from slack_sdk.models.blocks import Block

from commands.reminders.escalate_item import SponsorQuestion
from slackapp.views.items.items import named_item
from slackapp.views.message import Message, context, section, sentence
from slackapp.views.mrkdwn import escape, moment
from slackapp.views.questions import Buttons, Question
from slackapp.views.reminders.digest import build_line

BUTTONS = Buttons(
    confirm="ask_sponsor",
    confirm_label="Ask the sponsor",
    keep="keep_from_sponsor",
    keep_label="Not now",
    kept="The sponsor will not be asked.",
)


def build_question(escalation: SponsorQuestion) -> Question:
    """Build the question: the exact message, its recipient and its time."""
    entry, who = escalation.digest.entries[0], escape(escalation.sponsor.name)
    text = (
        f"Ask {who}, the executive sponsor? They will read this in their digest, "
        f"{moment(escalation.at)}:"
    )
    blocks: list[Block] = [
        section(text),
        section(f"> {build_line(entry, escalation.digest)}"),
        context("The sponsor is asked only once, and not at all if somebody answers first."),
    ]
    return Question(text, blocks, str(escalation.reminder_id), escalation)


def build_escalated(escalation: SponsorQuestion) -> Message:
    """Build the reply that the sponsor will be asked, and when."""
    entry, who = escalation.digest.entries[0], escape(escalation.sponsor.name)
    named = named_item(entry.campaign, entry.item)
    at = moment(escalation.at)
    return sentence(f"{who} will read about {named} {at} unless somebody answers first.")
