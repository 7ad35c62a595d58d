"""App Home: what is mine, what I will hear next, the campaigns, and for leads the draft."""

from collections.abc import Iterable

from slack_sdk.models.blocks import Block, DividerBlock
from slack_sdk.models.views import View

from commands.show_home import Home
from commands.show_reminders import Coming
from slackapp.views.message import context, escape, fit, link, moment, section, sections
from slackapp.views.reminders import WHERE
from slackapp.views.show_status import build_campaign_list, build_mine
from slackapp.views.summary import draft_buttons

MOST_BLOCKS = 100
MOST_MINE = 60


def build_home(home: Home) -> View:
    """Build one person's Home."""
    mine = [*build_mine(home.mine).blocks]
    blocks: list[Block] = [
        *_draft(home),
        *fit(mine, MOST_MINE),
        *_quiet(home),
        context(_next(home.next_reminder)),
        DividerBlock(),
        *build_campaign_list(home.campaigns).blocks,
        context("`/runtime-upgrade help` lists what you can ask."),
    ]
    return View(type="home", blocks=fit(blocks, MOST_BLOCKS))


def _draft(home: Home) -> Iterable[Block]:
    if home.draft is None:
        return
    until = f"{home.draft.until.day} {home.draft.until:%B}"
    yield section(f"*The weekly summary to {until} is a draft.* `summary` shows it.")
    yield draft_buttons(home.draft)
    yield DividerBlock()


def _quiet(home: Home) -> Iterable[Block]:
    lines = [
        f"{link(one.item.web_url, one.item.title)} ({escape(one.campaign.title)}) until "
        f"{moment(one.until)}"
        for one in home.snoozed
    ]
    return sections("Snoozed by you", lines) if lines else ()


def _next(coming: Coming | None) -> str:
    if coming is None:
        return "Nothing will be asked of you in the next 14 days, as things stand."
    return (
        f"Next you will hear of {link(coming.item.web_url, coming.item.title)} "
        f"{WHERE[coming.kind]}, {moment(coming.at)}: it is silent since {moment(coming.since)}."
    )
