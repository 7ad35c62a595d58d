"""The campaign's one card in the channel, and the thread that tells its history."""

from collections.abc import Callable, Sequence

from slack_sdk.models.blocks import Block

from campaigns.events import Event, EventKind
from campaigns.states import ITEM_STATE_TITLES, ItemState
from commands.show_status import CampaignStatus
from slackapp.views.message import Message, context, count, escape, fit, sections
from slackapp.views.show_status import (
    MOST_LINES,
    build_summary,
    item_line,
    summary_text,
    tier_title,
)


def build_card(status: CampaignStatus) -> Message:
    """Build the card: progress by state and tier, what is blocked and by what, what moves."""
    blocked = [item for item in status.items if item.state == ItemState.blocked]
    moving = [i for i in status.items if i.state in (ItemState.in_dev, ItemState.in_review)]
    unowned = sum(item.dri is None for item in status.items)
    blocks: list[Block] = [
        *build_summary(status),
        *sections("", [escape(tier_title(tier)) for tier in status.tiers]),
    ]
    for title, items in (("Blocked", blocked), ("In progress", moving)):
        if items:
            lines = [item_line(item, status.people, status.now) for item in items]
            blocks += sections(title, lines, most=MOST_LINES)
    unmatched = sorted({i.dri for i in status.items if i.dri and i.dri not in status.people})
    if unowned:
        blocks.append(context(f"{count(unowned, 'component')} without an owner."))
    if unmatched:
        names = ", ".join(escape(name) for name in unmatched)
        blocks.append(context(f"Not matched to anyone in Slack: {names}."))
    return Message(summary_text(status), fit(blocks))


def build_history(title: str, events: Sequence[Event], names: dict[str, str]) -> Message:
    """Build one message of the card's thread; ``names`` maps components to their names."""
    lines = [history_line(event, names) for event in events]
    text = f"{escape(title)}: {lines[0]}" if len(lines) == 1 else f"{escape(title)} changed."
    return Message(text, sections("", lines, most=40))


def history_line(event: Event, names: dict[str, str]) -> str:
    """Tell one event in a line."""
    who = f"<@{event.actor}>" if event.actor.startswith(("U", "W")) else "GitLab"
    what = escape(names.get(event.component or "", event.component or ""))
    reason = f": {escape(event.reason)}" if event.reason else ""
    return _TELL[event.kind](event, who, f"*{what}*", reason)


def _state(value: object) -> str:
    return ITEM_STATE_TITLES[ItemState(str(value))]


def _listed(value: object) -> str:
    return ", ".join(escape(v) for v in value) if isinstance(value, list) and value else "nothing"


def _requests(value: object) -> str:
    if not isinstance(value, list) or not value:
        return "none"
    return ", ".join(f"{escape(m['reference'])} {escape(m['state'])}" for m in value)


_TELL: dict[EventKind, Callable[[Event, str, str, str], str]] = {
    EventKind.campaign_started: lambda e, who, what, why: f"{who} started the campaign.",
    EventKind.campaign_activated: lambda e, who, what, why: "The campaign is active.",
    EventKind.campaign_completed: lambda e, who, what, why: f"{who} closed the campaign.",
    EventKind.campaign_cancelled: lambda e, who, what, why: f"{who} cancelled the campaign{why}",
    EventKind.issue_created: lambda e, who, what, why: f"{what} has its issue.",
    EventKind.creation_failed: lambda e, who, what, why: f"{what} has no issue yet{why}",
    EventKind.state_changed: lambda e, who, what, why: (
        f"{what} went from {_state(e.before)} to *{_state(e.after)}*."
    ),
    EventKind.dri_changed: lambda e, who, what, why: (
        f"{what} is now owned by {escape(e.after or 'nobody')}, says {who}."
    ),
    EventKind.closed_changed: lambda e, who, what, why: (
        f"The issue of {what} was {'closed' if e.after else 'reopened'}."
    ),
    EventKind.blockers_changed: lambda e, who, what, why: (
        f"{what} now waits for {_listed(e.after)}."
    ),
    EventKind.merge_requests_changed: lambda e, who, what, why: (
        f"{what} has the merge requests {_requests(e.after)}."
    ),
    EventKind.item_blocked: lambda e, who, what, why: f"{who} blocked {what}{why}",
    EventKind.item_unblocked: lambda e, who, what, why: (
        f"{who} unblocked {what}, back to {_state(e.after)}{why}"
    ),
    EventKind.issue_moved: lambda e, who, what, why: (
        f"The issue of {what} moved to {escape(e.after)}."
    ),
    EventKind.issue_gone: lambda e, who, what, why: f"The issue of {what} was {escape(e.reason)}.",
    EventKind.person_linked: lambda e, who, what, why: f"{who} confirmed {escape(e.after)}.",
}
