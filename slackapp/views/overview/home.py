"""App Home: open reminders, own items, the next reminder, campaigns and, for leads, the draft.

Slack accepts 100 blocks, so each part has a limit and none displaces another.
"""

from collections.abc import Iterable, Sequence

from slack_sdk.models.blocks import Block, DividerBlock
from slack_sdk.models.views import View

from campaigns.states import OPEN_CAMPAIGN_STATES
from commands.overview.show_home import Home
from commands.overview.show_status import CampaignLine
from commands.reminders.answer_reminder import OpenReminder
from commands.reminders.show_reminders import UpcomingReminder
from slackapp.views.message import context, day, fit, section, sections, sentence
from slackapp.views.mrkdwn import escape, link, moment
from slackapp.views.overview.show_status import campaign_line, mine_blocks
from slackapp.views.reminders.digest import WHERE, asks_words
from slackapp.views.reminders.digest_buttons import answer_buttons
from slackapp.views.reports.criteria import build_criteria_in_short
from slackapp.views.summary.summary import BUTTONS

MAX_BLOCKS = 100
MAX_ASKED = 15
MAX_MINE = 35
MAX_QUIET = 10
MAX_CAMPAIGNS = 10


def build_home(home: Home) -> View:
    """Build a person's Home."""
    blocks: list[Block] = [
        *_draft(home),
        *_asked(home),
        *_mine(home),
        *_quiet(home),
        context(_next(home.next_reminder)),
        DividerBlock(),
        *_campaigns(home),
        *(build_criteria_in_short(home.criteria) if home.criteria else ()),
        context("`/runtime-upgrade help` lists all commands."),
    ]
    return View(type="home", blocks=fit(blocks, MAX_BLOCKS))


def build_closed(refusal: str) -> View:
    """Build the Home of somebody who may not use the assistant: only why, and whom to ask."""
    return View(type="home", blocks=[section(f":lock: {refusal}")])


def _draft(home: Home) -> Iterable[Block]:
    if home.draft is None:
        return
    until = day(home.draft.until.date())
    yield section(f"*There is a draft of the weekly summary up to {until}.* `summary` shows it.")
    yield BUTTONS.build(str(home.draft.id))
    yield DividerBlock()


def _asked(home: Home) -> Iterable[Block]:
    if not home.asked:
        return
    yield section("*Waiting for your answer*")
    for one in home.asked[:MAX_ASKED]:
        yield section(_asked_line(one, home))
        yield from answer_buttons(one.reminder)
    if len(home.asked) > MAX_ASKED:
        left = len(home.asked) - MAX_ASKED
        yield context(f"… and {left} more: `acknowledge all` answers all of them.")


def _asked_line(one: OpenReminder, home: Home) -> str:
    named = f"*{link(one.item.web_url, one.item.title)}* ({escape(one.campaign.title)})"
    parts = [named, asks_words(one, home.mine.now)]
    if one.reminder.person != one.reminder.owner:
        owner = home.people.get(one.reminder.owner, "its owner")
        parts.append(f"{escape(owner)} has not answered")
    return "  ·  ".join(parts)


def _mine(home: Home) -> Sequence[Block]:
    if not home.mine.entries:
        return () if home.asked else sentence("You have no open items.").blocks
    title = "Your other open items" if home.asked else "Your open items"
    return fit([section(f"*{title}*"), *mine_blocks(home.mine)], MAX_MINE)


def _quiet(home: Home) -> Iterable[Block]:
    lines = [
        f"{link(one.item.web_url, one.item.title)} ({escape(one.campaign.title)}) until "
        f"{moment(one.until)}"
        for one in home.snoozed
    ]
    return sections("Snoozed by you", lines, most=MAX_QUIET) if lines else ()


def _next(coming: UpcomingReminder | None) -> str:
    if coming is None:
        return "You have no reminders in the next 14 days."
    return (
        f"Your next reminder is about {link(coming.item.web_url, coming.item.title)} "
        f"{WHERE[coming.kind]}, {moment(coming.at)}: no answer since {moment(coming.since)}."
    )


def _campaigns(home: Home) -> Sequence[Block]:
    if not home.campaigns:
        return sentence("There are no campaigns yet.").blocks
    lines = [_campaign(line, home) for line in home.campaigns]
    return sections("Campaigns", lines, most=MAX_CAMPAIGNS)


def _campaign(line: CampaignLine, home: Home) -> str:
    said = home.forecasts.get(line.campaign.slug)
    if said is None or line.campaign.state not in OPEN_CAMPAIGN_STATES:
        return campaign_line(line)
    return f"{campaign_line(line)}\n      {escape(said)}"
