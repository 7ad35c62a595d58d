"""Views of `bump`: the reply, and the question before opening many merge requests."""

from slack_sdk.models.blocks import Block

from commands.merge_requests.bump_component import BumpRequest, BumpRequested
from commands.merge_requests.bump_tier import TierBumpRequested, TierPreview, TierRequest
from slackapp.views.message import Message, count, section, sections, sentence
from slackapp.views.mrkdwn import escape, link
from slackapp.views.questions import Buttons, Question

BUTTONS = Buttons(
    confirm="bump_tier",
    confirm_label="Open the merge requests",
    keep="keep_unbumped",
    keep_label="Not now",
    kept="No merge request was opened.",
)


def build_asked(asked: BumpRequested) -> Message:
    """Build the reply to `bump <component>`."""
    named = link(asked.item.web_url, asked.item.title)
    shared = ""
    if asked.others:
        names = ", ".join(escape(item.title) for item in asked.others)
        shared = f" It shares its repository with {names}: one merge request covers all of them."
    return sentence(
        f"Opening or updating a draft merge request in {escape(asked.project)} that updates every "
        f"pin of {named} to {escape(asked.campaign.patch or asked.campaign.version)}.{shared} "
        "The card's thread will show when it is opened."
    )


def _title(preview: TierPreview) -> str:
    number = count(len(preview.projects), "draft merge request")
    return f"{escape(preview.campaign.title)}, {escape(preview.title)}: {number}"


def build_nothing_to_bump(preview: TierPreview) -> Message:
    """Build the reply if no component of a tier needs a merge request."""
    return sentence(f"{_title(preview)}: every component of this tier is done or already has one.")


def build_question(preview: TierPreview) -> Question:
    """Build the question before a tier's merge requests are opened."""
    title, number = _title(preview), count(len(preview.projects), "draft merge request")
    text = (
        f"*{title}*, about one every {count(preview.pace_seconds, 'second')}. "
        "Their DRIs will be assigned."
    )
    value = f"{preview.campaign.id}:{preview.key}"
    blocks: list[Block] = [
        section(text),
        *sections("", [f"• {escape(project)}" for project in preview.projects]),
    ]
    return Question(title, blocks, value, preview, confirm_label=f"Open {number}")


def read_value(value: str) -> BumpRequest | TierRequest:
    """Decode the button's value into a campaign and a tier."""
    campaign, _, key = value.partition(":")
    return TierRequest(key, int(campaign))


def build_tier_asked(asked: TierBumpRequested) -> Message:
    """Build the reply to the button."""
    number = count(len(asked.projects), "draft merge request")
    return sentence(f"Opening {number}; the card's thread will show each one when it is opened.")
