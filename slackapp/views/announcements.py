"""Views of an announcement: the draft with its buttons, the modal, the post and failures."""

from collections.abc import Iterable
from textwrap import wrap

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement
from slack_sdk.models.views import View

from campaigns.drafts import DraftState
from campaigns.states import CampaignState
from commands.announcements.announcements import MAX_TEXT
from commands.announcements.read_announcement import Announcement, ChannelPost
from slackapp.payloads import InputValues
from slackapp.views.drafts import DraftButtons, carry_version, decided_words
from slackapp.views.message import Message, context, fit, header, section, sections
from slackapp.views.modals import labelled, modal, words_input
from slackapp.views.mrkdwn import channel, escape, link
from storage.announcements import AnnouncementRecord
from storage.delivery.tables import QueueState

POST, EDIT, SKIP = "post_announcement", "edit_announcement", "skip_announcement"
POST_AGAIN = "post_announcement_again"
CALLBACK = "edit_announcement"
BUTTONS = DraftButtons(POST, EDIT, SKIP)
WORDS = "words"
# A line that is only `&` grows to five times its length when it is escaped.
MAX_LINE = 580


def build_draft(seen: Announcement) -> Message:
    """Build the draft, with buttons until somebody decides, then with its delivery status."""
    record = seen.record
    title = f"{escape(seen.campaign.title)}: {escape(record.title)}"
    blocks: list[Block] = [
        header(f"Announcement: {record.title}"),
        context(f"{link(seen.campaign.epic_url, seen.campaign.title)}, for {_listed(record)}"),
        *_words(record.text),
    ]
    if record.state == DraftState.draft and seen.campaign.state != CampaignState.cancelled:
        blocks.append(context("Nothing is posted until you press Post."))
        blocks.append(BUTTONS.build(carry_version(record.id, record.version)))
        return Message(f"Draft of an announcement for {title}", fit(blocks))
    blocks.append(context(_decided(seen)))
    blocks += sections("", [_post_line(post) for post in seen.posts])
    if seen.refused:
        blocks.append(_again(record))
    return Message(f"Announcement for {title}", fit(blocks))


def _listed(record: AnnouncementRecord) -> str:
    return ", ".join(channel(one) for one in record.channels)


def _words(text: str) -> list[Block]:
    return sections("", _lines(text))


def _lines(text: str) -> Iterable[str]:
    """Escape the text line by line, splitting lines that are too long for a section."""
    for line in text.splitlines():
        for part in wrap(line, MAX_LINE) or [" "]:
            yield escape(part, MAX_LINE)


def _again(record: AnnouncementRecord) -> ActionsBlock:
    value = carry_version(record.id, record.version)
    return ActionsBlock(
        elements=[ButtonElement(text="Post again", action_id=POST_AGAIN, value=value)]
    )


def _decided(seen: Announcement) -> str:
    record = seen.record
    if record.decided_at is None:
        return f"{escape(seen.campaign.title)} was cancelled, so nothing will be announced."
    return decided_words(record, seen.people)


def _post_line(post: ChannelPost) -> str:
    if post.state == QueueState.sent:
        return f":white_check_mark: Posted in {channel(post.channel)}."
    if post.state == QueueState.dead:
        return f":warning: Could not be posted in {channel(post.channel)}: {_why(post.why)}"
    if post.state == QueueState.unknown:
        return f":grey_question: May be in {channel(post.channel)} already; an operator will check."
    return f":hourglass: Being posted in {channel(post.channel)}."


def _why(error: str | None) -> str:
    """Explain a Slack error code and how to fix it (docs.slack.dev, chat.postMessage)."""
    return _REFUSED.get(error or "", f"Slack's error is {escape(error or 'unknown')}.")


_NOT_IN = (
    "the app is not in the channel. Type `/invite @runtime-upgrade` there, then press Post again."
)
_REFUSED = {
    "not_in_channel": _NOT_IN,
    "channel_not_found": _NOT_IN,
    "is_archived": "the channel is archived. Unarchive it, then press Post again.",
}


def build_post(seen: Announcement) -> Message:
    """Build the post in the channel."""
    record, campaign = seen.record, seen.campaign
    title = f"{escape(campaign.title)}: {escape(record.title)}"
    who = escape(seen.people.get(record.decided_by or "", "the working group"))
    small = context(f"{link(campaign.epic_url, campaign.epic_title)}  ·  announced by {who}")
    return Message(title, fit([section(f"*{title}*"), *_words(record.text), small]))


def build_refused(seen: Announcement, channel_id: str) -> Message:
    """Build the report that an announcement could not be posted, with a button to retry."""
    title = f"{escape(seen.campaign.title)}: {escape(seen.record.title)}"
    mine = [post for post in seen.posts if post.channel == channel_id]
    lines = [_post_line(post) for post in mine]
    blocks: list[Block] = [section(f"The announcement *{title}*"), *sections("", lines)]
    if any(post in seen.refused for post in mine):
        blocks.append(_again(seen.record))
    return Message(f"The announcement {title} could not be posted in a channel.", blocks)


def build_edit(seen: Announcement) -> View:
    """Build the modal for editing the announcement's text."""
    record = seen.record
    words = words_input(WORDS, MAX_TEXT, initial=record.text)
    blocks: list[Block] = [
        context(f"It will be posted in {_listed(record)} when somebody presses Post."),
        labelled(WORDS, "Announcement", words),
    ]
    carried = carry_version(record.id, record.version)
    return modal(CALLBACK, carried, "Edit the announcement", blocks, submit="Save")


def parse_edit(values: InputValues) -> str:
    """Return the text entered in the modal."""
    return str(values[WORDS][WORDS].get("value") or "")
