"""`bump`: what was asked for, and the question before many merge requests are opened."""

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from commands.merge_requests.bump_component import BumpAsked
from commands.merge_requests.bump_tier import TierAsked, TierPreview
from slackapp.views.message import Message, count, escape, link, section, sections, sentence

BUMP_TIER, KEEP = "bump_tier", "keep_unbumped"


def build_asked(asked: BumpAsked) -> Message:
    """Build the answer to `bump <component>`."""
    named = link(asked.item.web_url, asked.item.title)
    shared = ""
    if asked.others:
        names = ", ".join(escape(item.title) for item in asked.others)
        shared = f" It is one repository with {names}, so it is one merge request for all."
    return sentence(
        f"I am opening a draft merge request in {escape(asked.project)} that moves every pin of "
        f"{named} to {escape(asked.campaign.patch or asked.campaign.version)}, or bringing the "
        f"open one up to date.{shared} The card's thread tells when it is there."
    )


def build_tier_preview(preview: TierPreview) -> Message:
    """Build the question before a tier's merge requests are opened."""
    number = count(len(preview.projects), "draft merge request")
    title = f"{escape(preview.campaign.title)}, {escape(preview.title)}: {number}"
    if not preview.projects:
        return sentence(f"{title}: every component of this tier is done or has one already.")
    text = (
        f"*{title}*, one about every {count(preview.pace_seconds, 'second')}. "
        "Their DRIs are assigned."
    )
    value = f"{preview.campaign.id}:{preview.key}"
    blocks: list[Block] = [
        section(text),
        *sections("", [f"• {escape(project)}" for project in preview.projects]),
        ActionsBlock(
            elements=[
                ButtonElement(
                    text=f"Open {number}"[:75], action_id=BUMP_TIER, value=value, style="primary"
                ),
                ButtonElement(text="Not now", action_id=KEEP, value="keep"),
            ]
        ),
    ]
    return Message(title, blocks)


def parse_tier(value: str) -> tuple[int, str]:
    """Read the button's value: which campaign, which tier."""
    campaign, _, key = value.partition(":")
    return int(campaign), key


def build_tier_asked(asked: TierAsked) -> Message:
    """Build the answer to the button."""
    number = count(len(asked.projects), "draft merge request")
    return sentence(f"I am opening {number}; the card's thread tells each when it is there.")
