"""The reply to `card`."""

from commands.overview.post_card import CardPosted
from slackapp.views.message import Message, sentence
from slackapp.views.mrkdwn import escape


def build_posted(done: CardPosted) -> Message:
    """Build the reply to `card`: the card is being posted again, or is being checked."""
    title = escape(done.campaign.title)
    if done.was_deleted:
        return sentence(f"The card of {title} is being posted again. Its history continues there.")
    return sentence(
        f"The card of {title} is being updated. If it was deleted in Slack, it is posted again."
    )
