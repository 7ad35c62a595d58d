"""The response to a reply: the acknowledged items, and whether the reply is public."""

from slack_sdk.models.blocks import Block

from commands.reminders.show_reply import ReplyResult
from slackapp.views.message import Message, section
from slackapp.views.mrkdwn import link, moment
from slackapp.views.reminders.digest_buttons import publish_button


def build_taken(taken: ReplyResult) -> Message:
    """Build the response to a reply; it offers a note only if one item was answered."""
    named = ", ".join(link(item.web_url, item.title) for item in taken.items)
    until = f" until {moment(taken.quiet_until)}" if taken.quiet_until else ""
    stays = "Your reply is now a note on the issue." if taken.reply.published_at else _STAYS
    text = f"Acknowledged: no reminders about {named}{until}. {stays}"
    blocks: list[Block] = [section(text)]
    if len(taken.items) == 1:
        blocks += publish_button(taken.reply, taken.items[0].id)
    return Message(text, blocks)


_STAYS = "Your reply stays private unless you make it a note."
