"""App Home: my items, and the campaigns with their progress."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, DividerBlock
from slack_sdk.models.views import View

from commands.show_status import CampaignLine, ItemList
from slackapp.views.message import context, fit
from slackapp.views.show_status import build_campaign_list, build_mine

MOST_BLOCKS = 100


def build_home(mine: ItemList, campaigns: Sequence[CampaignLine]) -> View:
    """Build one person's Home."""
    blocks: list[Block] = [
        *build_mine(mine).blocks,
        DividerBlock(),
        *build_campaign_list(campaigns).blocks,
        context("`/runtime-upgrade help` lists what you can ask."),
    ]
    return View(type="home", blocks=fit(blocks, MOST_BLOCKS))
