"""The progress of starting a campaign, until every issue exists."""

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from campaigns.states import CampaignState
from commands.overview.show_status import CampaignStatus
from slackapp.views.message import Message, context, count, section, sections, sentence
from slackapp.views.mrkdwn import escape, link

TRY_AGAIN = "start_campaign_again"


def build_progress(status: CampaignStatus, *, stopped: bool = False) -> Message:
    """Build the progress message of a starting campaign.

    ``stopped`` means that the start is halted until somebody presses Try again.
    """
    campaign, total = status.campaign, len(status.items)
    made = sum(item.issue_iid is not None for item in status.items)
    failed = [item for item in status.items if item.creation_failure]
    title = escape(campaign.title)
    epic = f"  ·  {link(campaign.epic_url, campaign.epic_title)}" if campaign.epic_url else ""
    if campaign.state == CampaignState.cancelled:
        return sentence(f"The start of {title} was cancelled: {made} of {total} issues exist.")
    words = f"Starting {title}: {made} of {count(total, 'issue')}"
    if made == total:
        words = f"Started {title}: {count(total, 'issue')}"
    blocks: list[Block] = [section(f"*{words}*{epic}")]
    if failed:
        lines = [f"• {escape(i.title)}: {escape(i.creation_failure)}" for i in failed]
        blocks += sections(f"{count(len(failed), 'component')} without an issue", lines)
    if campaign.sync_failure and made < total:
        blocks.append(context(f":warning: {escape(campaign.sync_failure.rstrip('.'))}."))
    if stopped and made < total:
        again = ButtonElement(text="Try again", action_id=TRY_AGAIN, value=str(campaign.id))
        blocks.append(ActionsBlock(elements=[again]))
    return Message(f"{words}.", blocks)
