"""The campaign's card in the channel, and the history in its thread."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from slack_sdk.models.blocks import Block

from campaigns.events import ASSISTANT, Event, EventKind
from campaigns.evidence import describe_standings
from campaigns.items.dependency_cycles import describe_cycle, list_dependency_cycles
from campaigns.model.item import Item
from campaigns.states import ITEM_STATE_TITLES, ItemState
from campaigns.summary.forecast import ForecastBasis
from commands.overview.show_status import CampaignStatus
from commands.summary.forecast_campaign import CampaignForecast
from commands.summary.forecast_words import describe_range
from slackapp.views.message import Message, context, count, fit, sections
from slackapp.views.mrkdwn import channel, escape
from slackapp.views.overview.show_status import (
    MAX_LINES,
    build_summary,
    item_line,
    summary_text,
    tier_title,
)

MAX_EVENTS = 40
_LEARNED = frozenset({ForecastBasis.few_finished, ForecastBasis.enough})


def build_card(status: CampaignStatus, forecast: CampaignForecast | None = None) -> Message:
    """Build the card: progress by state and tier, forecast, blocked items and recent changes."""
    blocked = [item for item in status.items if item.state == ItemState.blocked]
    moving = [i for i in status.items if i.state in (ItemState.in_dev, ItemState.in_review)]
    unowned = sum(item.dri is None for item in status.items)
    blocks: list[Block] = [
        *build_summary(status),
        *_forecast(forecast),
        *sections("", [escape(tier_title(tier)) for tier in status.tiers]),
    ]
    for title, items in (("Blocked", blocked), ("In progress", moving)):
        if items:
            lines = [item_line(item, status.people, status.now, brief=True) for item in items]
            blocks += sections(title, lines, most=MAX_LINES)
    wrong = [i for i in status.items if _disagrees(i)]
    if wrong:
        lines = [item_line(item, status.people, status.now, brief=True) for item in wrong]
        blocks += sections("Repository still behind", lines, most=MAX_LINES)
    said = _evidence(status)
    if said:
        blocks.append(context(said))
    unmatched = sorted({i.dri for i in status.items if i.dri and i.dri not in status.people})
    for cycle in list_dependency_cycles(status.items):
        deadlock = f":repeat: Deadlock: {escape(describe_cycle(cycle))}."
        blocks.append(context(f"{deadlock} Remove one of the blocking links."))
    if unowned:
        blocks.append(context(f"{count(unowned, 'component')} without an owner."))
    if unmatched:
        names = ", ".join(escape(name) for name in unmatched)
        blocks.append(context(f"Not linked to a Slack account: {names}."))
    return Message(summary_text(status), fit(blocks))


def _forecast(forecast: CampaignForecast | None) -> list[Block]:
    """Return the forecast, once enough items are finished to estimate it."""
    if forecast is None or forecast.forecast.standpoint not in _LEARNED:
        return []
    return [context(escape(describe_range(forecast)))]


def _disagrees(item: Item) -> bool:
    known = item.evidence
    return known is not None and (known.mismatched_at is not None or known.backslid_at is not None)


def _evidence(status: CampaignStatus) -> str:
    """Summarise in one line what the repositories show, with counts of items."""
    stands = Counter(item.evidence.standing for item in status.items if item.evidence)
    if not stands:
        return ""
    findings = sum(bool(item.evidence.findings) for item in status.items if item.evidence)
    look = f" {count(findings, 'component')} to check by hand: see `status`."
    return f"In the repositories: {describe_standings(stands)}.{look if findings else ''}"


def build_history(
    title: str, events: Sequence[Event], names: Mapping[str, str], people: Mapping[str, str]
) -> Message:
    """Build one message of the card's thread.

    ``names`` maps components and tiers to their names, ``people`` maps Slack ids to names, so that
    nobody is pinged about their own actions.
    """
    lines = [history_line(event, names, people) for event in events]
    text = f"{escape(title)}: {lines[0]}" if len(lines) == 1 else f"{escape(title)} changed."
    return Message(text, sections("", lines, most=MAX_EVENTS))


def history_line(event: Event, names: Mapping[str, str], people: Mapping[str, str]) -> str:
    """Describe an event in one line."""
    shown = _VALUES.get(event.kind, escape)
    return _SENTENCES[event.kind].format(
        who=escape(people.get(event.actor, _OTHERS.get(event.actor, "GitLab"))),
        what=escape(names.get(event.component or "", event.component or "")),
        before=shown(event.before),
        after=shown(event.after),
        tier=escape(names.get(str(event.after), event.after)),
        why=f": {escape(event.reason)}" if event.reason else "",
        reason=escape(event.reason or ""),
    )


_OTHERS = {ASSISTANT: "The assistant"}
_SENTENCES: dict[EventKind, str] = {
    EventKind.campaign_started: "{who} started the campaign.",
    EventKind.campaign_activated: "The campaign is active: every component has its issue.",
    EventKind.campaign_completed: "{who} closed the campaign.",
    EventKind.campaign_retargeted: "{who} changed the target from {before} to *{after}*{why}",
    EventKind.campaign_cancelled: "{who} cancelled the campaign{why}",
    EventKind.issue_created: "The issue for *{what}* was created.",
    EventKind.creation_failed: "*{what}* has no issue yet{why}",
    EventKind.state_changed: "*{what}* went from {before} to *{after}*{why}.",
    EventKind.dri_changed: "{who} made {after} the DRI of *{what}*{why}.",
    EventKind.closed_changed: "The issue for *{what}* was {after}.",
    EventKind.blockers_changed: "Blockers of *{what}*: {after}{why}.",
    EventKind.merge_requests_changed: "Merge requests of *{what}*: {after}.",
    EventKind.merge_request_opened: "*{what}* has a merge request that updates every pin: {after}.",
    EventKind.pipeline_failed: "The pipeline of *{what}* failed: {after}",
    EventKind.summary_posted: "{who} posted the weekly summary.",
    EventKind.summary_skipped: "{who} skipped the weekly summary{why}",
    EventKind.announcement_posted: "{who} sent an announcement to {after}{why}.",
    EventKind.announcement_skipped: "{who} skipped an announcement{why}.",
    EventKind.epic_closed: ":warning: The epic was closed manually in GitLab.",
    EventKind.epic_reopened: "The epic was reopened in GitLab.",
    EventKind.summary_refused: "The weekly summary is a draft again because it {reason}.",
    EventKind.item_verified: (
        ":white_check_mark: *{what}* is verified: its repository is at the target."
    ),
    EventKind.item_mismatched: (
        ":warning: *{what}* is marked as production, but its repository is behind."
    ),
    EventKind.item_backslid: ":warning: *{what}* has fallen behind again.",
    EventKind.evidence_changed: "The repository of *{what}* is {after}.",
    EventKind.item_waived: "{who} waived *{what}*{why}",
    EventKind.item_blocked: "{who} blocked *{what}*{why}",
    EventKind.item_unblocked: "{who} unblocked *{what}* and returned it to {after}{why}",
    EventKind.issue_moved: "The issue for *{what}* was moved to {after}.",
    EventKind.issue_gone: "GitLab no longer shows the issue for *{what}*{why}",
    EventKind.person_linked: "{who} confirmed the GitLab username {after}.",
    EventKind.item_acknowledged: "{who} acknowledged *{what}*.",
    EventKind.item_snoozed: "{who} snoozed *{what}*.",
    EventKind.reminder_sent: "{who} asked for a reminder about *{what}*{why}.",
    EventKind.sponsor_asked: "{who} asked {after} about *{what}*.",
    EventKind.item_noted: "{who} added a note to the issue for *{what}*: {after}",
    EventKind.reminder_overtaken: "*{what}* no longer needs a reminder.",
    EventKind.tier_opened: "Work on *{tier}* can start{why}.",
    EventKind.issue_found: "GitLab shows the issue for *{what}* again: {after}.",
    EventKind.item_woken: "Reminders about *{what}* have resumed{why}.",
    EventKind.reminders_paused: "{who} paused the reminders.",
    EventKind.reminders_resumed: "{who} resumed the reminders.",
}


def _state(value: object) -> str:
    return ITEM_STATE_TITLES[ItemState(str(value))]


def _closed(value: object) -> str:
    return "closed" if value else "reopened"


def _listed(value: object) -> str:
    return ", ".join(escape(part) for part in value) if isinstance(value, list) else ""


def _blockers(value: object) -> str:
    return _listed(value) or "none"


def _requests(value: object) -> str:
    requests = value if isinstance(value, list) else []
    return ", ".join(escape(f"{m['reference']} {m['state']}") for m in requests) or "none"


def _channels(value: object) -> str:
    return ", ".join(channel(part) for part in value) if isinstance(value, list) else ""


_VALUES: dict[EventKind, Callable[[object], str]] = {
    EventKind.state_changed: _state,
    EventKind.item_blocked: _state,
    EventKind.item_unblocked: _state,
    EventKind.closed_changed: _closed,
    EventKind.blockers_changed: _blockers,
    EventKind.merge_requests_changed: _requests,
    EventKind.announcement_posted: _channels,
}
