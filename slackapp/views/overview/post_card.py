"""The reply to `card`."""

from commands.overview.post_card import CardPosted
from slackapp.views.message import Message, sentence
from slackapp.views.mrkdwn import escape


def build_posted(done: CardPosted) -> Message:
    """Build the reply that a card is posted anew, or that this is being found out."""
    title = escape(done.campaign.title)
    if done.was_deleted:
        return sentence(f"The card of {title} is being posted anew. Its history continues there.")
    return sentence(
        f"The card of {title} is being updated. If it was deleted in Slack, it is posted anew."
    )
