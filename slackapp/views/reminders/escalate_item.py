"""What the executive sponsor will read, before they are asked, and that they are."""

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from commands.reminders.escalate_item import SponsorQuestion
from slackapp.views.items.items import named_item
from slackapp.views.message import Message, context, escape, moment, section, sentence
from slackapp.views.reminders.digest import build_line

ASK, KEEP = "ask_sponsor", "keep_from_sponsor"


def build_question(escalation: SponsorQuestion) -> Message:
    """Build the question: word for word what will be read, by whom and when."""
    entry, who = escalation.digest.entries[0], escape(escalation.sponsor.name)
    text = f"Ask {who}, the executive sponsor? {moment(escalation.at)} they read in their digest:"
    buttons = [
        ButtonElement(
            text="Ask the sponsor",
            action_id=ASK,
            value=str(escalation.reminder_id),
            style="primary",
        ),
        ButtonElement(text="Not now", action_id=KEEP, value="keep"),
    ]
    blocks: list[Block] = [
        section(text),
        section(f"> {build_line(entry, escalation.digest)}"),
        context("Once a silence. An answer before then keeps it from them."),
        ActionsBlock(elements=list(buttons)),
    ]
    return Message(text, blocks)


def build_escalated(escalation: SponsorQuestion) -> Message:
    """Say that the sponsor is asked, and when they read it."""
    entry, who = escalation.digest.entries[0], escape(escalation.sponsor.name)
    named = named_item(entry.campaign, entry.item)
    return sentence(f"{who} reads about {named} {moment(escalation.at)}, unless it is answered.")
