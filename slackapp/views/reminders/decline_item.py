"""The question to the facilitator when somebody declines an item as not theirs."""

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, UserSelectElement
from slack_sdk.models.views import View

from commands.reminders.decline_item import Declined
from slackapp.payloads import InputValues
from slackapp.views.items.items import named_item
from slackapp.views.message import BUTTON_LIMIT, Message, section, sentence
from slackapp.views.modals import labelled, modal
from slackapp.views.mrkdwn import escape, plain
from storage.reminders.declines import ASKED, KEPT

ASSIGN_BACKUP, CHOOSE, KEEP = "assign_backup", "choose_owner", "keep_owner"
CALLBACK = "choose_owner"
PERSON = "person"


def build_declined(declined: Declined) -> Message:
    """Build the question or, once decided, the decision."""
    decline = declined.decline
    name = declined.people.get(decline.slack_id, decline.slack_id)
    who = escape(name)
    text = f"{who} says that {named_item(declined.campaign, declined.item)} is not theirs."
    if decline.state != ASKED:
        return sentence(f"{text} {_decision(declined, who)}")
    value = str(decline.id)
    buttons = [
        ButtonElement(text="Choose someone…", action_id=CHOOSE, value=value),
        ButtonElement(text=_label(f"Keep {plain(name)}"), action_id=KEEP, value=value),
    ]
    if decline.backup is not None:
        backup = plain(declined.people.get(decline.backup, "the backup"))
        label = _label(f"Assign to {backup}")
        first = ButtonElement(text=label, action_id=ASSIGN_BACKUP, value=value, style="primary")
        buttons = [first, *buttons]
        text = f"{text} {escape(backup)} is its backup."
    question = f"{text} Who should own it?"
    blocks: list[Block] = [section(question), ActionsBlock(elements=list(buttons))]
    return Message(question, blocks)


def _label(words: str) -> str:
    return words if len(words) <= BUTTON_LIMIT else f"{words[: BUTTON_LIMIT - 1]}…"


def _decision(declined: Declined, who: str) -> str:
    decline = declined.decline
    by = escape(declined.people.get(decline.decided_by or "", decline.decided_by or ""))
    if decline.state == KEPT:
        return f"{by} kept {who} as the owner."
    return f"{by} assigned it to {escape(declined.owner or 'nobody')}."


def build_choice(declined: Declined) -> View:
    """Build the modal for choosing somebody else."""
    blocks: list[Block] = [
        section(f"Who should own {named_item(declined.campaign, declined.item)}?"),
        labelled(PERSON, "DRI", UserSelectElement(action_id=PERSON, placeholder="Someone")),
    ]
    carried = str(declined.decline.id)
    return modal(CALLBACK, carried, "Choose the DRI", blocks, submit="Assign")


def parse_choice(values: InputValues) -> str:
    """Parse the modal; return a Slack id."""
    return str(values[PERSON][PERSON].get("selected_user") or "")
