"""The status of campaigns, shown on request; the card shows the same in the channel."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement, DividerBlock

from campaigns.evidence import BEHIND, REACHED, STANDING_TITLES, is_mismatch
from campaigns.lifecycle.tiers import Progress
from campaigns.model.campaign import Campaign
from campaigns.model.evidence import Evidence, EvidenceState, PinState
from campaigns.model.item import Blocker, Item, MergeRequest
from campaigns.states import ITEM_STATE_TITLES, ItemState
from commands.overview.show_status import (
    CampaignLine,
    CampaignStatus,
    ItemList,
    ItemStatus,
    TierStatus,
)
from commands.sync.missing_features import describe_notice
from commands.sync.renamed_labels import MISSING_LABEL
from slackapp.views.message import (
    Message,
    context,
    count,
    day,
    fit,
    header,
    how_long,
    section,
    sections,
    sentence,
)
from slackapp.views.mrkdwn import escape, link, moment

BAR_LENGTH = 20
MAX_LINES = 12
BUMP = "bump_component"
MAX_PLACES = 3
STATE_SIGNS: dict[ItemState, str] = {
    ItemState.not_started: ":white_circle:",
    ItemState.in_dev: ":large_blue_circle:",
    ItemState.in_review: ":large_purple_circle:",
    ItemState.blocked: ":red_circle:",
    ItemState.production: ":white_check_mark:",
}


def build_statuses(statuses: Sequence[CampaignStatus]) -> Message:
    """Build the reply to `status`: one campaign item by item, or several in brief."""
    if not statuses:
        return sentence(
            "There is no open campaign. Plan one with `/runtime-upgrade start go 1.20`."
        )
    blocks: list[Block] = []
    for status in statuses:
        details = _tier_details(status) if len(statuses) == 1 else []
        blocks += [*build_summary(status), *details, DividerBlock()]
    return Message("\n".join(summary_text(status) for status in statuses), fit(blocks[:-1]))


def summary_text(status: CampaignStatus) -> str:
    """Return a campaign's status in one line, for notifications and screen readers."""
    progress, campaign = status.progress, status.campaign
    return (
        f"{escape(campaign.title)}: {progress.done} of {count(progress.total, 'component')} in "
        f"production, {progress.blocked} blocked, due {day(campaign.due_on)}."
    )


def build_summary(status: CampaignStatus) -> list[Block]:
    """Build a campaign's summary: title, due date, epic, progress bar and counts."""
    campaign, progress = status.campaign, status.progress
    epic = link(campaign.epic_url, "Epic" if campaign.epic_project is None else "Tracking issue")
    facts = [f"Due *{day(campaign.due_on)}*", campaign.state.value, epic]
    return [
        header(f"{campaign.runtime_title} {campaign.version}"),
        section(f"{bar(progress)}  *{progress.done} of {progress.total}* in production"),
        context("  ·  ".join(facts)),
        context("   ".join(_state_counts(progress))),
        *_notices(campaign),
    ]


def bar(progress: Progress) -> str:
    """Draw a progress bar of twenty characters."""
    filled = 0 if not progress.total else progress.done * BAR_LENGTH // progress.total
    return "▓" * filled + "░" * (BAR_LENGTH - filled)


def _state_counts(progress: Progress) -> list[str]:
    return [
        f"{STATE_SIGNS[state]} {number} {ITEM_STATE_TITLES[state]}"
        for state, number in progress.by_state.items()
        if number
    ]


_NOTICES = {
    "epic_closed": ":warning: Its epic was closed manually: reopen it, or `close` the campaign.",
    "no_epics": "This GitLab instance has no epics, so a tracking issue is used.",
    "no_blocking_links": "This GitLab instance has no blocking links, so `relates to` is used.",
}


def _notices(campaign: Campaign) -> list[Block]:
    told = (_NOTICES.get(notice) or describe_notice(notice) for notice in campaign.notices)
    lines = [sentence for sentence in told if sentence]
    lines += [_missing(n) for n in campaign.notices if n.startswith(MISSING_LABEL)]
    if campaign.sync_failure:
        lines.append(f":warning: {escape(campaign.sync_failure.rstrip('.'))}.{_as_of(campaign)}")
    if campaign.closing_reason:
        lines.append(f"Cancelled: {escape(campaign.closing_reason)}")
    return [context(line) for line in lines]


def _missing(notice: str) -> str:
    label = escape(notice.removeprefix(MISSING_LABEL)).replace("`", "")
    return f":warning: GitLab has no label `{label}`: items keep the state that it stands for."


def _as_of(campaign: Campaign) -> str:
    """Return the time of the last sync; empty if the start failed before any sync."""
    if campaign.synced_at is None:
        return ""
    return f" Last synced {moment(campaign.synced_at)}."


def _tier_details(status: CampaignStatus) -> list[Block]:
    return [
        block
        for tier in status.tiers
        for block in sections(
            tier_title(tier),
            [
                line
                for item in tier.items
                for line in (item_line(item, status.people, status.now), *finding_lines(item))
            ],
        )
    ]


def tier_title(tier: TierStatus) -> str:
    """Return a tier's name with its progress, and whether it is still waiting."""
    progress = f"{tier.progress.done} of {tier.progress.total}"
    waiting = "" if tier.open else ", waiting for the previous tier"
    return f"{tier.tier.title}: {progress}{waiting}"


def item_line(item: Item, people: Mapping[str, str], now: datetime, *, brief: bool = False) -> str:
    """Return an item's status in one line: its state, its DRI and its blockers.

    A ``brief`` line omits a repository that is still behind, as expected.
    """
    parts = [f"{STATE_SIGNS[item.state]} {link(item.web_url, item.title)}", owner(item, people)]
    if item.state == ItemState.blocked:
        parts.append(f"blocked {how_long(item.state_since, now)}{blocked_by(item.blockers)}")
    elif item.state != ItemState.not_started:
        parts.append(ITEM_STATE_TITLES[item.state])
    if item.merge_requests and item.state != ItemState.production:
        parts += [_request(request) for request in item.merge_requests[:2]]
    if item.evidence is not None and not (brief and _is_expected(item, item.evidence)):
        parts += evidence_words(item, item.evidence)
    if item.creation_failure:
        parts.append(f":warning: no issue yet: {escape(item.creation_failure)}")
    if item.unwritten:
        parts.append(f":hourglass_flowing_sand: {escape(item.unwritten)}")
    if item.gone:
        parts.append(":warning: GitLab no longer shows its issue; the functional lead decides")
    return "  ·  ".join(parts)


def _is_expected(item: Item, evidence: Evidence) -> bool:
    """Return whether a repository only shows that the work is not done yet."""
    notable = evidence.verified or evidence.backslid_at is not None
    return not (
        notable or evidence.standing == EvidenceState.mixed or item.state == ItemState.production
    )


def evidence_words(item: Item, evidence: Evidence) -> list[str]:
    """Describe what the repository shows beyond the item's state, quoting file and line."""
    standing = evidence.standing
    if evidence.backslid_at is not None:
        return [f":warning: behind again: {_behind_places(evidence)}"]
    if is_mismatch(item):
        return [f":warning: the repository disagrees: {_behind_places(evidence)}"]
    if evidence.verified:
        return ["verified" if standing in REACHED else f"verified, now {STANDING_TITLES[standing]}"]
    if standing in BEHIND:
        return [f"{STANDING_TITLES[standing]}: {_behind_places(evidence)}"]
    return [f"its repository: {STANDING_TITLES[standing]}"]


def finding_lines(item: Item) -> list[str]:
    """List the findings to check by hand in an item's repository, quoting file and line."""
    findings = item.evidence.findings if item.evidence else ()
    # Pins that are behind are already quoted beside the item.
    shown = [finding for finding in findings if finding["kind"] != "left_behind"]
    lines = [
        f"      :mag: `{_code(finding['path'])}:{finding['line']}` {escape(finding['words'])}"
        for finding in shown[:MAX_PLACES]
    ]
    more = len(shown) - MAX_PLACES
    return [*lines, f"      and {more} more"] if more > 0 else lines


def _behind_places(evidence: Evidence) -> str:
    behind = [pin for pin in evidence.pins if pin["where"] == PinState.behind.value]
    named = [f"`{_code(pin['path'])}:{pin['line']}` {escape(pin['raw'])}" for pin in behind]
    more = f" and {len(named) - MAX_PLACES} more" if len(named) > MAX_PLACES else ""
    return ", ".join(named[:MAX_PLACES]) + more


def _code(path: str) -> str:
    return escape(path).replace("`", "")


def _request(request: MergeRequest) -> str:
    """Return a merge request with its state, and with its pipeline unless that passed."""
    named = link(request.web_url, f"{request.reference} {request.state}")
    if request.pipeline is None or request.pipeline == "success" or request.state != "opened":
        return named
    since = f" since {moment(request.pipeline_since)}" if request.pipeline_since else ""
    return f"{named}, {link(request.pipeline_url, f'pipeline {request.pipeline}')}{since}"


def owner(item: Item, people: Mapping[str, str]) -> str:
    """Return the name of an item's DRI, without a mention."""
    if item.dri is None:
        return "_no owner_"
    known = people.get(item.dri)
    return escape(known) if known else f"{escape(item.dri)} (GitLab)"


def blocked_by(blockers: Sequence[Blocker]) -> str:
    """Return what blocks an item."""
    if not blockers:
        return ""
    return " by " + ", ".join(link(blocker.web_url, blocker.text) for blocker in blockers)


def build_campaign_list(lines: Sequence[CampaignLine]) -> Message:
    """Build the reply to `list`."""
    if not lines:
        return sentence(
            "There are no campaigns yet. Plan one with `/runtime-upgrade start go 1.20`."
        )
    texts = [campaign_line(line) for line in lines]
    return Message(f"{count(len(lines), 'campaign')}.", fit(sections("Campaigns", texts)))


def campaign_line(line: CampaignLine) -> str:
    """Return a campaign's status in one line."""
    return (
        f"{link(line.campaign.epic_url, line.campaign.title)}  ·  {line.campaign.state.value}  ·  "
        f"{line.progress.done} of {line.progress.total}  ·  due {day(line.campaign.due_on)}"
    )


def build_mine(listed: ItemList) -> Message:
    """Build the reply to `mine`; items not yet in review have a merge request button."""
    if not listed.entries:
        return sentence("You have no open items.")
    text = f"Your open items: {len(listed.entries)}."
    return Message(text, fit([section("*Your open items*"), *mine_blocks(listed)]))


def mine_blocks(listed: ItemList) -> list[Block]:
    """Build a section for each item, with the button that opens its merge request."""
    return [section(_entry_line(entry, listed), _bump_button(entry)) for entry in listed.entries]


def _bump_button(entry: ItemStatus) -> ButtonElement | None:
    ours = any(known.ours and known.state == "opened" for known in entry.item.merge_requests)
    helps = entry.item.state in (ItemState.not_started, ItemState.in_dev) or _is_behind(entry.item)
    if ours or not helps or entry.item.issue_iid is None:
        return None
    value = f"{entry.campaign.runtime}/{entry.item.component}"
    return ButtonElement(text="Open merge request", action_id=BUMP, value=value)


def _is_behind(item: Item) -> bool:
    """Return whether an item is marked done or was verified, but its repository is behind."""
    known = item.evidence
    return known is not None and bool(known.mismatched_at or known.backslid_at)


def build_blocked(listed: ItemList) -> Message:
    """Build the reply to `blocked`."""
    return _build_items(listed, "Blocked items", "Nothing is blocked.")


def _build_items(listed: ItemList, title: str, nothing: str) -> Message:
    if not listed.entries:
        return sentence(nothing)
    lines = [_entry_line(entry, listed) for entry in listed.entries]
    text = f"{title}: {len(lines)}."
    return Message(text, fit(sections(title, lines)))


def _entry_line(entry: ItemStatus, listed: ItemList) -> str:
    return f"{escape(entry.campaign.title)}  ·  {item_line(entry.item, listed.people, listed.now)}"
