"""The preview of what the executive sponsor will read, and the answer once they are asked."""

from slack_sdk.models.blocks import Block

from commands.reminders.escalate_item import SponsorQuestion
from slackapp.views.items.items import named_item
from slackapp.views.message import Message, context, escape, moment, section, sentence
from slackapp.views.questions import Buttons, Question
from slackapp.views.reminders.digest import build_line

BUTTONS = Buttons(
    confirm="ask_sponsor",
    confirm_label="Ask the sponsor",
    keep="keep_from_sponsor",
    keep_label="Not now",
    kept="The sponsor is not asked.",
)


def build_question(escalation: SponsorQuestion) -> Question:
    """Build the question: the exact message, who will get it, and when."""
    entry, who = escalation.digest.entries[0], escape(escalation.sponsor.name)
    text = f"Ask {who}, the executive sponsor? {moment(escalation.at)} they read in their digest:"
    blocks: list[Block] = [
        section(text),
        section(f"> {build_line(entry, escalation.digest)}"),
        context("Once a silence. An answer before then keeps it from them."),
    ]
    return Question(text, blocks, str(escalation.reminder_id), escalation)


def build_escalated(escalation: SponsorQuestion) -> Message:
    """Build the reply that the sponsor is asked, with the time when they read it."""
    entry, who = escalation.digest.entries[0], escape(escalation.sponsor.name)
    named = named_item(entry.campaign, entry.item)
    return sentence(f"{who} reads about {named} {moment(escalation.at)}, unless it is answered.")
