"""The question before a campaign is closed, the reply afterwards, and the retrospective."""

from slack_sdk.models.blocks import Block

from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.reports.retrospective import SHOWN, GroupAnswer, Retrospective, list_suggestions
from campaigns.states import ITEM_STATE_TITLES, OPEN_CAMPAIGN_STATES
from commands.lifecycle.close_campaign import ClosingPreview
from commands.reports.read_retrospective import CampaignRetrospective
from slackapp.views.message import (
    MESSAGE_BLOCKS,
    Message,
    count,
    day,
    fit,
    section,
    sections,
    sentence,
)
from slackapp.views.mrkdwn import escape, link
from slackapp.views.questions import Buttons, Question, channel_warning, with_buttons

BUTTONS = Buttons(
    confirm="close_campaign",
    confirm_label="Close the campaign",
    keep="keep_open",
    keep_label="Keep it open",
    kept="The campaign stays open; nothing was changed.",
    warning=channel_warning("Close the campaign?", confirm="Close it"),
)


def build_missing(found: ClosingPreview) -> Message:
    """Build the list of components that keep a campaign from being closed."""
    title = escape(found.campaign.title)
    text = (
        f"*{title}* cannot be closed yet: {count(len(found.missing), 'component')} of a gating "
        f"tier {'is' if len(found.missing) == 1 else 'are'} neither verified nor waived. "
        "The functional lead can waive one with "
        "`waive <component> because <words>`."
    )
    lines = [_item(item) for item in found.missing]
    return Message(f"{title} cannot be closed yet.", fit([section(text), *sections("", lines)]))


def build_question(found: ClosingPreview) -> Question:
    """Build the question: the effects of closing."""
    title = escape(found.campaign.title)
    blocks = fit([section(f"Close *{title}*?"), *_effects(found)], MESSAGE_BLOCKS - 1)
    return Question(f"Close {title}?", blocks, str(found.campaign.id), found)


def _item(item: Item) -> str:
    because = f", waived: {escape(item.waived_because)}" if item.waived_by else ""
    said = "in production, not verified" if item.closed else ITEM_STATE_TITLES[item.state]
    return f"• {link(item.web_url, item.title)}  ·  {said}{because}"


def _effects(found: ClosingPreview) -> list[Block]:
    lines = ["Its epic is closed, and the retrospective is posted in its card's thread."]
    lines += [f"Completes criterion {c.number}: {escape(c.title, 300)}" for c in found.criteria]
    blocks = sections("What will happen", [f"• {line}" for line in lines])
    if found.waived:
        blocks += sections("Waived", [_item(item) for item in found.waived])
    if found.left:
        blocks += sections("Left open, not gating", [_item(item) for item in found.left])
    return blocks


def build_closed_epic(campaign: Campaign, found: ClosingPreview | None) -> Message:
    """Build the message that an epic was closed manually, with the effects of closing its campaign.

    Without ``found`` the epic is open again, or the campaign has ended.
    """
    words = f"Somebody closed the epic of *{escape(campaign.title)}* in GitLab."
    epic = link(campaign.epic_url, "epic")
    if found is None:
        is_open = campaign.state in OPEN_CAMPAIGN_STATES
        end = "It is open again." if is_open else f"The campaign is now {campaign.state.value}."
        return sentence(f"{words} {end}")
    asked = build_missing(found) if found.missing else with_buttons(build_question(found), BUTTONS)
    todo = f"The campaign is still open: reopen the {epic}, or close the campaign."
    return Message(words, fit([section(f"{words} {todo}"), *asked.blocks]))


def build_closed(done: ClosingPreview) -> Message:
    """Build the reply that a campaign is completed."""
    numbers = [str(criterion.number) for criterion in done.criteria]
    more = f" Criterion {numbers[0]} is completed." if numbers else ""
    if len(numbers) > 1:
        more = f" Criteria {', '.join(numbers[:-1])} and {numbers[-1]} are completed."
    return sentence(
        f"{escape(done.campaign.title)} is completed. Its epic will be closed soon.{more}"
    )


def build_retrospective(seen: CampaignRetrospective) -> Message:
    """Build the retrospective: dates, waits, answers by group, reminders and suggestions."""
    back, title = seen.back, escape(seen.campaign.title)
    blocks: list[Block] = [section(f"*Retrospective of {title}*\n{_span(back)}")]
    waits = [
        f"• {escape(seen.titles.get(w.component, w.component))}: {_working(w.days)}"
        for w in back.waits[:SHOWN]
    ]
    blocks += sections("Blocked longest", waits or ["Nothing was blocked."])
    if back.groups:
        blocks += sections("Slowest to answer", [_group(g) for g in back.groups[:SHOWN]])
        sent = [f"• {_name(seen, who)}: {number}" for who, number in back.reminders.items()]
        blocks += sections("Reminders per person", sent, most=4 * SHOWN)
    changes = [f"• {escape(line, 500)}" for line in list_suggestions(back)]
    blocks += sections("What to change", changes or ["Nothing stands out."])
    if seen.learned:
        blocks += sections("Updates for the catalog", [_patch(seen)])
    return Message(f"Retrospective of {title}", fit(blocks))


def _patch(seen: CampaignRetrospective) -> str:
    names = [escape(seen.titles.get(c, c)) for c in seen.learned]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    command = f"export catalog-patch {escape(seen.campaign.slug)}"
    return (
        f"Changed owners: {', '.join(names[:SHOWN])}{more}. `{command}` exports a patch; in a "
        f"terminal `runtime-upgrade {command} | git apply` applies it."
    )


def _span(back: Retrospective) -> str:
    lasted = _days((back.closed_on - back.started_on).days)
    text = f"Started {day(back.started_on)}, closed {day(back.closed_on)}, after {lasted}."
    if back.due_on is None or back.late_by is None:
        return f"{text} It had no due date."
    late = back.late_by.days
    how = "on time" if late == 0 else f"{_days(abs(late))} {'late' if late > 0 else 'early'}"
    return f"{text} Due {day(back.due_on)}: {how}."


def _days(number: int) -> str:
    return "less than a day" if number == 0 else count(number, "day")


def _working(days: float) -> str:
    return "less than a working day" if days < 1 else count(int(days), "working day")


def _group(group: GroupAnswer) -> str:
    asked = count(group.asked, "reminder")
    if group.middle is None:
        return f"• {escape(group.group)}: no answer to {asked}"
    silent = f", {group.silent} never answered" if group.silent else ""
    return f"• {escape(group.group)}: median {_working(group.middle)}, {asked}{silent}"


def _name(seen: CampaignRetrospective, slack_id: str) -> str:
    return escape(seen.people.get(slack_id, slack_id))
