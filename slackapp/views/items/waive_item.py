"""The reply to `waive`."""

from commands.items.waive_item import Waived
from slackapp.views.message import Message, sentence
from slackapp.views.mrkdwn import escape


def build_waived(done: Waived) -> Message:
    """Build the reply that a campaign may close without an item, with the reason."""
    return sentence(
        f"{escape(done.item.title)} ({escape(done.campaign.title)}) is waived: "
        f"{escape(done.item.waived_because, 500)}. The campaign may close without it."
    )
