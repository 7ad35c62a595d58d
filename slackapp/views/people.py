"""Views of `link`, including the facilitator's request for confirmation."""

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from commands.people.link_person import LinkRequested
from slackapp.views.message import Message, section, sentence
from slackapp.views.mrkdwn import escape, mention

CONFIRM, DECLINE = "confirm_link", "decline_link"


def build_asked(asked: LinkRequested) -> Message:
    """Build the reply to `link`."""
    username = escape(asked.username)
    if asked.already:
        return sentence(f"You are already linked to `{username}`.")
    who = mention(asked.facilitator or "")
    return sentence(f"I have asked {who} to confirm that you are `{username}`.")


def build_request(request_id: int, slack_id: str, username: str, state: str) -> Message:
    """Build the request to the facilitator; once answered, it has no buttons."""
    text = f"{mention(slack_id)} says they are `{escape(username)}` in GitLab."
    if state != "asked":
        return sentence(f"{text} The request was {state}.")
    buttons = [
        ButtonElement(text="Confirm", action_id=CONFIRM, value=str(request_id), style="primary"),
        ButtonElement(text="Decline", action_id=DECLINE, value=str(request_id)),
    ]
    return Message(text, [section(f"{text} Is that right?"), ActionsBlock(elements=buttons)])
